"""Hybrid search. Candidates come from the archive's full-text index (BM25) and from the dense index (cosine); `rank` orders them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate
from math import log

import numpy as np

from onrecord.vectorstore.archive import Filters, fold
from onrecord.vectorstore.clock import asker_today
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.model import Article, Hit
from onrecord.vectorstore.search.rank import Asked, Candidate, rank, read_question
from onrecord.vectorstore.search.tuning import SEARCH_TUNING
from onrecord.vectorstore.store import Store
from onrecord.vectorstore.words import WORD, content_words, stem

MAX_NAMED_PUBLISHERS = 10  # publishers listed in an error message

Found = list[tuple[str, float]]  # passage ids and scores, best first
FoundBy = dict[str, tuple[tuple[str, int], ...]]


@dataclass(frozen=True)
class Query:
    """A search request.

    Filters exclude passages: `since` and `until` (ISO days of publication), `publisher`, `said_by` (a passage must quote this speaker),
    `articles` (ids).
    Preferences only add candidates: `speaker` (the question asks for this speaker's words about `topic`) and `happened` (the first
    and last day that the question names). `weights` are the `word_weights` of `text`, if the caller has them already.
    """

    text: str
    until: str | None = None
    since: str | None = None
    publisher: str | None = None
    said_by: str | None = None
    speaker: str | None = None
    topic: str = ""
    happened: tuple[str | None, str] | None = None
    weights: Mapping[str, float] | None = None
    articles: tuple[str, ...] = ()

    @property
    def filters(self) -> Filters:
        return Filters(self.since, self.until, self.publisher, self.said_by, self.articles)


def search(store: Store, query: Query, limit: int = 10) -> list[Hit]:
    """At most `limit` passages, best first. Each hit has the rankings that found it and the parts of its score.

    Raises:
        BadInput: the query has no word, or the archive has nothing by its publisher or speaker.
    """
    if not WORD.search(query.text):
        raise BadInput("the question has no word in it; ask in words")
    with ThreadPoolExecutor(1) as other:  # SQLite releases the GIL, so this thread can embed meanwhile
        words = other.submit(find_lexical, store, query)
        vector = store.embed_question(query.text)
        near = find_dense(store, query, vector)
        rankings = {"bm25": words.result(), "dense": near} | find_preferred(store, query)
    found_by = rank_positions({name: [i for i, _ in found] for name, found in rankings.items()})
    best = rank(question_features(store, query), merge_candidates(store, vector, {name: dict(found) for name, found in rankings.items()}), limit)[:limit]
    articles = store.archive.articles((r.candidate.passage.article_id, r.candidate.passage.version) for r in best)
    return [
        Hit(p := r.candidate.passage, articles[p.article_id, p.version], r.score, found_by[p.passage_id], tuple(r.parts.items())) for r in best
    ]


def find_articles(store: Store, text: str, filters: Filters, limit: int) -> list[Article]:
    """The articles of the `limit` passages that share most words with a text, best first. No meaning is compared, so that it is fast."""
    found = store.archive.found_passages(ids := [i for i, _ in store.archive.match_within(fts_query(store, text), limit, filters)])
    keys = dict.fromkeys((found[i].passage.article_id, found[i].passage.version) for i in ids if i in found)
    articles = store.archive.articles(keys)
    return [articles[key] for key in keys]


def question_features(store: Store, query: Query) -> Asked:
    day = date.fromisoformat(query.until) if query.until else asker_today()
    weights = word_weights(store, query.text) if query.weights is None else query.weights
    return read_question(query.text, weights, day, query.happened)


def find_lexical(store: Store, query: Query) -> Found:
    if is_filtered(query):
        return store.archive.match_within(fts_query(store, query.text), SEARCH_TUNING.candidates, query.filters)
    return store.archive.match(fts_query(store, query.text), SEARCH_TUNING.candidates, query.until)


def find_dense(store: Store, query: Query, vector: np.ndarray) -> Found:
    if not is_filtered(query):
        return store.nearest(vector, SEARCH_TUNING.candidates, query.until) or []
    allowed = store.archive.within(query.filters)
    if not allowed:
        refuse_unknown(store, query)
    return nearest_among(store, vector, allowed, query.until)


def nearest_among(store: Store, vector: np.ndarray, allowed: Sequence[str], until: str | None) -> Found:
    """The nearest of the allowed passages. If the index finds too few of them, every allowed vector is compared. None if the index is away."""
    found = store.nearest(vector, SEARCH_TUNING.filtered_factor * SEARCH_TUNING.candidates, until)
    if found is None:
        return []
    among = set(allowed)
    near = [(i, cosine) for i, cosine in found if i in among]
    if len(near) < min(SEARCH_TUNING.candidates, len(allowed)):
        near = sorted(((i, float(v @ vector)) for i, v, _ in store.archive.vectors(store.embedder.name, allowed)), key=lambda x: (-x[1], x[0]))
    return near[:SEARCH_TUNING.candidates]


def find_preferred(store: Store, query: Query) -> dict[str, Found]:
    """Rankings by preference: `speaker` has statements of the speaker asked for, `time` has articles of the days that the question names."""
    rankings: dict[str, Found] = {}
    if query.speaker and not query.said_by:
        rankings["speaker"] = store.archive.match_within(fts_query(store, query.topic or query.text), SEARCH_TUNING.candidates, replace(query.filters, said_by=query.speaker))
    if query.happened:
        since, until = query.happened
        since, until = max(since or "", query.since or "") or None, min(until, query.until or until)
        if since is None or since <= until:
            rankings["time"] = store.archive.match_within(fts_query(store, query.text), SEARCH_TUNING.candidates, replace(query.filters, since=since, until=until))
    return rankings


def is_filtered(query: Query) -> bool:
    return bool(query.since or query.publisher or query.said_by or query.articles)


def refuse_unknown(store: Store, query: Query) -> None:
    """Raises BadInput if the archive has nothing by the publisher or speaker asked for."""
    known = store.archive.publishers()
    if query.publisher and fold(query.publisher) not in map(fold, known):
        names = ", ".join(known[:MAX_NAMED_PUBLISHERS]) + (" …" if len(known) > MAX_NAMED_PUBLISHERS else "")
        raise BadInput(f"there is no article by {query.publisher}; publishers are {names or 'not stated in this archive'}")
    if query.said_by and not store.archive.within(Filters(said_by=query.said_by)):
        raise BadInput(f"nobody called {query.said_by} is quoted in this archive; write the name as the articles do")


def merge_candidates(store: Store, vector: np.ndarray, found: Mapping[str, Mapping[str, float]]) -> list[Candidate]:
    """The candidates of all rankings. The archive decides which passages are current, because the index may be behind."""
    ids = list(dict.fromkeys(i for scores in found.values() for i in scores))
    current = store.archive.found_passages(ids)
    unseen = [i for i in ids if i not in found["dense"]]
    cosines = dict(found["dense"]) | {i: float(v @ vector) for i, v, _ in store.archive.vectors(store.embedder.name, unseen)}
    bm25, said = relative_to_best(found["bm25"]), relative_to_best(found.get("speaker", {}))
    return [
        Candidate(f.passage, f.title, f.body, f.published_at, bm25.get(i, 0.0), cosines.get(i, 0.0), said.get(i, 0.0))
        for i in ids if (f := current.get(i))
    ]  # fmt: skip


def relative_to_best(scores: Mapping[str, float]) -> dict[str, float]:
    """Scores divided by the best one."""
    top = max(scores.values(), default=0.0) or 1.0
    return {i: s / top for i, s in scores.items()}


def rank_positions(rankings: Mapping[str, Sequence[str]]) -> FoundBy:
    """For each passage id, `(ranking, position)` of every ranking that has the passage. Positions begin at 1."""
    found_by: FoundBy = defaultdict(tuple)
    for name, ids in rankings.items():
        for place, passage_id in enumerate(ids, 1):
            found_by[passage_id] += ((name, place),)
    return dict(found_by)


def word_weights(store: Store, text: str) -> dict[str, float]:
    """Inverse document frequency of each search term, by stem."""
    total = max(1, store.archive.passage_count())
    known = store.archive.document_frequency(search_terms(text))
    return {stem(w): log(1 + max(0.0, total - n + 0.5) / (n + 0.5)) for w, n in known.items()}


def search_terms(text: str) -> list[str]:
    """The content words of a text in lower case. If it has none, all its words."""
    return [w.lower() for w in content_words(text)] or list(dict.fromkeys(w.lower() for w in WORD.findall(text)))


def fts_query(store: Store, text: str) -> str:
    """An FTS5 query for any of the search terms, without the most common ones. Each term is quoted, so that no character is read as FTS5 syntax."""
    known = store.archive.document_frequency(search_terms(text))
    by_rarity = sorted(known, key=lambda w: known[w])
    scanned = accumulate(known[w] for w in by_rarity)
    searched = [w for n, (w, total) in enumerate(zip(by_rarity, scanned, strict=True)) if n < SEARCH_TUNING.min_words or total <= SEARCH_TUNING.max_scanned]
    return " OR ".join(f'"{w}"' for w in searched)
