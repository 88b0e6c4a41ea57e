"""Scores how well a sentence answers the question.

The score is a weighted sum: closeness in meaning, words shared with the question, possible answers in the sentence, and others.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from math import exp

from onrecord.assistant.evidence.model import Scored, Sentence, rank_sentences
from onrecord.assistant.evidence.tuning import EVIDENCE_TUNING as TUNING
from onrecord.assistant.language import CLOSING
from onrecord.assistant.question import Question
from onrecord.vectorstore.search import answer_candidates, weighted_share
from onrecord.vectorstore.store import Store
from onrecord.vectorstore.words import stem, stems


def score_sentences(store: Store, question: Question, weights: Mapping[str, float], sentences: Sequence[Sentence]) -> list[Scored]:
    """The sentences, best first. Each has the parts of its score and the possible answers in it."""
    weights, asked = discount_carried(question, weights), frozenset(stems(question.search_text))
    around = {s.hit.passage.passage_id: frozenset(stems(f"{s.hit.article.title} {s.hit.text}")) for s in sentences}
    kind = "name" if question.answer_type == "person" else question.answer_type  # later in an article, persons have only their last names
    answers = [frozenset(answer_candidates(kind, s.text, asked)) for s in sentences]
    top = max(s.hit.score for s in sentences)
    near = sentence_cosines(store, question, sentences)
    parts = [
        score_parts(s, weights, around[s.hit.passage.passage_id], top) | {"cosine": c, "kind": float(bool(a))}
        for s, c, a in zip(sentences, near, answers, strict=True)
    ]
    votes = count_votes(sentences, [weighted_sum(p) for p in parts], answers)
    for p, found in zip(parts, answers, strict=True):
        p["agreed"] = max((votes[a] for a in found), default=0.0)
    scored = [Scored(s, weighted_sum(p), p, a) for s, p, a in zip(sentences, parts, answers, strict=True)]
    return rank_sentences(scored)


def sentence_cosines(store: Store, question: Question, sentences: Sequence[Sentence]) -> list[float]:
    """The cosine of the question and each sentence."""
    vector = store.embed_question(question.search_text)
    passages = {s.hit.passage.passage_id: s.hit.passage for s in sentences}
    near: dict[tuple[str, int], float] = {}
    for passage_id, vectors in store.archive.sentence_vectors(store.embedder.name, list(passages.values())).items():
        near |= {(passage_id, start): float(c) for (start, _), c in zip(passages[passage_id].sentences, vectors @ vector, strict=True)}
    return [near.get((s.hit.passage.passage_id, s.start), 0.0) for s in sentences]


def score_parts(sentence: Sentence, weights: Mapping[str, float], around: Set[str], top: float) -> dict[str, float]:
    hit = sentence.hit
    return {
        "coverage": weighted_share(weights, set(stems(sentence.text)), around, TUNING.coverage_beside),
        "passage": hit.score - top,
        "fresh": dict(hit.parts).get("fresh", 0.0),
        "asks": float(sentence.text.rstrip(CLOSING).endswith("?")),
    }


def weighted_sum(parts: Mapping[str, float]) -> float:
    return sum(TUNING.score_weights[name] * value for name, value in parts.items())


def count_votes(sentences: Sequence[Sentence], scores: Sequence[float], answers: Sequence[Set[str]]) -> dict[str, float]:
    """Votes for each answer, relative to the answer with most votes.

    Each article has one vote for an answer. Its weight is the odds of the article's best sentence with this answer.
    """
    best = max(scores)
    by_article: dict[str, dict[str, float]] = defaultdict(dict)
    frequency: dict[str, int] = defaultdict(int)
    for sentence, own, there in zip(sentences, scores, answers, strict=True):
        for a in there:
            frequency[a] += 1
            article = sentence.hit.article.article_id
            by_article[a][article] = max(exp(own - best), by_article[a].get(article, 0.0))
    votes = {a: sum(by_article[a].values()) / (1 + TUNING.vote_damping * n) for a, n in frequency.items()}
    most = max(votes.values(), default=1.0)
    return {a: v / most for a, v in votes.items()}


def discount_carried(question: Question, weights: Mapping[str, float]) -> dict[str, float]:
    """The weights of the question's words. Words that come from the conversation have lower weights."""
    carried = {stem(w) for w in question.carried}
    return {t: w * (TUNING.carried_weight if t in carried else 1.0) for t, w in weights.items()}
