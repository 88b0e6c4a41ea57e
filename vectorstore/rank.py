"""The order of the passages found: one weighted sum over what each shares with the question, its age, and the answers it holds."""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import exp, log1p

from vectorstore.kinds import asked_kind, candidates
from vectorstore.recency import Period, named_period, recency
from vectorstore.records import Passage
from vectorstore.words import stems

# Rounded from a listwise fit on half of the weeks of realtimeqa_2025, reported on the other half (`make bench-retrieval`).
WEIGHTS = {
    "bm25": 3.0,  # of the best
    "cosine": 4.0,  # of question and passage
    "window": 2.0,  # share of the question's weighted words in the passage's best sentence; its headline counts half
    "covered": 1.0,  # the same share in passage and headline together
    "phrase": 1.0,  # share of it that stands in pairs as in the question
    "lead": 0.7,  # opens its article
    "fresh": 2.5,  # published within days of asking, or in the time that is named
    "recent": 0.7,  # within a year
    "kind": 0.8,  # log of how many things of the asked kind it holds: without any it cannot answer
    "agreed": 1.5,  # holds the answer that most of the best passages of different articles hold
}
POOL = 80  # candidates read in full; the rest is ordered by the parts that cost nothing
CHEAP = ("bm25", "cosine", "fresh", "recent")
HEADLINE = 0.5
COMMON = 0.15  # how much each passage that holds an answer takes from its vote: a name that is everywhere answers nothing


@dataclass(frozen=True)
class Candidate:
    """A passage found, with what ranking it needs. `bm25` is relative to the best; `body` is the passage's own text."""

    passage: Passage
    title: str
    body: str
    published_at: str | None
    bm25: float
    cosine: float

    @property
    def sentences(self) -> list[str]:
        at = self.passage.start
        return [self.body[s - at : e - at] for s, e in self.passage.sentences]


@dataclass(frozen=True)
class Asked:
    """What of a question the ranking looks at. `weights` are the inverse document frequencies of its words, by stem."""

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


def read_question(text: str, weights: Mapping[str, float], day: date) -> Asked:
    in_order = stems(text)
    pairs = {(a, b) for a, b in pairwise(in_order) if a in weights and b in weights}
    return Asked(weights, frozenset(in_order), pairs, asked_kind(text), day, named_period(text, day))


def rank(asked: Asked, found: Sequence[Candidate]) -> list[Ranked]:
    """Best first; at most `POOL`."""
    cheap = {c: cheap_parts(asked, c) for c in found}
    pool = sorted(found, key=lambda c: (-weighted(cheap[c]), c.passage.passage_id))[:POOL]
    answers = {c: candidates(asked.kind, f"{c.title} . {c.body}", asked.words) for c in pool}
    parts = {c: cheap[c] | read_parts(asked, c) | {"kind": log1p(len(answers[c]))} for c in pool}
    votes = count_votes({c: weighted(p) for c, p in parts.items()}, answers)
    for c in pool:
        parts[c]["agreed"] = max((votes[a] for a in answers[c]), default=0.0)
    ranked = [Ranked(c, weighted(parts[c]), parts[c]) for c in pool]
    return sorted(ranked, key=lambda r: (-r.score, r.candidate.passage.passage_id))


def weighted(parts: Mapping[str, float]) -> float:
    return sum(WEIGHTS[name] * value for name, value in parts.items())


def cheap_parts(asked: Asked, c: Candidate) -> dict[str, float]:
    fresh, recent = recency(c.published_at, asked.day, asked.named)
    return {"bm25": c.bm25, "cosine": c.cosine, "fresh": fresh, "recent": recent}


def read_parts(asked: Asked, c: Candidate) -> dict[str, float]:
    title, sentences = stems(c.title), [stems(s) for s in c.sentences]
    body = {w for s in sentences for w in s}
    stands = {p for s in (title, *sentences) for p in pairwise(s)}
    return {
        "window": max((share(asked.weights, set(s), set(title), HEADLINE) for s in sentences), default=0.0),
        "covered": share(asked.weights, body, set(title), 1.0),
        "phrase": share(asked.weights, {w for p in asked.pairs & stands for w in p}, set(), 0.0),
        "lead": float(c.passage.start == 0),
    }


def share(weights: Mapping[str, float], inside: Set[str], beside: Set[str], worth: float) -> float:
    """Of the question's weighted words: those inside, and those beside it for what they are worth there."""
    total = sum(weights.values())
    return sum(w * (1.0 if t in inside else worth if t in beside else 0.0) for t, w in weights.items()) / total if total else 0.0


def count_votes(scores: Mapping[Candidate, float], answers: Mapping[Candidate, Set[str]]) -> dict[str, float]:
    """Each answer's votes relative to the most: an article votes once, with the odds of its best passage that holds the answer."""
    best = max(scores.values(), default=0.0)
    by_article: dict[str, dict[str, float]] = defaultdict(dict)
    held: dict[str, int] = defaultdict(int)
    for c, score in scores.items():
        for a in answers[c]:
            held[a] += 1
            by_article[a][c.passage.article_id] = max(exp(score - best), by_article[a].get(c.passage.article_id, 0.0))
    votes = {a: sum(by_article[a].values()) / (1 + COMMON * held[a]) for a in held}
    most = max(votes.values(), default=1.0)
    return {a: v / most for a, v in votes.items()}


