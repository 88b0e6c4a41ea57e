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
LESS = re.compile(
    r"(?:less than|fewer than|under|below|within|at (?:the )?most|up to|no more than|not more than|as many as|a maximum of)\s+(?:\S+\s+)?$", re.IGNORECASE
)
MORE = re.compile(
    r"(?:more than|over|above|beyond|at (?:the )?least|upwards? of|exceed(?:ed|ing|s)?|no fewer than|no less than|not less than|in excess of|a minimum of)"
    r"\s+(?:\S+\s+)?$",
    re.IGNORECASE,
)
NEARLY = re.compile(r"(?:nearly|almost|just under|just short of|not quite)\s+(?:\S+\s+)?$", re.IGNORECASE)
NEAR = re.compile(r"(?:about|around|some|roughly|approximately|close to|an estimated)\s+(?:\S+\s+)?$", re.IGNORECASE)
EXACTLY = re.compile(r"(?:exactly|precisely)\s+(?:\S+\s+)?$", re.IGNORECASE)
BOUNDS = {"nearly": NEARLY, "less": LESS, "more": MORE, "near": NEAR, "exactly": EXACTLY}  # in this order, since "no more than" ends with "more than"
# A bound behind the figure: "140 jobs at the least", "23 or fewer".
LESS_AFTER = re.compile(r"(?: \w+){0,2},? (?:at (?:the )?most|or (?:fewer|less))\b(?! \d| \w+ \d)", re.IGNORECASE)
MORE_AFTER = re.compile(r"(?: \w+){0,2},? (?:at (?:the )?least|or more)\b(?! \d| \w+ \d)", re.IGNORECASE)
PERIOD = re.compile(r"[ -](?:second|minute|hour|day|night|week|month|year|decade|season)s?\b", re.IGNORECASE)
OVER = re.compile(r"over\s+$", re.IGNORECASE)  # "spread over two years" is no bound
FRACTION = re.compile(r"\b(?P<half>half)\b(?! an? )|\b(?P<many>an?|one|two|three)[ -](?P<part>third|quarter|fifth|tenth)s?\b", re.IGNORECASE)
PARTS = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10}


@dataclass(frozen=True)
class Figure:
    """A number. `bound` is "exact", "exactly" (where the text says so), "more", "less", "nearly" or "near". `text` is the number as written."""

    value: float
    bound: str
    text: str

    @property
    def ordinal(self) -> bool:
        return self.text.lower().endswith(("st", "nd", "rd", "th")) and self.text[:1].isdigit()


def find_figures(text: str) -> list[Figure]:
    """Every number of a text. "one" and "second" alone are left out, because they are rarely numbers."""
    found = []
    for m in NUMBER.finditer(text):
        if m[0].lower() in ("one", "second"):
            continue
        found.append(Figure(_value_of(m), bound_of(text, m.start(), m.end()), m[0]))
    return found


def start_with_bound(text: str, start: int) -> int:
    """Where the words of a bound before the figure at `start` begin: "more than 15". The figure's own start if there are none."""
    before = text[max(0, start - 30) : start]
    return min((start - len(before) + m.start() for pattern in BOUNDS.values() if (m := pattern.search(before))), default=start)


def _value_of(m: re.Match[str]) -> float:
    value = float(m["digits"].replace(",", "")) if m["digits"] else _read_words(m["words"].lower())
    magnitude = (m["magnitude"] or "").lower()
    return value * (MAGNITUDES.get(magnitude) or MAGNITUDES.get(magnitude.rstrip("s")) or 1.0)


def _read_words(words: str) -> float:
    if words == "half a":
        return 0.5
    return float(sum(SMALL.get(w, 1) for w in re.split("[- ]", words)))


def find_fractions(text: str) -> list[Figure]:
    """The fractions of a text: "half", "a third", "two-thirds"."""
    found = []
    for m in FRACTION.finditer(text):
        value = 0.5 if m["half"] else {"two": 2, "three": 3}.get(m["many"].lower(), 1) / PARTS[m["part"].lower()]
        found.append(Figure(value, bound_of(text, m.start(), m.end()), m[0]))
    return found


def bound_of(text: str, start: int, end: int) -> str:
    """The bound, as in `Figure`, of the number at these code points."""
    before, after = text[max(0, start - 30) : start], text[end : end + 40]
    if LESS_AFTER.match(after):
        return "less"
    if MORE_AFTER.match(after):
        return "more"
    if OVER.search(before) and PERIOD.match(after):
        return "exact"
    return next((name for name, pattern in BOUNDS.items() if pattern.search(before)), "exact")
