"""Reads the quantities of a sentence from its parse: its numbers, each with the things that it counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from onrecord.assistant.language.calendar import FULL_MONTHS, SHORT_MONTHS
from onrecord.assistant.language.negation import OPEN
from onrecord.assistant.language.numbers import Figure, find_figures
from onrecord.assistant.language.parser import parser
from onrecord.vectorstore.words import stem

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PEOPLE, DEAD, HURT = "people", "dead", "hurt"  # units for numbers of persons: in general, dead, hurt
PERSONS = frozenset(map(stem, "people person dead death life lives victim toll casualty fatality killed died drowned wounded injured resident".split()))
DIED = frozenset(map(stem, "die died dies kill killed dead death lives life toll fatality perish perished drown drowned".split()))
WAS_HURT = frozenset(map(stem, "hurt injure injured injuries wound wounded".split()))
MAX_ANCESTORS = 3  # words above the counted noun that are examined, up to the verb ("were killed")
TALLIES = frozenset("number toll total count tally figure".split())  # "the number of homes", "the toll rose to 19"
COUNTING = frozenset("count number total reach put estimate register record speak".split())  # "had counted 1,900": an earlier sentence names the things
CHANGES = frozenset("rise climb grow increase jump soar go reach fall drop decline sink shrink".split())
A_YEAR = range(1900, 2101)
CLOCK_OR_DAY = re.compile(rf"^\s*(?:a\.?m|p\.?m|o'clock|{FULL_MONTHS}|:\d|-year)", re.IGNORECASE)
MONTH_BEFORE = re.compile(rf"(?:{SHORT_MONTHS})[a-z]*\.? $", re.IGNORECASE)
LABEL = re.compile(r"\b[A-Z][a-z]+ $")  # "Gate 2", "Highway 9"


@dataclass(frozen=True)
class Quantity:
    """A number that counts something. `unit` is the stem of the counted noun; "" if the sentence does not name it.

    `start` and `end` are its code points in the sentence, `bound` is that of its `Figure`.
    """

    value: float
    unit: str
    start: int = 0
    end: int = 0
    bound: str = "exact"


def quantities(text: str) -> list[Quantity]:
    """The quantities that a sentence states. Years, days, times, labels, and numbers in questions are left out."""
    if not any(is_quantity(text, f, end) for f, end in locate_figures(text)):
        return []  # without parsing, which is slow
    doc = parse_sentence(text)
    found = [(f, end - len(f.text), end) for f, end in locate_figures(text) if is_quantity(text, f, end)]
    return [Quantity(f.value, unit, start, end, f.bound) for f, start, end in found if (unit := unit_of(doc, start, end)) is not None]


@lru_cache(maxsize=256)
def parse_sentence(sentence: str) -> Doc:
    return parser()(sentence)


def locate_figures(text: str) -> Iterator[tuple[Figure, int]]:
    at = 0
    for f in find_figures(text):
        at = text.index(f.text, at) + len(f.text)
        yield f, at


def is_quantity(text: str, figure: Figure, end: int) -> bool:
    year = figure.value in A_YEAR and figure.text.isdigit()
    before = text[: end - len(figure.text)]
    label = LABEL.search(before) and len(figure.text) < 4 and figure.text.isdigit()
    return not year and not label and not CLOCK_OR_DAY.match(text[end:]) and not MONTH_BEFORE.search(before)


def unit_of(doc: Doc, start: int, end: int) -> str | None:
    """The stem of the noun that the number at these code points counts. "" if another sentence names it, None if the number counts nothing."""
    inside = [t for t in doc if start <= t.idx < end]
    if not inside or any(c.lower_ in OPEN for t in inside[-1].ancestors for c in t.children if c.dep_ == "mark"):
        return None
    top = top_number(inside)
    noun = counted_noun(top)
    if noun is None:
        return "" if {top.head.lemma_.lower(), top.head.head.lemma_.lower()} & COUNTING else None
    unit = stem(noun.text)
    return unit_of_persons(noun) if unit in PERSONS else "" if noun.lemma_ in TALLIES else unit


def counted_plural(text: str, start: int, end: int) -> str | None:
    """The plural noun that the number at these code points counts, as written: "tanks" of "31 tanks" and "12 of the tanks". None if there is none, or if it is a tally or a part of another word."""
    inside = [t for t in parse_sentence(text) if start <= t.idx < end]
    noun = counted_noun(top_number(inside)) if inside else None
    if noun is None or noun.tag_ != "NNS" or noun.lemma_ in TALLIES or noun.dep_ == "compound" or text[noun.idx - 1 : noun.idx] == "-":
        return None
    return noun.lower_


def unit_of_persons(noun: Token) -> str:
    """ "14 people were killed", "the death toll", "30 residents were evacuated"."""
    above = [noun, *list(noun.ancestors)[:MAX_ANCESTORS]]
    return person_unit({stem(t.text) for word in above for t in (word, *(c for c in word.children if c.dep_ in ("acl", "relcl", "compound", "amod", "xcomp")))})


def person_unit(words: Set[str]) -> str:
    """The unit of a number of persons, by the stems beside it."""
    return DEAD if words & DIED else HURT if words & WAS_HURT else PEOPLE


def top_number(number: list[Token]) -> Token:
    """The number word that depends on another word: "million" in "2.2 million customers"."""
    top = number[-1]
    while top.head.pos_ == "NUM" and top.dep_ != "ROOT":
        top = top.head
    return top


def counted_noun(number: Token) -> Token | None:
    """The noun that a number counts: "31 tanks", "12 of the tanks", "the toll rose to 19", "the number of homes was 40"."""
    if number.dep_ in ("nummod", "compound", "quantmod", "amod") and number.head.pos_ in ("NOUN", "PROPN"):
        return number.head
    if number.head.dep_ == "nummod":  # "more than 31 tanks", where "more" is the number's head
        return number.head.head
    of = next((c for c in number.children if c.lower_ == "of"), None)
    if of is not None:
        return next((c for c in of.children if c.dep_ == "pobj" and c.pos_ in ("NOUN", "PROPN")), None)
    return tallied_noun(number)


def changing_noun(verb: Token) -> Token | None:
    """The noun whose number changes: "deaths rose to six", "cases have climbed to 112"."""
    return next((c for c in verb.children if c.dep_ == "nsubj" and c.tag_ == "NNS"), None) if verb.lemma_ in CHANGES else None


def tallied_noun(number: Token) -> Token | None:
    above = number.head.head if number.dep_ == "pobj" else number.head
    tally = next((t for t in (above, *above.children) if t.pos_ == "NOUN" and t.lemma_ in TALLIES), None) or (None if number.head.lower_ == "by" else changing_noun(above))
    if tally is None:
        return None
    of = next((c for c in tally.children if c.lower_ == "of"), None)
    return next((c for c in of.children if c.dep_ == "pobj"), tally) if of is not None else tally
