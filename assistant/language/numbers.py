"""Reads the numbers of a text in one form, so that "26 thousand" is equal to "26,000" and "more than 15" keeps its bound."""

import re
from dataclasses import dataclass

UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SMALL = {w: n for n, w in enumerate(UNITS)} | {w: 10 * n for n, w in enumerate(TENS, 2)}
MAGNITUDES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "dozen": 12.0}

WORDS = "|".join(sorted(SMALL, key=len, reverse=True))
NUMBER = re.compile(
    rf"(?<![\w.,])(?:(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<ordinal>st|nd|rd|th)?|(?P<words>(?:{WORDS})(?:[- ](?:{WORDS}))?|half a|an?(?= (?:hundred|thousand|million|billion|dozen)\b)))"
    rf"(?:[ -]?(?P<magnitude>(?:{'|'.join(m for m in MAGNITUDES if len(m) > 2)})s?|bn|mn|m|k)\b)?(?![\w])",
    re.IGNORECASE,
)
MORE = re.compile(r"(?:more than|over|above|at least|upwards? of|exceed(?:ed|ing|s)?|no fewer than|no less than|in excess of)\s+(?:\S+\s+)?$", re.IGNORECASE)
LESS = re.compile(r"(?:less than|fewer than|under|below|at most|up to|no more than|as many as)\s+(?:\S+\s+)?$", re.IGNORECASE)
NEAR = re.compile(r"(?:about|around|some|nearly|almost|roughly|approximately|close to|an estimated)\s+(?:\S+\s+)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Figure:
    """A number. `bound` is "exact", "more", "less" or "near". `text` is the number as written."""

    value: float
    bound: str
    text: str


def find_figures(text: str) -> list[Figure]:
    """Every number of a text. "one" and "second" alone are left out, because they are rarely numbers."""
    found = []
    for m in NUMBER.finditer(text):
        if m[0].lower() in ("one", "second"):
            continue
        found.append(Figure(_value_of(m), _bound_before(text[max(0, m.start() - 30) : m.start()]), m[0]))
    return found


def _value_of(m: re.Match[str]) -> float:
    value = float(m["digits"].replace(",", "")) if m["digits"] else _read_words(m["words"].lower())
    magnitude = (m["magnitude"] or "").lower()
    return value * (MAGNITUDES.get(magnitude) or MAGNITUDES.get(magnitude.rstrip("s")) or 1.0)


def _read_words(words: str) -> float:
    if words == "half a":
        return 0.5
    return float(sum(SMALL.get(w, 1) for w in re.split("[- ]", words)))


def _bound_before(before: str) -> str:
    return next((name for name, pattern in (("more", MORE), ("less", LESS), ("near", NEAR)) if pattern.search(before)), "exact")
