"""Reads the day and the time of a date as files, feeds, mail and pages write it. One rule for all formats.

A date is read and never guessed. Relative words ("yesterday", "2 hours ago") are no date. The order of day and month counts as known only if
the value shows it (13/4/2026, a weekday) or its form does (2026-04-13, 13.4.2026).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from onrecord.ingest.facts.month_names import MONTHS, month_of, weekday_of

YEAR = r"((?:19|20)\d\d)"
YEAR_FIRST = re.compile(rf"(?<!\d){YEAR}([-/_.])\s?(\d\d?)\2\s?(\d\d?)(?!\d)")
YEAR_LAST = re.compile(rf"(?<!\d)(\d\d?)([-/.])\s?(\d\d?)\2\s?{YEAR}(?!\d)")
DIGITS = re.compile(rf"{YEAR}(\d\d)(\d\d)(?:T?\d{{4}}(?:\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?")  # 20260304, 20260304T1830Z
CJK = re.compile(rf"{YEAR}\s?[年년]\s?(\d\d?)\s?[月월]\s?(\d\d?)\s?[日号號일]")
ISO_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S*(?: ?[+-]\d\d:?\d\d)?")
UNIX_TIME = re.compile(r"(\w{3}) (\w{3}) +(\d{1,2}) (\d\d:\d\d:\d\d) (?:(UTC|GMT|[+-]\d{4}) )?(\d{4})")  # as the command `date` prints it
MAIL_TIME = re.compile(r"(?:\w{3}, *)?\d{1,2} \w{3} \d{4} \d{1,2}:\d\d(?::\d\d)?(?: (?:[+-]\d{4}|[A-Z]{1,4}))?(?: \(.*\))?")
CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?")
EPOCH = re.compile(r"-?\d{1,16}(?:\.\d+)?")
EPOCH_UNITS = {9: 1, 10: 1, 13: 1e3, 16: 1e6}  # digits of the whole number → units in a second
NUMBERED_MONTH = re.compile(r"\b(?:tháng|thg)\s+(\d{1,2})\b", re.IGNORECASE)  # Vietnamese
WORD = re.compile(r"\d+|[^\d\s.,;:/()|·–—’'-]+")
ORDERS = ("DMY", "MDY", "YMD", "YDM")
DEFAULTS = ("1970-01-01T00:00:00", "1970-01-01 00:00:00", "0001-01-01", "1900-01-01")  # what programs write for a date that they do not know
MAX_CHARACTERS = 80  # of a date in words; a longer value is a sentence
MAX_AHEAD = timedelta(days=366)
SURELY_AHEAD = timedelta(days=2)  # no time zone and no print date explains more


@dataclass(frozen=True)
class Reading:
    """An ISO day, or the reason why the value has none."""

    day: str | None
    reason: str = ""


def read_day(value: Any, language: str | None = None) -> Reading:
    """The day of a date.

    Args:
        value: text, or a number of seconds, milliseconds or microseconds since 1970 (then the day is that of UTC).
        language: ISO 639-1; it decides between languages that give different months the same name.
    """
    written = str(value).strip()
    if (moment := epoch_time(written)) is not None:
        found = {moment.date().isoformat()}
    elif written.startswith(DEFAULTS) or written.strip("0-:.TZ +/") == "":
        return Reading(None, "a placeholder for an unknown date")
    else:
        found, reason = written_days(written, language)
        if reason:
            return Reading(None, reason)
    if len(found) > 1:
        return Reading(None, "several dates")
    return ahead_checked(found.pop()) if found else Reading(None, "no full date that can be read with certainty")


def ahead_checked(day: str) -> Reading:
    if date.fromisoformat(day) > datetime.now(UTC).date() + MAX_AHEAD:
        return Reading(None, f"{day} is years ahead, in the future")
    return Reading(day)


def is_ahead(day: str) -> bool:
    """Whether a day lies in the future, beyond any difference of time zones."""
    return date.fromisoformat(day) > datetime.now(UTC).date() + SURELY_AHEAD


def written_days(value: str, language: str | None) -> tuple[set[str], str]:
    """The days that a text names, or a reason why its day is uncertain. A day that does not exist is a reason."""
    for pattern, order in ((DIGITS, (1, 2, 3)), (YEAR_FIRST, (1, 3, 4)), (CJK, (1, 2, 3))):
        found = list(pattern.finditer(value)) if pattern is not DIGITS else [m for m in [pattern.fullmatch(value)] if m]
        if found:
            days = {iso_day(*(int(m[group]) for group in order)) for m in found}
            return ({d for d in days if d}, "no such day" if None in days else "")
    if numeric := list(YEAR_LAST.finditer(value)):
        days = {day_of_numbers(m, value) for m in numeric}
        return ({d for d in days if d}, "day and month could be swapped, or there is no such day" if None in days else "")
    if len(value) > MAX_CHARACTERS:
        return set(), "too long for a date"
    return named_days(value, language), ""


def day_of_numbers(found: re.Match[str], value: str) -> str | None:
    """The day of `4.3.2026` or `13/4/2026`. With dots, the day comes first. Otherwise, only one order may be possible, or fit the weekday."""
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    day_first, month_first = iso_day(year, second, first), iso_day(year, first, second)
    if found[2] == "." or day_first == month_first or not (day_first and month_first):
        return day_first or month_first
    weekdays = {n for word in WORD.findall(value) if (n := weekday_of(word)) is not None}
    fitting = [d for d in (day_first, month_first) if {date.fromisoformat(d).weekday()} == weekdays]
    return fitting[0] if len(fitting) == 1 else None


def named_days(value: str, language: str | None) -> set[str]:
    """The days that are written with the name of the month, in any usual order of day, month and year."""
    tokens = [t for word in WORD.findall(NUMBERED_MONTH.sub(month_by_number, CLOCK.sub(" ", value))) if (t := token_of(word, language))]
    kinds = "".join(kind for kind, _ in tokens)
    for order in ORDERS:
        days = {iso_day(*(dict(tokens[m.start() : m.end()])[k] for k in "YMD")) for m in re.finditer(order, kinds)}
        if days:
            return {d for d in days if d}
    return set()


def month_by_number(found: re.Match[str]) -> str:
    number = int(found[1])
    return f" {MONTHS[number - 1]} " if 1 <= number <= 12 else found[0]


def token_of(word: str, language: str | None) -> tuple[str, int] | None:
    """`("D", 4)`, `("M", 3)`, `("Y", 2026)`; None for any other word."""
    if word.isdecimal():
        number = int(word)
        return ("D", number) if len(word) <= 2 and 1 <= number <= 31 else ("Y", number) if re.fullmatch(YEAR, str(number)) else None
    month = month_of(word, language)
    return ("M", month) if month else None


def iso_day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def find_iso_day(value: str) -> str | None:
    """The first day in a name or an address that is written with the year first."""
    found = YEAR_FIRST.search(value)
    return iso_day(int(found[1]), int(found[3]), int(found[4])) if found else None


def epoch_time(value: str) -> datetime | None:
    """The time of a number since 1970, in UTC. None for a number of another size: it is no time, or a day like 20260304."""
    if not EPOCH.fullmatch(value) or (unit := EPOCH_UNITS.get(len(value.partition(".")[0].lstrip("-")))) is None or value.startswith("-"):
        return None
    return datetime.fromtimestamp(float(value) / unit, UTC)


def parse_time(value: Any) -> str | None:
    """The ISO time of a date as mail, feeds and pages write it, in the date's own time zone. None for a day without a time."""
    written = str(value).strip()
    return next((t.isoformat(timespec="seconds") for t in times(written)), None)


def times(written: str) -> Iterator[datetime]:
    """The time of a date in each form that can be read with certainty: a number, ISO, as mail, as the command `date`."""
    if moment := epoch_time(written):
        yield moment
    try:
        if ISO_TIME.fullmatch(written):
            yield datetime.fromisoformat(re.sub(r"(?<=\d) (?=[+-]\d)", "", written))
        elif found := UNIX_TIME.fullmatch(written):
            zone = (found[5] or "").replace("UTC", "+0000").replace("GMT", "+0000")
            yield parsedate_to_datetime(f"{found[1]}, {found[3]} {found[2]} {found[6]} {found[4]} {zone}".strip())
        elif MAIL_TIME.fullmatch(written) and not re.search("[AP]M", written):
            yield parsedate_to_datetime(written)
    except (ValueError, IndexError, TypeError, OverflowError):
        return
