"""Where the sources differ about what was asked: another number, a denial, a negation, or a figure that a later one supersedes."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from spacy.tokens import Token

from onrecord.assistant.answer import Difference
from onrecord.assistant.attribution import Span, Statement
from onrecord.assistant.evidence.model import Disagreement
from onrecord.assistant.evidence.tuning import EVIDENCE_TUNING as TUNING
from onrecord.assistant.language import DEAD, DIED, HURT, MAY_NEGATE, PEOPLE, PERSONS, WAS_HURT, Quantity, fate, parsed, predicates, quantities
from onrecord.assistant.question import Question
from onrecord.vectorstore.words import meaning_words, stem, stems

if TYPE_CHECKING:
    from onrecord.assistant.evidence.model import Evidence

UNSAID = "what was asked about"
NAME = re.compile(r"\b[A-Z\u00c0-\u00de]\w*")


def disagreements(question: Question, evidence: "Sequence[Evidence]") -> tuple[Disagreement, ...]:
    """Every pair of the evidence that differs, a later figure first; and every sentence whose own speakers differ."""
    found = []
    for j, other in enumerate(evidence):
        if (both := next(opposed_within(question, other), None)) is not None:
            found.append(Disagreement("negation", j, j, both))
        for i, one in enumerate(evidence[:j]):
            if kind := differ(question, one, other):
                later = kind == "superseded" and day(other) > day(one)
                found.append(Disagreement(kind, j, i) if later else Disagreement(kind, i, j))
    return tuple(found)


def differ(question: Question, one: "Evidence", other: "Evidence") -> Difference | None:
    """How two sentences that answer the same question differ, or None."""
    alike = same_voice(speaks_for(one), speaks_for(other))
    if unit := other_number(question, one, other):
        if day(one) and day(other) and day(one) != day(other) and (alike or (unit in (PEOPLE, DEAD, HURT) and not (one.speaker and other.speaker))):
            return "superseded"  # a toll is counted up, whoever tells the later one
        return None if alike else "number"
    if alike or not (one.speaker and other.speaker):
        return None
    if is_denial(one) != is_denial(other) and about_the_same(one, other):
        return "denial"
    # Parsing takes long: not where nothing asked about is in both, or neither says "no" to anything.
    if not meaning_words(question.text) & meaning_words(one.text) & meaning_words(other.text) or not (MAY_NEGATE.search(one.text) or MAY_NEGATE.search(other.text)):
        return None
    return "negation" if denied_there(question, list(parsed(one.text)), list(parsed(other.text))) else None


def opposed_within(question: Question, evidence: "Evidence") -> Iterator[tuple[Statement, Statement]]:
    """Two speakers of one sentence who say so and not so: "Roe answered Vale’s claim that there was no deal by saying it had failed"."""
    for one, other in combinations(evidence.said, 2):
        apart = not one.content.overlap(other.content) and not same_voice(one.speaker_name or "", other.speaker_name or "")
        if apart and denied_there(question, *(said(evidence, s.content) for s in (one, other))):
            yield one, other


def said(evidence: "Evidence", content: Span) -> list[Token]:
    """The tokens of a content, as they are read within their sentence."""
    return [t for t in parsed(evidence.text) if content.start <= t.idx + evidence.start < content.end]


def other_number(question: Question, one: "Evidence", other: "Evidence") -> str | None:
    """What both count, where it was asked about and no number is common to the two."""
    answering = [e.parts.get("coverage", 1.0) >= TUNING.min_coverage for e in (one, other)]
    if not question.mentions_figure or not (all(answering) or (any(answering) and beside(one, other))):
        return None
    asked = asked_units(question)
    mine, theirs = of_asked(quantities(one.text), asked), of_asked(quantities(other.text), asked)
    if not mine or not theirs or {a.value for a in mine} & {b.value for b in theirs}:
        return None
    units, others = {a.unit for a in mine}, {b.unit for b in theirs}
    if common := (units & others) - {""}:
        return min(common)
    # "The company said it had counted 1,900": what it counts was said just before.
    either = (units | others) - {""}
    return min(either, default=UNSAID) if "" in units | others and beside(one, other) else None


def asked_units(question: Question) -> set[str]:
    asked = set(stems(question.text))
    return asked | {fate(asked)} if asked & (PERSONS | DIED | WAS_HURT) else asked


def of_asked(found: Sequence[Quantity], asked: set[str]) -> list[Quantity]:
    """Those that count what was asked about, or else those that don't say what they count, or else the only one there is."""
    return [q for q in found if q.unit in asked] or [q for q in found if not q.unit] or [q for q in found if len(found) == 1]


def beside(one: "Evidence", other: "Evidence") -> bool:
    same = (one.article.article_id, one.article.version) == (other.article.article_id, other.article.version)
    return same and max(one.start, other.start) - min(one.end, other.end) <= TUNING.max_distance


def denied_there(question: Question, one: Sequence[Token], other: Sequence[Token]) -> bool:
    """The same verb with and without a negation, or "no …" of something asked about against a word of it."""
    asked = meaning_words(question.text) & {stem(t.text) for t in one} & {stem(t.text) for t in other}
    mine, theirs = predicates(one), predicates(other)
    verbs = [v for v in mine if v in theirs and stem(v) in asked and {p.negated for p in mine[v]}.isdisjoint(p.negated for p in theirs[v])]
    return bool(verbs) or bool((nothing_of(one) ^ nothing_of(other)) & asked)


def nothing_of(tokens: Sequence[Token]) -> set[str]:
    """Stems of the nouns that a sentence says there is none of."""
    return {stem(t.text) for t in tokens if t.pos_ in ("NOUN", "PROPN") and any(c.lower_ == "no" for c in t.children)}


def about_the_same(one: "Evidence", other: "Evidence") -> bool:
    speakers = meaning_words(f"{one.speaker} {other.speaker}")
    a, b = meaning_words(one.text) - speakers, meaning_words(other.text) - speakers
    return len(a & b) >= max(TUNING.min_shared_words, TUNING.min_shared * min(len(a), len(b)))


def is_denial(evidence: "Evidence") -> bool:
    return evidence.statement is not None and evidence.statement.stance == "denies"


def speaks_for(evidence: "Evidence") -> str:
    """Whose word a sentence is: its speaker's, or its outlet's own."""
    return evidence.speaker or evidence.article.publisher or evidence.article.article_id


def same_voice(one: str, other: str) -> bool:
    """The same name, or one within the other: "Lumenpost" and "the mail company Lumenpost", "Vell" and "Oona Vell"."""
    mine, theirs = set(NAME.findall(one)), set(NAME.findall(other))
    return one.lower() == other.lower() or bool(mine and theirs and (mine <= theirs or theirs <= mine))


def day(evidence: "Evidence") -> str:
    return (evidence.article.published_at or "")[:10]
