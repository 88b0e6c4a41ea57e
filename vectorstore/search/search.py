"""Hybrid search: candidates by BM25 over the archive's full-text index and by cosine over Chroma, put in order by `rank`."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import accumulate
from math import log

import numpy as np

from onrecord.vectorstore.archive import Filters, fold
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.model import Hit
from onrecord.vectorstore.search.rank import Asked, Candidate, rank, read_question
from onrecord.vectorstore.store import Store
from onrecord.vectorstore.words import WORD, content_words, stem

CANDIDATES = 60  # taken from each ranking; of 100 the answer is found no more often, and later
RRF_K = 60  # Cormack et al. 2009; flat between 20 and 100 on our news questions
SCANNED = 6000  # passages that BM25 scores: the words beyond, the commonest, cost most and tell least, however large the archive
ENOUGH = 2  # words that are searched for however common they are

WIDER = 4  # times the candidates: how far the index looks for those that a filter allows
SHOWN = 10  # publishers that an error names

Found = list[tuple[str, float]]  # passage ids and scores, best first
FoundBy = dict[str, tuple[tuple[str, int], ...]]


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
    """The passages that answer a query, best first, at most `limit`, each with the rankings that found it and its score's parts.

    Raises:
        BadInput: the query has no word in it, or the archive knows nothing of its publisher or speaker.
    """
    if not WORD.search(query.text):
        raise BadInput("the question has no word in it; ask in words")
    with ThreadPoolExecutor(1) as beside:  # SQLite lets the other core embed and look for neighbours
        words = beside.submit(lexical, store, query)
        vector = store.embed_question(query.text)
        near = dense(store, query, vector)
        rankings = {"bm25": words.result(), "dense": near} | preferred(store, query)
    found_by = ranks({name: [i for i, _ in found] for name, found in rankings.items()})
    best = rank(asked(store, query), candidates(store, vector, {name: dict(found) for name, found in rankings.items()}), limit)[:limit]
    articles = store.archive.articles((r.candidate.passage.article_id, r.candidate.passage.version) for r in best)
    return [
        Hit(p := r.candidate.passage, articles[p.article_id, p.version], r.score, found_by[p.passage_id], tuple(r.parts.items())) for r in best
    ]


def asked(store: Store, query: Query) -> Asked:
    day = date.fromisoformat(query.until) if query.until else datetime.now(UTC).date()
    return read_question(query.text, word_weights(store, query.text), day, query.happened)


def lexical(store: Store, query: Query) -> Found:
    if narrowed(query):
        return store.archive.match_within(fts_query(store, query.text), CANDIDATES, query.filters)
    return store.archive.match(fts_query(store, query.text), CANDIDATES, query.until)


def dense(store: Store, query: Query, vector: np.ndarray) -> Found:
    if not narrowed(query):
        return store.index.nearest(vector, CANDIDATES, query.until)
    allowed = store.archive.within(query.filters)
    if not allowed:
        refuse_unknown(store, query)
    return nearest_among(store, vector, allowed, query.until)


def nearest_among(store: Store, vector: np.ndarray, allowed: Sequence[str], until: str | None) -> Found:
    """The index looks first; where too few of those it finds are allowed, all that are allowed are compared, from the archive."""
    among = set(allowed)
    near = [(i, cosine) for i, cosine in store.index.nearest(vector, WIDER * CANDIDATES, until) if i in among]
    if len(near) < min(CANDIDATES, len(allowed)):
        near = sorted(((i, float(v @ vector)) for i, v, _ in store.archive.vectors(store.embedder.name, allowed)), key=lambda x: (-x[1], x[0]))
    return near[:CANDIDATES]


def preferred(store: Store, query: Query) -> dict[str, Found]:
    """Further rankings: statements of whom the question asks for, and reports of the days that it names."""
    rankings: dict[str, Found] = {}
    if query.speaker and not query.said_by:
        rankings["speaker"] = store.archive.match_within(fts_query(store, query.topic or query.text), CANDIDATES, replace(query.filters, said_by=query.speaker))
    if query.happened:
        since, until = query.happened
        since, until = max(since or "", query.since or "") or None, min(until, query.until or until)
        if since is None or since <= until:
            rankings["time"] = store.archive.match_within(fts_query(store, query.text), CANDIDATES, replace(query.filters, since=since, until=until))
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


def candidates(store: Store, vector: np.ndarray, found: Mapping[str, Mapping[str, float]]) -> list[Candidate]:
    """Of any ranking. A passage that the archive no longer holds as current is not evidence, whatever the index says."""
    ids = list(dict.fromkeys(i for scores in found.values() for i in scores))
    held = store.archive.found(ids)
    unseen = [i for i in ids if i not in found["dense"]]
    cosines = dict(found["dense"]) | {i: float(v @ vector) for i, v, _ in store.archive.vectors(store.embedder.name, unseen)}
    lexical, said = relative(found["bm25"]), relative(found.get("speaker", {}))
    return [
        Candidate(f.passage, f.title, f.body, f.published_at, lexical.get(i, 0.0), cosines.get(i, 0.0), said.get(i, 0.0))
        for i in ids if (f := held.get(i))
    ]  # fmt: skip


def relative(scores: Mapping[str, float]) -> dict[str, float]:
    """To the best."""
    top = max(scores.values(), default=0.0) or 1.0
    return {i: s / top for i, s in scores.items()}


def ranks(rankings: Mapping[str, Sequence[str]]) -> FoundBy:
    """`(ranking, rank from 1)` for every ranking that holds an id."""
    found_by: FoundBy = defaultdict(tuple)
    for name, ids in rankings.items():
        for place, passage_id in enumerate(ids, 1):
            found_by[passage_id] += ((name, place),)
    return dict(found_by)


def fuse(rankings: Mapping[str, Sequence[str]]) -> list[str]:
    """Plain reciprocal rank fusion, best first: what `rank` is measured against."""
    scores = {i: sum(1.0 / (RRF_K + place) for _, place in places) for i, places in ranks(rankings).items()}
    return sorted(scores, key=lambda i: (-scores[i], i))


def word_weights(store: Store, text: str) -> dict[str, float]:
    """Inverse document frequency of each word that means something, by stem."""
    total = max(1, store.archive.passage_count())
    known = store.archive.document_frequency(telling_words(text))
    return {stem(w): log(1 + max(0.0, total - n + 0.5) / (n + 0.5)) for w, n in known.items()}


def telling_words(text: str) -> list[str]:
    return [w.lower() for w in content_words(text)] or list(dict.fromkeys(w.lower() for w in WORD.findall(text)))


def fts_query(store: Store, text: str) -> str:
    """Any of the words that tell something, each quoted, so that no character of a question is FTS5 syntax."""
    known = store.archive.document_frequency(telling_words(text))
    by_rarity = sorted(known, key=lambda w: known[w])
    scanned = accumulate(known[w] for w in by_rarity)
    searched = [w for n, (w, total) in enumerate(zip(by_rarity, scanned, strict=True)) if n < ENOUGH or total <= SCANNED]
    return " OR ".join(f'"{w}"' for w in searched)
