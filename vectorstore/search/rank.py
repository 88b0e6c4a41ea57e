"""Ranks candidate passages by a weighted sum.

The parts of the sum are words and meaning shared with the question, closeness in time, and things in the passage that could be the answer.
"""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import asdict, dataclass
from datetime import date
from itertools import pairwise
from math import log1p

from onrecord.vectorstore.model import Passage
from onrecord.vectorstore.search.answer_types import answer_candidates, asked_kind
from onrecord.vectorstore.search.recency import Period, recency
from onrecord.vectorstore.search.tuning import SEARCH_TUNING
from onrecord.vectorstore.words import stems

WEIGHTS: dict[str, float] = asdict(SEARCH_TUNING.weights)


@dataclass(frozen=True, eq=False)
class Candidate:
    """A passage with the data for its ranking. `body` is its text. `bm25` and `said` are relative to the best passage (see `PartWeights`)."""

    passage: Passage
    title: str
    body: str
    published_at: str | None
    bm25: float
    cosine: float
    said: float = 0.0

    @property
    def sentences(self) -> list[str]:
        at = self.passage.start
        return [self.body[s - at : e - at] for s, e in self.passage.sentences]


@dataclass(frozen=True)
class Asked:
    """The features of a question for the ranking. `weights` are the inverse document frequencies of its words, by stem."""

    weights: Mapping[str, float]
    words: Set[str]
    pairs: Set[tuple[str, str]]
    kind: str | None
    day: date
    named: Period | None


@dataclass(frozen=True)
class Ranked:
    candidate: Candidate
    score: float
    parts: dict[str, float]


def read_question(text: str, weights: Mapping[str, float], day: date, happened: tuple[str | None, str] | None = None) -> Asked:
    """The features of a question.

    Args:
        day: the day of the question.
        happened: the first day (None: open) and the last day (ISO) of the period that the question names.
    """
    in_order = stems(text)
    pairs = {(a, b) for a, b in pairwise(in_order) if a in weights and b in weights}
    return Asked(weights, frozenset(in_order), pairs, asked_kind(text), day, parse_period(happened))


def parse_period(happened: tuple[str | None, str] | None) -> Period | None:
    if happened is None:
        return None
    since, until = happened
    return date.fromisoformat(since) if since else None, date.fromisoformat(until)


def rank(asked: Asked, found: Sequence[Candidate], limit: int) -> list[Ranked]:
    """At most `limit` passages, best first. The cheap parts of the score select a pool; only the texts of the pool are read."""
    cheap = {c: cheap_parts(asked, c) for c in found}
    pool = sorted(found, key=lambda c: (-weighted_sum(cheap[c]), c.passage.passage_id))[: SEARCH_TUNING.pool]
    answers = {c: answer_candidates(asked.kind, c.body, asked.words) for c in pool}
    ranked = [ranked_by(c, cheap[c] | text_parts(asked, c) | {"kind": log1p(len(answers[c]))}) for c in pool]
    ranked.sort(key=lambda r: (-r.score, r.candidate.passage.passage_id))
    best = SEARCH_TUNING.spread
    return diversify(ranked[:best], answers, limit) + ranked[best : max(limit, best)]


def diversify(ranked: Sequence[Ranked], answers: Mapping[Candidate, Set[str]], limit: int) -> list[Ranked]:
    """Reorder the passages so that near-copies and one long article do not push out the others.

    Each step chooses the best remaining passage after a penalty for answers and articles that the chosen passages have already.
    """
    left, chosen = list(ranked), list[Ranked]()
    seen: set[str] = set()
    articles: Counter[str] = Counter()
    while left and len(chosen) < limit:
        penalties = [repetition_parts(r, answers[r.candidate], seen, articles) for r in left]
        best = max(range(len(left)), key=lambda i: left[i].score + weighted_sum(penalties[i]))
        chosen.append(ranked_by(left[best].candidate, left[best].parts | penalties[best]))
        seen |= answers[left[best].candidate]
        articles[left.pop(best).candidate.passage.article_id] += 1
    return chosen


def repetition_parts(ranked: Ranked, answers: Set[str], seen: Set[str], articles: Mapping[str, int]) -> dict[str, float]:
    repeats = log1p(len(answers)) - log1p(len(answers - seen))
    return {"repeats": repeats, "crowds": float(articles.get(ranked.candidate.passage.article_id, 0))}


def ranked_by(candidate: Candidate, parts: dict[str, float]) -> Ranked:
    return Ranked(candidate, weighted_sum(parts), parts)


def weighted_sum(parts: Mapping[str, float]) -> float:
    return sum(WEIGHTS[name] * value for name, value in parts.items())


def cheap_parts(asked: Asked, c: Candidate) -> dict[str, float]:
    """The parts of the score that do not need the passage's text."""
    return {"bm25": c.bm25, "cosine": c.cosine, "said": c.said, "fresh": recency(c.published_at, asked.day, asked.named)}


def text_parts(asked: Asked, c: Candidate) -> dict[str, float]:
    title, sentences = stems(c.title), [stems(s) for s in c.sentences]
    body = {w for s in sentences for w in s}
    pairs = {p for s in (title, *sentences) for p in pairwise(s)}
    return {
        "window": max((weighted_share(asked.weights, set(s), set(title), SEARCH_TUNING.headline_worth) for s in sentences), default=0.0),
        "covered": weighted_share(asked.weights, body, set(title), 1.0),
        "phrase": weighted_share(asked.weights, {w for p in asked.pairs & pairs for w in p}, set(), 0.0),
        "lead": float(c.passage.start == 0),
    }


def weighted_share(weights: Mapping[str, float], inside: Set[str], beside: Set[str], worth: float) -> float:
    """The share (0…1) of the question's words that are `inside`, by weight. A word that is only `beside` counts `worth` times its weight."""
    total = sum(weights.values())
    return sum(w * (1.0 if t in inside else worth if t in beside else 0.0) for t, w in weights.items()) / total if total else 0.0
