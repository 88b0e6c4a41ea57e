"""The order of the passages found: a weighted sum over what each shares with the question, its age, and what could answer in it."""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import log1p

from onrecord.vectorstore.model import Passage
from onrecord.vectorstore.search.answer_types import asked_kind, candidates
from onrecord.vectorstore.search.recency import Period, recency
from onrecord.vectorstore.words import stems

# Round numbers, set by hand and tried on half of the newsroom's questions and of the weeks of realtimeqa_2025: nothing is trained on that set.
WEIGHTS = {
    "bm25": 1.0,  # of the best
    "cosine": 4.0,  # of question and passage
    "window": 3.0,  # share of the question's weighted words in the passage's best sentence; its headline counts half
    "covered": 1.0,  # the same share in passage and headline together
    "phrase": 1.0,  # share of it that stands in pairs as in the question
    "said": 1.0,  # of the best, among the statements of the speaker that is asked for
    "lead": 0.5,  # opens its article
    "fresh": 2.5,  # published within days of asking, or in the time that is named
    "kind": 1.0,  # log of how many things of the asked kind it holds: without any it cannot answer
    "repeats": -0.5,  # what of that log better passages hold already
    "crowds": -0.5,  # how many better passages are of the same article
}
POOL = 60  # candidates read in full, the best by the parts that cost nothing
SPREAD = 40  # of them, those among which what a better passage says already is looked at
HEADLINE = 0.5


@dataclass(frozen=True, eq=False)
class Candidate:
    """A passage found, with what ranking it needs. `bm25` is relative to the best, and so is `said`, of the statements of whom a question asks for; `body` is the passage's own text."""

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


def read_question(text: str, weights: Mapping[str, float], day: date, happened: tuple[str | None, str] | None = None) -> Asked:
    """Args: `happened`, the first and last day (ISO) in which reports of what is asked about fall."""
    in_order = stems(text)
    pairs = {(a, b) for a, b in pairwise(in_order) if a in weights and b in weights}
    return Asked(weights, frozenset(in_order), pairs, asked_kind(text), day, period(happened))


def period(happened: tuple[str | None, str] | None) -> Period | None:
    if happened is None:
        return None
    since, until = happened
    return date.fromisoformat(since) if since else None, date.fromisoformat(until)


def rank(asked: Asked, found: Sequence[Candidate], limit: int) -> list[Ranked]:
    """At most `limit`, best first."""
    cheap = {c: cheap_parts(asked, c) for c in found}
    pool = sorted(found, key=lambda c: (-weighted(cheap[c]), c.passage.passage_id))[:POOL]
    answers = {c: candidates(asked.kind, c.body, asked.words) for c in pool}
    ranked = [of_parts(c, cheap[c] | read_parts(asked, c) | {"kind": log1p(len(answers[c]))}) for c in pool]
    ranked.sort(key=lambda r: (-r.score, r.candidate.passage.passage_id))
    return spread(ranked[:SPREAD], answers, limit) + ranked[SPREAD : max(limit, SPREAD)]


def spread(ranked: Sequence[Ranked], answers: Mapping[Candidate, Set[str]], limit: int) -> list[Ranked]:
    """The best first, each next one for what it adds: near-copies and the rest of one long article do not crowd out others."""
    left, chosen = list(ranked), list[Ranked]()
    held: set[str] = set()
    articles: Counter[str] = Counter()
    while left and len(chosen) < limit:
        again = [beside(r, answers[r.candidate], held, articles) for r in left]
        best = max(range(len(left)), key=lambda i: left[i].score + weighted(again[i]))
        chosen.append(of_parts(left[best].candidate, left[best].parts | again[best]))
        held |= answers[left[best].candidate]
        articles[left.pop(best).candidate.passage.article_id] += 1
    return chosen


def beside(ranked: Ranked, answers: Set[str], held: Set[str], articles: Mapping[str, int]) -> dict[str, float]:
    repeats = log1p(len(answers)) - log1p(len(answers - held))
    return {"repeats": repeats, "crowds": float(articles.get(ranked.candidate.passage.article_id, 0))}


def of_parts(candidate: Candidate, parts: dict[str, float]) -> Ranked:
    return Ranked(candidate, weighted(parts), parts)


def weighted(parts: Mapping[str, float]) -> float:
    return sum(WEIGHTS[name] * value for name, value in parts.items())


def cheap_parts(asked: Asked, c: Candidate) -> dict[str, float]:
    return {"bm25": c.bm25, "cosine": c.cosine, "said": c.said, "fresh": recency(c.published_at, asked.day, asked.named)}


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
