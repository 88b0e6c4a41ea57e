"""Finds differences between sources about the question: another number, a denial, a negation, or an earlier figure that a later one replaces."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from spacy.tokens import Token

from onrecord.assistant.answer import Difference
from onrecord.assistant.attribution import Span, Statement
from onrecord.assistant.evidence.model import Disagreement
from onrecord.assistant.evidence.tuning import EVIDENCE_TUNING as TUNING
from onrecord.assistant.language import (
    DEAD,
    DIED,
    HURT,
    MAY_NEGATE,
    PEOPLE,
    PERSONS,
    WAS_HURT,
    Quantity,
    find_figures,
    find_predicates,
    parse_sentence,
    person_unit,
    quantities,
)
from onrecord.assistant.question import Question
from onrecord.vectorstore.words import meaning_words, stem, stems

if TYPE_CHECKING:
    from onrecord.assistant.evidence.model import Evidence

UNNAMED_UNIT = "what was asked about"
CAPITALISED = re.compile(r"\b[A-Z\u00c0-\u00de]\w*")


def find_disagreements(question: Question, evidence: "Sequence[Evidence]") -> tuple[Disagreement, ...]:
    """Every pair of evidence that differs, and every sentence with two speakers who differ. In a pair, the later figure comes first."""
    found = []
    for j, other in enumerate(evidence):
        if (both := next(opposed_speakers(question, other), None)) is not None:
            found.append(Disagreement("negation", j, j, both))
        for i, one in enumerate(evidence[:j]):
            if kind := find_difference(question, one, other):
                later = kind == "superseded" and published_day(other) > published_day(one)
                found.append(Disagreement(kind, j, i) if later else Disagreement(kind, i, j))
    return tuple(found)


def find_difference(question: Question, one: "Evidence", other: "Evidence") -> Difference | None:
    """The kind of difference between two sentences that answer the same question; None if they agree."""
    alike = is_same_voice(voice_of(one), voice_of(other))
    if unit := differing_unit(question, one, other):
        if published_day(one) and published_day(other) and published_day(one) != published_day(other) and (alike or (unit in (PEOPLE, DEAD, HURT) and not (one.speaker and other.speaker))):
            return "superseded"  # a later toll replaces an earlier one, also from another outlet
        return None if alike else "number"
    if alike or not (one.speaker and other.speaker):
        return None
    if is_denial(one) != is_denial(other) and share_topic(one, other):
        return "denial"
    # Parsing is slow. It is not needed if the two share no word of the question, or if neither can negate anything.
    if not meaning_words(question.text) & meaning_words(one.text) & meaning_words(other.text) or not (MAY_NEGATE.search(one.text) or MAY_NEGATE.search(other.text)):
        return None
    return "negation" if contradict(question, list(parse_sentence(one.text)), list(parse_sentence(other.text))) else None


def opposed_speakers(question: Question, evidence: "Evidence") -> Iterator[tuple[Statement, Statement]]:
    """Two statements in one sentence that contradict each other: "Roe answered Vale’s claim that there was no deal by saying it had failed"."""
    for one, other in combinations(evidence.said, 2):
        apart = not one.content.overlap(other.content) and not is_same_voice(one.speaker_name or "", other.speaker_name or "")
        if apart and contradict(question, *(content_tokens(evidence, s.content) for s in (one, other))):
            yield one, other


def content_tokens(evidence: "Evidence", content: Span) -> list[Token]:
    """The tokens of a statement's content, parsed within its sentence."""
    return [t for t in parse_sentence(evidence.text) if content.start <= t.idx + evidence.start < content.end]


def differing_unit(question: Question, one: "Evidence", other: "Evidence") -> str | None:
    """The unit for which the two sentences have different numbers, if the question asks for a figure. Otherwise None."""
    answering = [e.parts.get("coverage", 1.0) >= TUNING.min_coverage for e in (one, other)]
    if any(e.parts.get("sentence_read", 0.0) < TUNING.min_side for e in (one, other)):
        return None  # the reader finds no answer in it
    if not question.mentions_figure or not (all(answering) or (any(answering) and are_close(one, other))):
        return None
    asked = asked_units(question)
    mine, theirs = select_asked(answering_quantities(one), asked), select_asked(answering_quantities(other), asked)
    if not mine or not theirs or names_value(one, theirs) or names_value(other, mine):
        return None
    units, others = {a.unit for a in mine}, {b.unit for b in theirs}
    if common := (units & others) - {""}:
        return min(common)
    # "The company said it had counted 1,900": the unit is in the sentence before.
    either = (units | others) - {""}
    return min(either, default=UNNAMED_UNIT) if "" in units | others and are_close(one, other) else None


def answering_quantities(evidence: "Evidence") -> list[Quantity]:
    """The quantities of a sentence: those in the piece that likely answers, if it has a figure. Its unit may be unknown: "put attendance at 40,000"."""
    found = quantities(evidence.text)
    piece = evidence.article.text[evidence.likely.start : evidence.likely.end] if evidence.likely else ""
    values = {f.value for f in find_figures(piece)}
    return [q for q in found if q.value in values] or [Quantity(value, "") for value in sorted(values)] or found


def names_value(evidence: "Evidence", figures: Sequence[Quantity]) -> bool:
    """Whether the sentence has one of these figures too, in whatever place."""
    return bool({f.value for f in find_figures(evidence.text)} & {f.value for f in figures})


def asked_units(question: Question) -> set[str]:
    asked = set(stems(question.text))
    return asked | {person_unit(asked)} if asked & (PERSONS | DIED | WAS_HURT) else asked


def select_asked(found: Sequence[Quantity], asked: set[str]) -> list[Quantity]:
    """The quantities of an asked unit. If there are none, those without a unit. If there are none either, the only quantity."""
    return [q for q in found if q.unit in asked] or [q for q in found if not q.unit] or [q for q in found if len(found) == 1]


def are_close(one: "Evidence", other: "Evidence") -> bool:
    same = (one.article.article_id, one.article.version) == (other.article.article_id, other.article.version)
    return same and max(one.start, other.start) - min(one.end, other.end) <= TUNING.max_distance


def contradict(question: Question, one: Sequence[Token], other: Sequence[Token]) -> bool:
    """Whether only one of two sentences negates a verb of the question, or only one says "no X" of an asked X that both mention."""
    asked = meaning_words(question.text) & {stem(t.text) for t in one} & {stem(t.text) for t in other}
    mine, theirs = find_predicates(one), find_predicates(other)
    verbs = [v for v in mine if v in theirs and stem(v) in asked and {p.negated for p in mine[v]}.isdisjoint(p.negated for p in theirs[v])]
    return bool(verbs) or bool((negated_nouns(one) ^ negated_nouns(other)) & asked)


def negated_nouns(tokens: Sequence[Token]) -> set[str]:
    """The stems of the nouns after "no"."""
    return {stem(t.text) for t in tokens if t.pos_ in ("NOUN", "PROPN") and any(c.lower_ == "no" for c in t.children)}


def share_topic(one: "Evidence", other: "Evidence") -> bool:
    speakers = meaning_words(f"{one.speaker} {other.speaker}")
    a, b = meaning_words(one.text) - speakers, meaning_words(other.text) - speakers
    return len(a & b) >= max(TUNING.min_shared_words, TUNING.min_shared * min(len(a), len(b)))


def is_denial(evidence: "Evidence") -> bool:
    return evidence.statement is not None and evidence.statement.stance == "denies"


def voice_of(evidence: "Evidence") -> str:
    """The name of the speaker, or of the outlet if there is no speaker."""
    return evidence.speaker or evidence.article.publisher or evidence.article.article_id


def is_same_voice(one: str, other: str) -> bool:
    """Whether two names are the same, or one contains the other: "Lumenpost" and "the mail company Lumenpost", "Vell" and "Oona Vell"."""
    mine, theirs = set(CAPITALISED.findall(one)), set(CAPITALISED.findall(other))
    return one.lower() == other.lower() or bool(mine and theirs and (mine <= theirs or theirs <= mine))


def published_day(evidence: "Evidence") -> str:
    return (evidence.article.published_at or "")[:10]
