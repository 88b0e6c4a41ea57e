"""Reads the time expression of a question as a range of days: "last week", "since July", "between 3 and 5 May".

The range is the time of the event. Reports may appear some days later, so a search prefers articles of these days but also finds others.
Only "published last week" means the day of publication.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from onrecord.assistant.language import CAPITAL_MONTHS, CAPITAL_WEEKDAYS, WEEKDAYS
from onrecord.assistant.question.tuning import QUESTION_TUNING as TUNING
from onrecord.assistant.question.tuning import Unit

Days = tuple[date, date]  # first and last

MONTH = rf"(?:{CAPITAL_MONTHS})\b\.?"
WEEKDAY = rf"(?:{CAPITAL_WEEKDAYS})"
DAY = r"\b(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?\b(?![:.,]?\d)"
NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()
COUNT = rf"(?:an?|{'|'.join(NUMBERS[1:])}|\d{{1,3}})"
POINTS = {
    "iso": r"\b\d{4}-\d\d-\d\d\b",
    "date": rf"{DAY}(?: of)? {MONTH}(?:,? \d{{4}}\b)?|\b{MONTH} {DAY}(?:,? \d{{4}}\b)?",
    "bare": rf"{DAY}(?=(?: and | to | until |[-–]){DAY}(?: of)? {MONTH})",
    "month": rf"\b{MONTH}(?:,? \d{{4}}\b)?",
    "weekday": rf"\b{WEEKDAY}\b",
    "ago": rf"\b(?i:{COUNT} (?:day|week|fortnight|month|year)s? ago)\b",
    "span": rf"\b(?i:(?:last|past) {COUNT} (?:day|week|month|year)s?)\b",
    "period": r"\b(?i:(?:last|this|past) (?:weekend|week|month|year))\b",
    "word": r"\b(?i:yesterday|today|tonight|last night|this (?:morning|afternoon|evening))\b",
    "year": r"\b(?:19|20)\d\d\b(?![.,]\d)",
}
POINT = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in POINTS.items()))
LEAD = re.compile(r"\b(since|after|before|until|till|by|between|from|in|on|of|during|last|this|early|late|mid|and|to|for|at)(?: the)?[ -]$", re.IGNORECASE)
JOINS = re.compile(r"\s*(?:and|to|until|till|[-–])\s*(?:on |in )?$")
# These may be other words ("may", "Theresa May", "Ash Wednesday", "2024 votes"). They are times only after one of the words in `LEAD`.
NEEDS_LEAD = ("month", "weekday", "year")
UNITS: tuple[Unit, ...] = ("year", "month", "week")
PUBLISHED = re.compile(r"\b(?:published|reports? (?:from|of)|articles?|reported|printed|stories|coverage|headlines?)\b", re.IGNORECASE)
AHEAD = re.compile(r"\b(?:when is|will|shall|going to|upcoming|next)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Timeframe:
    """The fitting days of publication (ISO; `since` is None if open). `words` are the question's words for them.

    `relative` words, such as "last week", are not searched for, because articles do not have them.
    """

    since: str | None
    until: str
    words: str
    relative: bool


@dataclass(frozen=True)
class Point:
    """One time expression: its days, its code points in the question, and the word before it."""

    days: Days
    unit: Unit
    start: int  # start of the word before it, if there is one
    named: int  # start of the time expression itself
    end: int
    lead: str
    kind: str


def read_timeframe(text: str, as_of: date) -> Timeframe | None:
    """The first time expression of a question; None if there is none or it is in the future."""
    points = list(islice((p for m in POINT.finditer(text) if (p := read_point(text, m, as_of))), 2))
    if not points:
        return None
    first, *rest = points
    second = rest[0] if rest and JOINS.match(text[first.end : rest[0].named]) else None
    happened = event_days(first, second, as_of)
    if happened is None:
        return None
    since, until = happened
    if not PUBLISHED.search(text):
        until = min(as_of, until + timedelta(TUNING.reported_days[first.unit]))
    words = text[first.start : (second or first).end]
    return Timeframe(since.isoformat() if since else None, until.isoformat(), words, first.kind in ("ago", "span", "period", "word"))


def event_days(first: Point, second: Point | None, as_of: date) -> tuple[date | None, date] | None:
    """The first and last possible day of the event; None if it is after `as_of`."""
    start: date | None = first.days[0] - timedelta(7 if second and first.kind == "weekday" and first.days[0] > second.days[1] else 0)
    end = second.days[1] if second else first.days[1]
    if first.lead == "since" or (first.lead in ("after", "from") and second is None):
        end = as_of
    elif first.lead in ("before", "until", "till", "by") and second is None:
        start, end = None, first.days[0] - timedelta(1) if first.lead == "before" else first.days[1]
    if end < (start or end) or (start and start > as_of):
        return None
    return start, min(end, as_of)


def read_point(text: str, match: re.Match[str], as_of: date) -> Point | None:
    kind = str(match.lastgroup)
    before = LEAD.search(text[: match.start()])
    lead, start = (before[1].lower(), before.start()) if before else ("", match.start())
    if kind in NEEDS_LEAD and not lead and not (kind == "month" and match[0][-1:].isdigit()):
        return None
    found = days_of(text, match, kind, as_of)
    if found is None or (kind in ("date", "month", "weekday") and AHEAD.search(text) and not re.search(r"\d{4}", match[0])):
        return None
    return Point(found, unit_of(kind, match[0].lower()), start, match.start(), match.end(), lead, kind)


def unit_of(kind: str, words: str) -> Unit:
    """The precision of an expression: "a month ago" is precise to a month."""
    if kind in ("ago", "span", "period"):
        return next((u for u in UNITS if u in words), "day")
    return "month" if kind == "month" else "year" if kind == "year" else "day"


def days_of(text: str, match: re.Match[str], kind: str, as_of: date) -> Days | None:
    """The days that an expression denotes. A month, weekday or day without a year is the latest one up to `as_of`."""
    words = match[0]
    if kind == "period":
        return period_days(words.lower(), as_of)
    if kind == "span":
        _, count, named = words.lower().split()
        began = parse_date(f"{count} {named} ago", as_of)
        return (began, as_of) if began else None
    if kind == "weekday":
        last = as_of - timedelta((as_of.weekday() - WEEKDAYS.index(words.lower())) % 7)  # may be the day of the question itself, as in news
        return last, last
    if kind == "year":
        return date(int(words), 1, 1), date(int(words), 12, 31)
    if kind == "bare":  # "3 and 5 May"
        month = re.search(rf"{MONTH}(?:,? \d{{4}})?", text[match.end() :])
        words = f"{words} {month[0]}" if month else words
    if kind == "word" and not words.lower().startswith("yesterday"):
        words = "yesterday" if words.lower() == "last night" else "today"
    day = parse_date(words, as_of)
    if day is None:
        return None
    return (day.replace(day=1), last_of_month(day)) if kind == "month" else (day, day)


def period_days(words: str, as_of: date) -> Days:
    which, name = words.split()
    monday = as_of - timedelta(as_of.weekday())
    if name == "week":
        return {"this": (monday, as_of), "past": (as_of - timedelta(7), as_of)}.get(which, (monday - timedelta(7), monday - timedelta(1)))
    if name == "weekend":
        saturday = monday + timedelta(5 if as_of.weekday() >= 5 and which == "this" else -2)
        return saturday, saturday + timedelta(1)
    if which == "past":
        return as_of - timedelta(31 if name == "month" else 365), as_of
    if name == "month":
        first = as_of.replace(day=1)
        return (first, as_of) if which == "this" else ((before := first - timedelta(1)).replace(day=1), before)
    return (as_of.replace(month=1, day=1), as_of) if which == "this" else (date(as_of.year - 1, 1, 1), date(as_of.year - 1, 12, 31))


def last_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def parse_date(words: str, as_of: date) -> date | None:
    import dateparser  # imported here, because it takes half a second, and most questions name no time

    base = datetime.combine(as_of, time(12))
    settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past", "PREFER_DAY_OF_MONTH": "first"}
    found = dateparser.parse(words, languages=["en"], settings=settings)
    return found.date() if found else None
