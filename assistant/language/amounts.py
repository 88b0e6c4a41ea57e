"""Reads amounts of time, length and weight, and shares, by value: "four and a half years" is "four years and six months"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.assistant.language.numbers import NUMBER, bound_of, find_figures, find_fractions

DAY = 86_400.0
UNITS: dict[str, tuple[str, float]] = {
    "second": ("time", 1), "minute": ("time", 60), "hour": ("time", 3_600), "day": ("time", DAY), "week": ("time", 7 * DAY), "fortnight": ("time", 14 * DAY),
    "month": ("time", 30.44 * DAY), "year": ("time", 365.25 * DAY), "decade": ("time", 3_652.5 * DAY),
    "centimetre": ("length", 0.01), "centimeter": ("length", 0.01), "cm": ("length", 0.01), "metre": ("length", 1), "meter": ("length", 1),
    "kilometre": ("length", 1_000), "kilometer": ("length", 1_000), "km": ("length", 1_000), "mile": ("length", 1_609.3), "foot": ("length", 0.3048), "feet": ("length", 0.3048),
    "gram": ("weight", 0.001), "kilo": ("weight", 1), "kilogram": ("weight", 1), "kg": ("weight", 1), "tonne": ("weight", 1_000),
}  # fmt: skip
UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
HALF = r" and a half"
# The number is found by NUMBER, so that "2.5" and "twenty-one" are read as everywhere else.
AFTER_NUMBER = re.compile(rf"(?P<half>{HALF})?[ -](?P<unit>{UNIT})s?\b(?P<then>{HALF})?", re.IGNORECASE)
WITHOUT_NUMBER = re.compile(rf"\b(?:(?P<part>half an?)|(?:an?|one)) (?P<unit>{UNIT})\b(?P<then>{HALF})?", re.IGNORECASE)
AND = re.compile(r"(?:,| and|, and) $", re.IGNORECASE)
PERCENT = re.compile(r"(?P<value>\d+(?:\.\d+)?) ?(?:%|percent\b|per cent\b)", re.IGNORECASE)


@dataclass(frozen=True)
class Amount:
    """A value in seconds, metres or kilograms, or a share (0…1), at `start` to `end` in its text. `bound` is as in `Figure`. `rough` is set where months or years make it so."""

    kind: str
    value: float
    bound: str
    start: int
    end: int
    rough: bool = False


def find_amounts(text: str) -> list[Amount]:
    """The amounts of a text in its order. "2 hours, 19 minutes and 8 seconds" is one amount."""
    found: list[Amount] = []
    for amount in sorted((*measures(text), *shares(text)), key=lambda a: a.start):
        last = found[-1] if found else None
        if last and amount.start < last.end:
            continue
        if last and last.kind == amount.kind == "time" and amount.value < last.value and AND.fullmatch(text[last.end : amount.start]):
            found[-1] = Amount("time", last.value + amount.value, last.bound, last.start, amount.end, last.rough or amount.rough)
        else:
            found.append(amount)
    return found


def measures(text: str) -> Iterator[Amount]:
    for number in NUMBER.finditer(text):
        after, figures = AFTER_NUMBER.match(text, number.end()), find_figures(number[0])
        if after and figures:
            yield measured(text, number.start(), after, figures[0].value + 0.5 * bool(after["half"]))
    for m in WITHOUT_NUMBER.finditer(text):
        yield measured(text, m.start(), m, 0.5 if m["part"] else 1.0)


def measured(text: str, start: int, m: re.Match[str], number: float) -> Amount:
    kind, size = UNITS[m["unit"].lower()]
    return Amount(kind, (number + 0.5 * bool(m["then"])) * size, bound_of(text, start, m.end()), start, m.end(), m["unit"].lower() in ("month", "year", "decade"))


def shares(text: str) -> Iterator[Amount]:
    for m in PERCENT.finditer(text):
        yield Amount("share", float(m["value"]) / 100, bound_of(text, m.start(), m.end()), m.start(), m.end())
    at = 0
    for f in find_fractions(text):
        at = text.index(f.text, at) + len(f.text)
        if not re.match(r" (?:years?|months?|hours?|a dozen|an? )", text[at:]) and not text[: at - len(f.text)].endswith("and a "):
            yield Amount("share", f.value, f.bound, at - len(f.text), at)
