"""How well a sentence answers: a weighted sum over the words it shares with the question, its passage, and the answers it holds.

All sentences are read by their words; only the best few are embedded, since forty a question cost half a second.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from math import exp

from assistant.question import Question
from vectorstore.kinds import asked_kind, candidates
from vectorstore.rank import share
from vectorstore.records import Hit
from vectorstore.search import word_weights
from vectorstore.store import Store
from vectorstore.words import stem, stems

# Rounded by hand from a fit on the newsroom's questions; `fresh`, of which these say nothing, tried like the weights of `vectorstore.rank`.
WEIGHTS = {
    "coverage": 6.0,  # share of the question's weighted words in the sentence; beside it, in its passage or headline, they count `NEAR`
    "cosine": 7.0,  # of question and sentence with headline, of its passage where it was not embedded
    "passage": 0.2,  # its passage's distance to the best passage found, a log-odds and so at most 0
    "kind": 0.3,  # holds something of the asked kind
    "agreed": 0.5,  # holds the answer that sentences of most articles hold
    "fresh": 1.5,  # its article is of the days before it is asked, or of the time that is named
    "asks": -1.0,  # is itself a question
}
EMBEDDED = 12  # of 7 the right one is missed by one question in fifty
UNREAD = 0.5  # what a passage's cosine is worth for a sentence that was not embedded
NEAR = 0.6
CARRIED = 0.5  # a word carried from the conversation, beside one of the question itself
COMMON = 0.15  # how much each sentence that holds an answer takes from its vote: a name that is everywhere answers nothing


@dataclass(frozen=True)
class Sentence:
    """A candidate: a sentence of a passage that was found."""

    hit: Hit
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.hit.article.text[self.start : self.end]


@dataclass(frozen=True)
class Scored:
    sentence: Sentence
    score: float
    parts: dict[str, float]
    answers: frozenset[str]


def score(store: Store, question: Question, sentences: Sequence[Sentence]) -> list[Scored]:
    """The sentences, best first, each with its parts and the candidates for an answer that it holds."""
    scored = embedded(store, question, read_words(store, question, sentences))
    return sorted(scored, key=lambda s: (-s.score, s.sentence.hit.passage.passage_id, s.sentence.start))


def read_words(store: Store, question: Question, sentences: Sequence[Sentence]) -> list[Scored]:
    weights, asked, kind = term_weights(store, question), frozenset(stems(question.search_text)), asked_kind(question.text)
    around = {s.hit.passage.passage_id: frozenset(stems(f"{s.hit.article.title} {s.hit.text}")) for s in sentences}
    kind = "name" if kind == "person" else kind  # further down an article, people go by their last names
    answers = [frozenset(candidates(kind, s.text, asked)) for s in sentences]
    top = max(s.hit.score for s in sentences)
    parts = [own_parts(s, weights, around[s.hit.passage.passage_id], top, bool(a)) for s, a in zip(sentences, answers, strict=True)]
    votes = count_votes(sentences, [weighted(p) for p in parts], answers)
    for p, held in zip(parts, answers, strict=True):
        p["agreed"] = max((votes[a] for a in held), default=0.0)
    return [Scored(s, weighted(p), p, a) for s, p, a in zip(sentences, parts, answers, strict=True)]


def embedded(store: Store, question: Question, scored: Sequence[Scored]) -> list[Scored]:
    """The best `EMBEDDED` with the cosine of the sentence itself in place of its passage's; the others cannot pass them."""
    order = sorted(scored, key=lambda s: (-s.score, s.sentence.hit.passage.passage_id, s.sentence.start))
    near, rest = order[:EMBEDDED], order[EMBEDDED:]
    vectors = store.embedder.embed([question.search_text, *(f"{s.sentence.text} {s.sentence.hit.article.title}" for s in near)])
    parts = [s.parts | {"cosine": float(cosine)} for s, cosine in zip(near, vectors[1:] @ vectors[0], strict=True)]
    read = [replace(s, score=weighted(p), parts=p) for s, p in zip(near, parts, strict=True)]
    least = min(s.score for s in read)
    return [*read, *(replace(s, score=min(s.score, least)) for s in rest)]


def own_parts(sentence: Sentence, weights: Mapping[str, float], around: Set[str], top: float, of_kind: bool) -> dict[str, float]:
    hit = sentence.hit
    return {
        "coverage": share(weights, set(stems(sentence.text)), around, NEAR),
        "passage": hit.score - top,
        "cosine": UNREAD * dict(hit.parts).get("cosine", 0.0),
        "kind": float(of_kind),
        "fresh": dict(hit.parts).get("fresh", 0.0),
        "asks": float(sentence.text.rstrip("”\"’").endswith("?")),
    }


def weighted(parts: Mapping[str, float]) -> float:
    return sum(WEIGHTS[name] * value for name, value in parts.items())


def count_votes(sentences: Sequence[Sentence], scores: Sequence[float], answers: Sequence[Set[str]]) -> dict[str, float]:
    """Each answer's votes relative to the most: an article votes once, with the odds of its best sentence that holds the answer."""
    best = max(scores)
    by_article: dict[str, dict[str, float]] = defaultdict(dict)
    held: dict[str, int] = defaultdict(int)
    for sentence, own, there in zip(sentences, scores, answers, strict=True):
        for a in there:
            held[a] += 1
            article = sentence.hit.article.article_id
            by_article[a][article] = max(exp(own - best), by_article[a].get(article, 0.0))
    votes = {a: sum(by_article[a].values()) / (1 + COMMON * n) for a, n in held.items()}
    most = max(votes.values(), default=1.0)
    return {a: v / most for a, v in votes.items()}


def term_weights(store: Store, question: Question) -> dict[str, float]:
    """Inverse document frequency of the question's words; words carried from the conversation count half."""
    carried = {stem(w) for w in question.carried}
    return {t: w * (CARRIED if t in carried else 1.0) for t, w in word_weights(store, question.search_text).items()}
