"""Finds differences between sources about the question: another figure, another answer, a denial, a negation; and what a later report replaces."""

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal

from onrecord.assistant.answer import Difference
from onrecord.assistant.evidence.figures import (
    COUNTS_OF_PERSONS,
    are_close,
    differing_figures,
    is_person,
    is_read_again,
    names_value,
    shared_unit,
    shares_words,
    sole_figure,
)
from onrecord.assistant.evidence.model import Disagreement
from onrecord.assistant.evidence.polarity import are_opposite, opposed_speakers, replies_to
from onrecord.assistant.evidence.tuning import EVIDENCE_TUNING as TUNING
from onrecord.assistant.evidence.voices import have_two_voices, is_same_voice, named_voice, voice_of
from onrecord.assistant.language import Quantity, find_predicates, parse_sentence
from onrecord.assistant.question import Question
from onrecord.vectorstore.search import FIGURES
from onrecord.vectorstore.words import meaning_words, stem

if TYPE_CHECKING:
    from onrecord.assistant.evidence.model import Evidence

Replacement = Literal["superseded", "corrected"]
ONE_ANSWER = ("name", "person", "date", "place")  # kinds of question of which two different answers exclude each other
COSTS = re.compile(r"\b(?:costs?|price|worth|pay|paid|spend|spent|budget|debt|value)\b", re.IGNORECASE)  # of a thing that lasts, so that old estimates count
CORRECTION = re.compile(r"^(?:correction|clarification|corrected)\b|\bearlier (?:version|edition) of this\b|\bmisstated\b", re.IGNORECASE)
# Words of a rival figure. A count that is only updated has none of them.
CONTRASTS = re.compile(r"\b(?:only|merely|in fact|in truth|actually|the (?:true|real) \w+|closer to|(?:far|many) (?:more|fewer)|far less|contrary to|nowhere near)\b", re.IGNORECASE)


def find_disagreements(question: Question, evidence: "Sequence[Evidence]") -> tuple[Disagreement, ...]:
    """Every pair of evidence that differs, and every sentence with two speakers who differ. What a later report replaces is no disagreement."""
    found = []
    for j, other in enumerate(evidence):
        if (both := next(opposed_speakers(question, other), None)) is not None:
            found.append(Disagreement("negation", j, j, both))
        for i, one in enumerate(evidence[:j]):
            kind = find_difference(question, one, other)
            if kind and kind != "superseded" and kind != "corrected":
                found.append(Disagreement(kind, i, j))
    return tuple(found)


def find_difference(question: Question, one: "Evidence", other: "Evidence") -> Difference | Replacement | None:
    """The kind of difference between two sentences that answer the same question; None if they agree."""
    if figures := differing_figures(question, one, other):
        return difference_of_figures(question, one, other, *figures)
    if not have_two_voices(one, other) or is_correction(one) or is_correction(other):
        return None
    if asks_what_is_so(question) and (replies_to(one, other) or (is_denial(one) != is_denial(other) and share_topic(question, one, other) and both_bear(one, other))):
        return "denial"
    if are_opposite(question, one, other):
        return "negation"
    return "answer" if give_other_answers(question, one, other) else None


def difference_of_figures(question: Question, one: "Evidence", other: "Evidence", mine: Quantity, theirs: Quantity) -> Difference | Replacement | None:
    """Two figures of one thing are a correction, an update, or a dispute. A later figure of the same voice is an update; so is a higher count of
    people by anybody later, and any later figure that no other side gives. A rival claim of another side is none."""
    if is_correction(one) or is_correction(other):
        return "corrected" if are_close(one, other) and is_correction(one) != is_correction(other) else None
    alike = is_same_voice(voice_of(one), voice_of(other))
    if not alike and (names_value(one, theirs) or names_value(other, mine)):
        return None  # it speaks of the other figure itself
    if not (published_day(one) and published_day(other) and published_day(one) != published_day(other)):
        return None if alike or not have_voices(one, other) else "number"
    far_apart = days_apart(one, other) > TUNING.max_update_days
    earlier, later = sorted(((one, mine), (other, theirs)), key=lambda side: published_day(side[0]))
    if alike or not (named_voice(earlier[0]) and named_voice(later[0])):
        if not alike and not all(shares_words(question, e) for e in (one, other)) and mine.unit not in COUNTS_OF_PERSONS:
            return None
        if not is_read_again(later[0]) and later[0].parts.get("sentence_read", 0.0) < earlier[0].parts.get("sentence_read", 0.0) - TUNING.max_newer_read_gap:
            return None  # it answers another question
        return "number" if not alike and CONTRASTS.search(earlier[0].text) else "superseded"
    people = is_person(mine.unit) or bool({mine.unit, theirs.unit} & set(COUNTS_OF_PERSONS))
    if far_apart and not COSTS.search(question.text):
        return None  # of another event or period
    counted_up = people and earlier[1].value < later[1].value
    return "superseded" if counted_up and not any(CONTRASTS.search(e.text) for e in (one, other)) else "number"


def have_voices(one: "Evidence", other: "Evidence") -> bool:
    """Whether two sides give the figures: two named voices, or two outlets on one day."""
    return have_two_voices(one, other) or (one.article.article_id != other.article.article_id and bool(published_day(one) and published_day(other)))


def give_other_answers(question: Question, one: "Evidence", other: "Evidence") -> bool:
    """Whether two sentences tell the same of a question's verb, and give another answer: "a cable started it", "a faulty heater had started it"."""
    if question.answer_type not in ONE_ANSWER or question.kind != "fact":
        return False
    if any(e.likely is None or e.parts.get("sentence_read", -1.0) < TUNING.min_far_answer for e in (one, other)):
        return False
    if not are_close(one, other) and any(e.parts.get("coverage", 1.0) < TUNING.min_coverage for e in (one, other)):
        return False
    asked = meaning_words(question.text)
    mine, theirs = (meaning_words(answer_text(e)) - asked for e in (one, other))
    if not mine or not theirs or mine & theirs or any(answers_with_speaker(e) for e in (one, other)):
        return False
    verbs = [{lemma for lemma, found in find_predicates(parse_sentence(e.text)).items() if not any(p.negated for p in found)} for e in (one, other)]
    return any(stem(v) in asked for v in verbs[0] & verbs[1])


def differing_answers(question: Question, kind: Difference, one: "Evidence", other: "Evidence") -> tuple[str | None, str | None]:
    """The pieces of two sentences in which they differ: the figures, or the answers. None where no piece is sure to be it."""
    if kind == "number" and (figures := differing_figures(question, one, other)):
        return sole_figure(question, one, figures[0]), sole_figure(question, other, figures[1])
    return (answer_text(one), answer_text(other)) if kind == "answer" else (None, None)


def unit_of_difference(question: Question, kind: Difference, one: "Evidence", other: "Evidence") -> str | None:
    """What the differing figures of two sentences count: "tanks". None if that is not sure, or if they differ in something else."""
    figures = differing_figures(question, one, other) if kind == "number" else None
    return shared_unit(question, (one, figures[0]), (other, figures[1])) if figures else None


def answer_text(evidence: "Evidence") -> str:
    assert evidence.likely is not None
    return evidence.article.text[evidence.likely.start : evidence.likely.end]


def answers_with_speaker(evidence: "Evidence") -> bool:
    """Whether the likely answer is who says it, and not what is said."""
    speaker = evidence.statement.speaker if evidence.statement else None
    return bool(speaker and evidence.likely and speaker.overlap(evidence.likely))


def asks_what_is_so(question: Question) -> bool:
    """Whether a denial bears on the question: it asks whether, or how much. Who said it, or where it was, is not disputed by a denial of something."""
    return question.asks_whether or (question.kind == "fact" and (question.answer_type is None or question.answer_type in FIGURES))


def both_bear(one: "Evidence", other: "Evidence") -> bool:
    """Whether the reader finds that both may answer. True where it does not read."""
    return all(e.parts.get("sentence_read", 0.0) >= TUNING.min_near_answer for e in (one, other))


def share_topic(question: Question, one: "Evidence", other: "Evidence") -> bool:
    """Whether the sentences have words in common besides the speakers' names, and one of the question's among them."""
    speakers = meaning_words(f"{one.speaker} {other.speaker}")
    a, b = meaning_words(one.text) - speakers, meaning_words(other.text) - speakers
    return bool(a & b & meaning_words(question.text)) and len(a & b) >= max(TUNING.min_shared_words, TUNING.min_shared * min(len(a), len(b)))


def is_denial(evidence: "Evidence") -> bool:
    return evidence.statement is not None and evidence.statement.stance == "denies"


def is_correction(evidence: "Evidence") -> bool:
    """Whether the sentence tells what the article said wrongly before."""
    return bool(CORRECTION.search(evidence.text))


def published_day(evidence: "Evidence") -> str:
    return (evidence.article.published_at or "")[:10]


def days_apart(one: "Evidence", other: "Evidence") -> int:
    return abs((date.fromisoformat(published_day(one)) - date.fromisoformat(published_day(other))).days)


