"""Hybrid search: BM25 over the archive's full-text index and cosine over Chroma, fused by reciprocal rank."""

import re
from collections import defaultdict
from dataclasses import dataclass

from vectorstore.errors import BadInput
from vectorstore.records import Hit
from vectorstore.store import Store

CANDIDATES = 50  # taken from each ranking before they are fused
RRF_K = 60  # Cormack et al. 2009; flat between 20 and 100 on our news questions

WORD = re.compile(r"\w+(?:['’]\w+)?")
STOP_WORDS = frozenset(
    "a about an and any are as at be been but by can could did do does for from had has have he her his how i if in into is it its"
    " me my of on or our she should so some than that the their them they this to was we were what when where which who whom whose"
    " why will with would you your s t".split()
)


@dataclass(frozen=True)
class Query:
    """What to look for. `until` is the last day of publication allowed (ISO), None for any."""

    text: str
    until: str | None = None


def search(store: Store, query: Query, limit: int = 10) -> list[Hit]:
    """The passages nearest to a query, best first, at most `limit`, each with the rankings that found it.

    Raises:
        BadInput: the query has no word in it.
    """
    if not WORD.search(query.text):
        raise BadInput("the question has no word in it; ask in words")
    rankings = {
        "bm25": store.archive.match(fts_query(query.text), CANDIDATES, query.until),
        "dense": [i for i, _ in store.index.nearest(store.embedder.embed([query.text])[0], CANDIDATES, query.until)],
    }
    scores, found_by = fuse(rankings)
    best = sorted(scores, key=lambda i: (-scores[i], i))[:limit]
    passages = store.archive.passages(best)
    articles = store.archive.articles((p.article_id, p.version) for p in passages.values())
    # A passage that the archive no longer holds as current is not evidence, whatever the index says.
    return [Hit(p, articles[p.article_id, p.version], scores[i], found_by[i]) for i in best if (p := passages.get(i))]


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
