"""Hybrid search: BM25 over the archive's full-text index and cosine over Chroma, fused by reciprocal rank."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from vectorstore.errors import BadInput
from vectorstore.filters import Filters
from vectorstore.records import Hit
from vectorstore.spoken import fold
from vectorstore.store import Store

CANDIDATES = 50  # taken from each ranking before they are fused
WIDER = 4  # times the candidates: how far the index looks for those that a filter allows
SHOWN = 10  # publishers that an error names
RRF_K = 60  # Cormack et al. 2009; flat between 20 and 100 on our news questions

WORD = re.compile(r"\w+(?:['’]\w+)?")
STOP_WORDS = frozenset(
    "a about an and any are as at be been but by can could did do does for from had has have he her his how i if in into is it its"
    " me my of on or our she should so some than that the their them they this to was we were what when where which who whom whose"
    " why will with would you your s t".split()
)


@dataclass(frozen=True)
class Query:
    """What to look for. `until` and `since` are days of publication (ISO), None for any.

    `since`, `until`, `publisher` and `said_by` narrow the search; `speaker`, whose words are asked for (`topic`: about what), and
    `happened`, the days in which reports of it fall, only prefer: where they find nothing, the search is as if they were not there.
    """

    text: str
    until: str | None = None
    since: str | None = None
    publisher: str | None = None
    said_by: str | None = None
    speaker: str | None = None
    topic: str = ""
    happened: tuple[str | None, str] | None = None

    @property
    def filters(self) -> Filters:
        return Filters(self.since, self.until, self.publisher, self.said_by)


def search(store: Store, query: Query, limit: int = 10) -> list[Hit]:
    """The passages nearest to a query, best first, at most `limit`, each with the rankings that found it.

    Raises:
        BadInput: the query has no word in it, or the archive knows nothing of its publisher or speaker.
    """
    if not WORD.search(query.text):
        raise BadInput("the question has no word in it; ask in words")
    scores, found_by = fuse({"bm25": lexical(store, query), "dense": dense(store, query)} | preferred(store, query))
    best = sorted(scores, key=lambda i: (-scores[i], i))[:limit]
    passages = store.archive.passages(best)
    articles = store.archive.articles((p.article_id, p.version) for p in passages.values())
    # A passage that the archive no longer holds as current is not evidence, whatever the index says.
    return [Hit(p, articles[p.article_id, p.version], scores[i], found_by[i]) for i in best if (p := passages.get(i))]


def lexical(store: Store, query: Query) -> list[str]:
    if narrowed(query):
        return store.archive.match_within(fts_query(query.text), CANDIDATES, query.filters)
    return store.archive.match(fts_query(query.text), CANDIDATES, query.until)


def dense(store: Store, query: Query) -> list[str]:
    vector = store.embedder.embed([query.text])[0]
    if not narrowed(query):
        return [i for i, _ in store.index.nearest(vector, CANDIDATES, query.until)]
    allowed = store.archive.within(query.filters)
    if not allowed:
        refuse_unknown(store, query)
    return nearest_among(store, vector, allowed, query.until)


def nearest_among(store: Store, vector: np.ndarray, allowed: Sequence[str], until: str | None) -> list[str]:
    """The index looks first; where too few of those it finds are allowed, all that are allowed are compared, from the archive."""
    among = set(allowed)
    near = [i for i, _ in store.index.nearest(vector, WIDER * CANDIDATES, until) if i in among]
    if len(near) < min(CANDIDATES, len(allowed)):
        cosines = {i: float(v @ vector) for i, v, _ in store.archive.vectors(store.embedder.name, allowed)}
        near = sorted(cosines, key=lambda i: (-cosines[i], i))
    return near[:CANDIDATES]


def preferred(store: Store, query: Query) -> dict[str, list[str]]:
    """Further rankings: statements of whom the question asks for, and reports of the days that it names."""
    rankings: dict[str, list[str]] = {}
    if query.speaker and not query.said_by:
        rankings["speaker"] = store.archive.match_within(fts_query(query.topic or query.text), CANDIDATES, replace(query.filters, said_by=query.speaker))
    if query.happened:
        since, until = query.happened
        since, until = max(since or "", query.since or "") or None, min(until, query.until or until)
        if since is None or since <= until:
            rankings["time"] = store.archive.match_within(fts_query(query.text), CANDIDATES, replace(query.filters, since=since, until=until))
    return rankings


def narrowed(query: Query) -> bool:
    return bool(query.since or query.publisher or query.said_by)


def refuse_unknown(store: Store, query: Query) -> None:
    """Raises BadInput when nothing at all in the archive is by the publisher or the speaker that was asked for."""
    known = store.archive.publishers()
    if query.publisher and fold(query.publisher) not in map(fold, known):
        names = ", ".join(known[:SHOWN]) + (" …" if len(known) > SHOWN else "")
        raise BadInput(f"there is no article by {query.publisher}; publishers are {names or 'not stated in this archive'}")
    if query.said_by and not store.archive.within(Filters(said_by=query.said_by)):
        raise BadInput(f"nobody called {query.said_by} is quoted in this archive; write the name as the articles do")


def fuse(rankings: dict[str, list[str]]) -> tuple[dict[str, float], dict[str, tuple[tuple[str, int], ...]]]:
    """Reciprocal rank fusion: the score of each id, and `(ranking, rank from 1)` for every ranking that holds it."""
    scores: dict[str, float] = defaultdict(float)
    found_by: dict[str, tuple[tuple[str, int], ...]] = defaultdict(tuple)
    for name, ids in rankings.items():
        for rank, passage_id in enumerate(ids, 1):
            scores[passage_id] += 1.0 / (RRF_K + rank)
            found_by[passage_id] += ((name, rank),)
    return dict(scores), dict(found_by)


def fts_query(text: str) -> str:
    """Any of the words that mean something, each quoted, so that no character of a question is FTS5 syntax."""
    words = list(dict.fromkeys(w.lower() for w in WORD.findall(text)))
    telling = [w for w in words if w not in STOP_WORDS] or words
    return " OR ".join(f'"{w}"' for w in telling)
