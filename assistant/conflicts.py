"""Where the sources differ about what was asked: another number, a denial, a negation, or a figure that a later one supersedes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from spacy.tokens import Doc

from assistant.answer import Difference
from assistant.figures import Figure, figures
from assistant.parsing import parser
from assistant.predicates import predicates
from assistant.question import Question
from assistant.words import FUNCTION_WORDS, WORD, stem, stems

if TYPE_CHECKING:
    from assistant.evidence import Evidence

SHARED = 0.5  # of the shorter sentence's content words, from which a denial is about the same thing
COVERED = 0.5  # of the question's words, in a sentence or beside it, from which its number is an answer
NEAR = 300  # code points between two sentences of one article that count the same thing
PEOPLE = frozenset(map(stem, ("people", "dead", "lives", "killed", "wounded", "victims")))
A_YEAR = range(1900, 2101)
CLOCK_OR_DAY = re.compile(r"^\s*(?:a\.?m|p\.?m|o'clock|january|february|march|april|may|june|july|august|september|october|november|december|:\d|-year)", re.IGNORECASE)
MONTH_BEFORE = re.compile(r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? $", re.IGNORECASE)
LABEL = re.compile(r"\b[A-Z][a-z]+ $")  # "Gate 2", "Highway 9"
UNIT_WORDS = 2


@dataclass(frozen=True)
class Disagreement:
    """Two pieces of evidence that differ, by their places. Of a superseded figure, `first` is the later one."""

    kind: Difference
    first: int
    second: int


@dataclass(frozen=True)
class Quantity:
    """A number that counts something: its value, and the stem of what it counts or "" where the sentence does not say."""

    value: float
    unit: str


def disagreements(question: Question, evidence: "Sequence[Evidence]") -> tuple[Disagreement, ...]:
    """Every pair of the evidence that differs; a later figure comes first."""
    found = []
    for i, one in enumerate(evidence):
        for j, other in enumerate(evidence[:i]):
            if kind := differ(question, other, one):
                later = kind == "superseded" and day(one) > day(other)
                found.append(Disagreement(kind, i, j) if later else Disagreement(kind, j, i))
    return tuple(found)


def differ(question: Question, one: "Evidence", other: "Evidence") -> Difference | None:
    """How two sentences that answer the same question differ, or None."""
    same_voice = speaks_for(one) == speaks_for(other)
    if other_number(question, one, other):
        if day(one) != day(other) and day(one) and day(other) and same_voice:
            return "superseded"
        return None if same_voice else "number"
    if same_voice or not (one.speaker and other.speaker):
        return None
    if is_denial(one) != is_denial(other) and about_the_same(one, other):
        return "denial"
    return "negation" if denied_there(question, one.text, other.text) else None


def other_number(question: Question, one: "Evidence", other: "Evidence") -> bool:
    """Both count what was asked about, and no number is common to the two."""
    if question.wants != "number" or min(e.parts.get("coverage", 1.0) for e in (one, other)) < COVERED:
        return False
    asked = set(stems(question.text))
    mine, theirs = quantities(one.text, asked), quantities(other.text, asked)
    if not mine or not theirs or {a.value for a in mine} & {b.value for b in theirs}:
        return False
    counted = {a.unit for a in mine} & {b.unit for b in theirs} - {""}
    return bool(counted) or (beside(one, other) and any(q.unit for q in (*mine, *theirs)))


def quantities(text: str, asked: set[str]) -> list[Quantity]:
    """What a sentence counts of the things asked about, or without saying what: no years, days of the month or times."""
    found = [Quantity(f.value, unit_after(text, end)) for f, end in placed(text) if counts(text, f, end)]
    return [q for q in found if q.unit in asked] or [q for q in found if q.unit in PEOPLE] or [q for q in found if not q.unit]


def beside(one: "Evidence", other: "Evidence") -> bool:
    """ "The company said it had counted 1,900": what it counts was said just before."""
    same = (one.article.article_id, one.article.version) == (other.article.article_id, other.article.version)
    return same and max(one.start, other.start) - min(one.end, other.end) <= NEAR


def denied_there(question: Question, one: str, other: str) -> bool:
    """The same verb with and without a negation, or "no …" of something asked about against a word of it."""
    asked = set(stems(question.text)) & set(stems(one)) & set(stems(other))
    if not asked:
        return False
    a, b = parsed(one), parsed(other)
    mine, theirs = predicates(a), predicates(b)
    verbs = [v for v in mine if v in theirs and stem(v) in asked and {p.negated for p in mine[v]}.isdisjoint(p.negated for p in theirs[v])]
    no_here, no_there = nothing_of(a), nothing_of(b)
    return bool(verbs) or bool((no_here ^ no_there) & asked)


@lru_cache(maxsize=256)
def parsed(sentence: str) -> Doc:
    return parser()(sentence)


def nothing_of(doc: Doc) -> set[str]:
    """Stems of the nouns that a sentence says there is none of."""
    return {stem(t.text) for t in doc if t.pos_ in ("NOUN", "PROPN") and any(c.lower_ == "no" for c in t.children)}


def placed(text: str) -> list[tuple[Figure, int]]:
    at, found = 0, []
    for f in figures(text):
        at = text.index(f.text, at) + len(f.text)
        found.append((f, at))
    return found


def counts(text: str, figure: Figure, end: int) -> bool:
    year = figure.value in A_YEAR and figure.text.isdigit()
    before = text[: end - len(figure.text)]
    label = LABEL.search(before) and len(figure.text) < 4 and figure.text.isdigit()
    return not year and not label and not CLOCK_OR_DAY.match(text[end:]) and not MONTH_BEFORE.search(before)


def unit_after(text: str, end: int) -> str:
    """The stem of the first content word within `UNIT_WORDS` after a number, in its clause."""
    clause = re.split(r"[.,;:!?\"”“]", text[end:], maxsplit=1)[0]
    words = [w for w in WORD.findall(clause)[:UNIT_WORDS] if w.lower() not in FUNCTION_WORDS]
    return stem(words[0]) if words else ""


def about_the_same(one: "Evidence", other: "Evidence") -> bool:
    a, b = content(one.text), content(other.text)
    return bool(a and b) and len(a & b) >= SHARED * min(len(a), len(b))


def content(text: str) -> set[str]:
    return {stem(w) for w in WORD.findall(text) if w.lower() not in FUNCTION_WORDS}


def is_denial(evidence: "Evidence") -> bool:
    return evidence.statement is not None and evidence.statement.stance == "denies"


def speaks_for(evidence: "Evidence") -> str:
    """Whose word a sentence is: its speaker's, or its outlet's own."""
    return (evidence.speaker or evidence.article.publisher or evidence.article.article_id).lower()


def day(evidence: "Evidence") -> str:
    return (evidence.article.published_at or "")[:10]
