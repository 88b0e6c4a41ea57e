"""Hybrid search: candidates by BM25 over the archive's full-text index and by cosine over Chroma, put in order by `rank`."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import log

import numpy as np

from vectorstore.errors import BadInput
from vectorstore.rank import Candidate, rank, read_question
from vectorstore.records import Hit
from vectorstore.store import Store
from vectorstore.words import WORD, content_words, stem

CANDIDATES = 100  # taken from each ranking; the answer is among them for 94% of our news questions, among 50 for 88%
RRF_K = 60  # Cormack et al. 2009; flat between 20 and 100 on our news questions
COMMON = 0.10  # share of the passages from which on a word is not searched for: it costs most and tells least
ENOUGH = 3  # words that are searched for however common they are

FoundBy = dict[str, tuple[tuple[str, int], ...]]


@dataclass(frozen=True)
class Query:
    """What to look for. `until` is the last day of publication allowed (ISO), None for any."""

    text: str
    until: str | None = None


def search(store: Store, query: Query, limit: int = 10) -> list[Hit]:
    """The passages that answer a query, best first, at most `limit`, each with the rankings that found it and its score's parts.

    Raises:
        BadInput: the query has no word in it.
    """
    if not WORD.search(query.text):
        raise BadInput("the question has no word in it; ask in words")
    weights = word_weights(store, query.text)
    vector = store.embedder.embed([query.text])[0]
    lexical = store.archive.match(fts_query(store, query.text), CANDIDATES, query.until)
    dense = store.index.nearest(vector, CANDIDATES, query.until)
    found_by = ranks({"bm25": [i for i, _ in lexical], "dense": [i for i, _ in dense]})
    day = date.fromisoformat(query.until) if query.until else datetime.now(UTC).date()
    best = rank(read_question(query.text, weights, day), candidates(store, vector, dict(lexical), dict(dense)), limit)[:limit]
    articles = store.archive.articles((r.candidate.passage.article_id, r.candidate.passage.version) for r in best)
    return [
        Hit(p := r.candidate.passage, articles[p.article_id, p.version], r.score, found_by[p.passage_id], tuple(r.parts.items())) for r in best
    ]


def candidates(store: Store, vector: np.ndarray, lexical: Mapping[str, float], dense: Mapping[str, float]) -> list[Candidate]:
    """Of either ranking. A passage that the archive no longer holds as current is not evidence, whatever the index says."""
    ids = [*lexical, *(i for i in dense if i not in lexical)]
    found = store.archive.found(ids)
    unseen = [i for i in lexical if i not in dense]
    cosines = dict(dense) | {i: float(v @ vector) for i, v, _ in store.archive.vectors(store.embedder.name, unseen)}
    top = max(lexical.values(), default=1.0)
    return [
        Candidate(f.passage, f.title, f.body, f.published_at, lexical.get(i, 0.0) / top, cosines.get(i, 0.0)) for i in ids if (f := found.get(i))
    ]


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
    searched = by_rarity[:ENOUGH] + [w for w in by_rarity[ENOUGH:] if known[w] <= COMMON * store.archive.passage_count()]
    return " OR ".join(f'"{w}"' for w in searched)
