"""The day in a dateline or a first line of a text. A year that is not written is read only where something else settles it."""

import re
from datetime import UTC, date, datetime, timedelta

from onrecord.ingest.fact_names import UPDATE_WORDS
from onrecord.ingest.facts.dates import CJK, CLOCK, WORD, YEAR_FIRST, YEAR_LAST, iso_day, read_day, token_of
from onrecord.ingest.facts.month_names import weekday_of

# Between the parts of a date, or beside its time.
FILLERS = frozenset(
    "st nd rd th of the de del d den der am um at uhr h à a las om kl klo г года р o clock gmt utc cet cest bst est edt cst pst pdt msk ist local time pm noon"
    " published posted issued date first online publié publicado pubblicato veröffentlicht erschienen release released".split()
)
ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|re|e|º|ª)\b", re.IGNORECASE)
MAX_AGE = timedelta(days=730)  # of an article whose year its weekday settles. In so short a time, a day of the year has one weekday only once
MAX_LATER = timedelta(days=31)  # between the day that a text gives without its year, and the day on which the source was changed
TOLERANCE = timedelta(days=2)  # time zones, and papers that print tomorrow's day


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


def day_written(written: str, language: str | None, changed: str | None = None) -> str | None:
    """The ISO day of a date in a text. None if it is the time of an update, lies ahead, is not complete, or if its weekday is another.

    Args:
        changed: the ISO day on which the source says that it was changed. It settles a year that is not written, and no later day is read.
    """
    if UPDATE_WORDS.search(written):
        return None
    value = ORDINAL.sub("", written)
    tokens = [t for word in WORD.findall(CLOCK.sub(" ", value)) if (t := token_of(word, language))]
    kinds = sorted(kind for kind, _ in tokens)
    weekdays = {n for word in WORD.findall(value) if (n := weekday_of(word)) is not None}
    if kinds == ["D", "M"]:
        found = year_settled(dict(tokens), weekdays, changed)
    else:  # numeric dates have several numbers, but a date in words has one of each
        found = read_day(value, language).day if "M" not in kinds or kinds == ["D", "M", "Y"] else None
    if not found or weekdays - {date.fromisoformat(found).weekday()} or found > (today() + TOLERANCE).isoformat():
        return None
    return None if changed and found > changed else found


def year_settled(parts: dict[str, int], weekdays: set[int], changed: str | None) -> str | None:
    """The day in the one year that fits: shortly before the change of the source, or else, by its weekday, in the last two years."""
    last, longest = (date.fromisoformat(changed), MAX_LATER) if changed else (today() + TOLERANCE, MAX_AGE)
    if not changed and len(weekdays) != 1:
        return None
    days = [d for year in range(last.year - 3, last.year + 1) if (d := iso_day(year, parts["M"], parts["D"]))]
    fitting = [d for d in days if (last - longest).isoformat() <= d <= last.isoformat() and not weekdays - {date.fromisoformat(d).weekday()}]
    return fitting[0] if len(fitting) == 1 else None


def today() -> date:
    return datetime.now(UTC).date()
