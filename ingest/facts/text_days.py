"""The day in a dateline or a first line of a text. A year that is not written is read only where something else settles it."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from onrecord.ingest.fact_names import UPDATE_WORDS
from onrecord.ingest.facts.dates import CJK, CLOCK, WORD, YEAR, YEAR_FIRST, YEAR_LAST, iso_day, read_day, token_of
from onrecord.ingest.facts.month_names import weekday_of

# Between the parts of a date, or beside its time.
FILLERS = frozenset(
    "st nd rd th of the de del d le el il la på dne dnia den der am um at uhr h à a las om kl klo г года р o clock gmt utc cet cest bst est edt cst pst pdt msk ist local time pm noon"
    " published posted issued date first online publié publicado pubblicato veröffentlicht erschienen release released".split()
)
ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|re|e|º|ª)\b", re.IGNORECASE)
TOLERANCE = timedelta(days=2)  # time zones, and papers that print tomorrow's day
MAX_AGE = TOLERANCE + timedelta(days=365)  # of an article whose year its weekday settles
SAME_WEEKDAY_AFTER = 5  # years; in fewer, no day of the year has the same weekday again
MAX_LATER = timedelta(days=31)  # between the day that a text gives without its year, and the day on which the source was changed


def is_date(part: str, language: str | None) -> bool:
    """Whether a part of a line is nothing but a date, a piece of one (a weekday, a year) or a time of day."""
    bare = CLOCK.sub(" ", ORDINAL.sub("", part))
    if not part.strip() or CJK.search(part) or YEAR_FIRST.fullmatch(bare.strip()) or YEAR_LAST.fullmatch(bare.strip()):
        return bool(part.strip())
    kinds = [kind_of(word, language) for word in WORD.findall(bare)]
    if "W" in kinds and set(kinds) <= {"W", ""} and len(kinds) > 1:
        return False  # "The Sun"
    return "?" not in kinds and (bare != part or bool(set(kinds) & {"M", "W", "Y"}))


def kind_of(word: str, language: str | None) -> str:
    """D, M or Y for a part of a date, W for a weekday, an empty text for a word between them, `?` for any other word."""
    if token := token_of(word, language):
        return token[0]
    if weekday_of(word) is not None:
        return "W"
    return "" if word.lower() in FILLERS else "?"


@dataclass(frozen=True)
class Context:
    """What is known beside a date.

    `changed` is the ISO day on which the source says that it was changed; no later day is read. `latest_year` is the latest year up to now that
    the text names.
    """

    language: str | None = None
    changed: str | None = None
    latest_year: int | None = None


def latest_year_in(text: str) -> int | None:
    return max((year for found in re.findall(rf"(?<![\d.,]){YEAR}(?![\d%]|[.,]\d)", text) if (year := int(found)) <= today().year), default=None)


def day_written(written: str, known: Context) -> str | None:
    """The ISO day of a date in a text. None if it is the time of an update, lies ahead, is not complete, or if its weekday is another."""
    if UPDATE_WORDS.search(written):
        return None
    value = ORDINAL.sub("", written)
    tokens = [t for word in WORD.findall(CLOCK.sub(" ", value)) if (t := token_of(word, known.language))]
    weekdays = {n for word in WORD.findall(value) if (n := weekday_of(word)) is not None}
    kinds = sorted(kind for kind, _ in tokens)
    if kinds == ["D", "M"]:
        found = year_settled(dict(tokens), weekdays, known)
    else:  # a date in words has one day, one month and one year; in numbers, it can have other numbers beside it
        found = read_day(value, known.language).day if "M" not in kinds or kinds == ["D", "M", "Y"] else None
    if not found or weekdays - {date.fromisoformat(found).weekday()}:
        return None
    return found if found <= (known.changed or (today() + TOLERANCE).isoformat()) else None


def year_settled(parts: dict[str, int], weekdays: set[int], known: Context) -> str | None:
    """The last such day before the source was changed, if that was soon after; or else the one in the last year, if it has the weekday that is written.

    An older text can have the same weekday by chance. Then the years that it names are too old.
    """
    last, longest = (date.fromisoformat(known.changed), MAX_LATER) if known.changed else (today() + TOLERANCE, MAX_AGE)
    days = [date.fromisoformat(d) for year in (last.year, last.year - 1) if (d := iso_day(year, parts["M"], parts["D"]))]
    found = next((d for d in days if timedelta() <= last - d <= longest and not weekdays - {d.weekday()}), None)
    is_settled = found and (known.changed or (weekdays and (known.latest_year or found.year) > found.year - SAME_WEEKDAY_AFTER))
    return found.isoformat() if found and is_settled else None


def today() -> date:
    return datetime.now(UTC).date()
