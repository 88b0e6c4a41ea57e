"""What a sentence counts: its numbers with the thing that each is a number of, read off the parse."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from onrecord.assistant.language.calendar import FULL_MONTHS, SHORT_MONTHS
from onrecord.assistant.language.negation import OPEN
from onrecord.assistant.language.numbers import Figure, figures
from onrecord.assistant.language.parser import parser
from onrecord.vectorstore.words import stem

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PEOPLE, DEAD, HURT = "people", "dead", "hurt"  # the units of all that counts persons, by what became of them
PERSONS = frozenset(map(stem, "people person dead death life lives victim toll casualty fatality killed died wounded injured resident".split()))
DIED = frozenset(map(stem, "die died dies kill killed dead death lives life toll fatality perish".split()))
WAS_HURT = frozenset(map(stem, "hurt injure injured injuries wound wounded".split()))
FARTHEST = 3  # words above what is counted, up to the verb that says what became of it
TALLIES = frozenset("number toll total count tally figure".split())  # "the number of homes", "the toll rose to 19"
COUNTING = frozenset("count number total reach put estimate register record speak".split())  # "had counted 1,900", said of what was named before
A_YEAR = range(1900, 2101)
CLOCK_OR_DAY = re.compile(rf"^\s*(?:a\.?m|p\.?m|o'clock|{FULL_MONTHS}|:\d|-year)", re.IGNORECASE)
MONTH_BEFORE = re.compile(rf"(?:{SHORT_MONTHS})[a-z]*\.? $", re.IGNORECASE)
LABEL = re.compile(r"\b[A-Z][a-z]+ $")  # "Gate 2", "Highway 9"


@dataclass(frozen=True)
class Quantity:
    """A number that counts something: its value, and the stem of what it counts or "" where the sentence does not say."""

    value: float
    unit: str


def quantities(text: str) -> list[Quantity]:
    """Everything that a sentence says there is so many of: no years, days, times and labels, and nothing that it only asks about."""
    if not any(counts(text, f, end) for f, end in placed(text)):
        return []  # nothing to parse for
    doc = parsed(text)
    return [Quantity(f.value, unit) for f, end in placed(text) if counts(text, f, end) and (unit := unit_of(doc, end - len(f.text), end)) is not None]


@lru_cache(maxsize=256)
def parsed(sentence: str) -> Doc:
    return parser()(sentence)


def placed(text: str) -> Iterator[tuple[Figure, int]]:
    at = 0
    for f in figures(text):
        at = text.index(f.text, at) + len(f.text)
        yield f, at


def counts(text: str, figure: Figure, end: int) -> bool:
    year = figure.value in A_YEAR and figure.text.isdigit()
    before = text[: end - len(figure.text)]
    label = LABEL.search(before) and len(figure.text) < 4 and figure.text.isdigit()
    return not year and not label and not CLOCK_OR_DAY.match(text[end:]) and not MONTH_BEFORE.search(before)


def unit_of(doc: Doc, start: int, end: int) -> str | None:
    """The stem of what the number at these code points counts; "" where it is said elsewhere, None where it counts nothing."""
    inside = [t for t in doc if start <= t.idx < end]
    if not inside or any(c.lower_ in OPEN for t in inside[-1].ancestors for c in t.children if c.dep_ == "mark"):
        return None
    top = top_of(inside)
    noun = counted(top)
    if noun is None:
        return "" if {top.head.lemma_.lower(), top.head.head.lemma_.lower()} & COUNTING else None
    unit = stem(noun.text)
    return persons(noun) if unit in PERSONS else "" if noun.lemma_ in TALLIES else unit


def persons(noun: Token) -> str:
    """ "14 people were killed", "the death toll", "30 residents were evacuated"."""
    above = [noun, *list(noun.ancestors)[:FARTHEST]]
    return fate({stem(t.text) for word in above for t in (word, *(c for c in word.children if c.dep_ in ("acl", "relcl", "compound", "amod")))})


def fate(words: Set[str]) -> str:
    """Of persons, by the stems beside them."""
    return DEAD if words & DIED else HURT if words & WAS_HURT else PEOPLE


def top_of(number: list[Token]) -> Token:
    """The number word that hangs on something else: "million" of "2.2 million customers"."""
    top = number[-1]
    while top.head.pos_ == "NUM" and top.dep_ != "ROOT":
        top = top.head
    return top


def counted(number: Token) -> Token | None:
    """ "31 tanks", "12 of the tanks", "the toll rose to 19", "the number of homes was 40"."""
    if number.dep_ in ("nummod", "compound", "quantmod", "amod") and number.head.pos_ in ("NOUN", "PROPN"):
        return number.head
    if number.head.dep_ == "nummod":  # "more than 31 tanks", where "more" is the number's head
        return number.head.head
    of = next((c for c in number.children if c.lower_ == "of"), None)
    if of is not None:
        return next((c for c in of.children if c.dep_ == "pobj" and c.pos_ in ("NOUN", "PROPN")), None)
    return tallied(number)


def tallied(number: Token) -> Token | None:
    above = number.head.head if number.dep_ == "pobj" else number.head
    tally = next((t for t in (above, *above.children) if t.pos_ == "NOUN" and t.lemma_ in TALLIES), None)
    if tally is None:
        return None
    of = next((c for c in tally.children if c.lower_ == "of"), None)
    return next((c for c in of.children if c.dep_ == "pobj"), tally) if of is not None else tally
