"""Estimates the probability that the best sentence answers the question, by a logistic function of its cosine and coverage.

The function is fitted on clapnq_dev (Apache-2.0; 600 questions, each with a passage that answers or does not; AUC .88) and on the sample
newsroom's questions, with equal weights. Two more features were tried and do not help: names of the question that are missing in the
sentence, and the question's rarest missing word.
"""

from collections.abc import Sequence
from datetime import date
from math import exp

from onrecord.assistant.evidence.model import Scored
from onrecord.assistant.evidence.reading import ReadSentences
from onrecord.assistant.evidence.tuning import EVIDENCE_TUNING as TUNING
from onrecord.assistant.question import Question
from onrecord.vectorstore.model import Hit
from onrecord.vectorstore.search import FIGURES_AND_DATES


def estimate_answerability(question: Question, hits: Sequence[Hit], scored: Sequence[Scored]) -> float:
    """A probability, 0…1. `scored` are the sentences of `hits`, best first."""
    if not scored or is_too_early(question, hits, scored[0]):
        return 0.0
    best = scored[0].parts
    figure = TUNING.no_figure * (question.answer_type in FIGURES_AND_DATES and not any(s.answers for s in scored[: TUNING.figure_sentences]))
    log_odds = TUNING.cosine_weight * best["cosine"] + TUNING.coverage_weight * best["coverage"] + figure + TUNING.bias
    return logistic(log_odds)


def read_answerability(read: ReadSentences, disputed: bool) -> float:
    """0…1, by what the reader found: in the best passage and in the best sentence, beside the closeness in meaning."""
    best = read.scored[0].parts
    log_odds = (
        TUNING.answers_weight * read.answers
        + TUNING.best_read_weight * best["sentence_read"]
        + TUNING.read_cosine_weight * best["cosine"]
        + TUNING.disputed_weight * disputed
        + TUNING.read_bias
    )
    return logistic(log_odds)


def logistic(log_odds: float) -> float:
    return 1 / (1 + exp(-log_odds))


def is_too_early(question: Question, hits: Sequence[Hit], best: Scored) -> bool:
    """Whether every dated article was published before the time that the question names. Then no article can report on it.

    An undated article may be of any day. If the best sentence is from an undated article, the result is False.
    """
    since = question.timeframe.since if question.timeframe else None
    if since is None or best.sentence.hit.article.published_at is None:
        return False
    first = (date.fromisoformat(since) - TUNING.max_early).isoformat()
    return all(h.article.published_at[:10] < first for h in hits if h.article.published_at)
