"""How near an article's day is to the time that a question is about: what it names, else the days before it is asked."""

import re
from datetime import date, timedelta
from math import exp

DAYS_FRESH = 7.0  # news is about the days before; flat between 3 and 30 on our news questions
AFTERMATH = timedelta(days=45)  # what happened in a month is reported until then
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
YEAR = re.compile(r"(?<![\w$€£,.])(?:19|20)\d\d(?![\w%,.]\d)\b")
MONTH = re.compile(rf"\b(?:in|of|since|by|last|late|early|mid|on|\d\d?(?:st|nd|rd|th)?)[ -]({'|'.join(MONTHS)})\b(?: (\d{{4}}))?", re.IGNORECASE)

Period = tuple[date, date]


def recency(published_at: str | None, asked: date, named: Period | None) -> float:
    """0…1: how few days before it is asked, or 1 within the time that it names. Older evidence loses this part and no other."""
    if published_at is None:
        return 0.0
    day = date.fromisoformat(published_at[:10])
    if named:
        return float(named[0] <= day <= named[1] + AFTERMATH)
    return exp(-max(0, (asked - day).days) / DAYS_FRESH)


def named_period(question: str, asked: date) -> Period | None:
    """The month or year that a question names. The year in which it is asked says nothing: this year's news is what is fresh."""
    if found := MONTH.search(question):
        month = MONTHS.index(found[1].lower()) + 1
        year = int(found[2]) if found[2] else asked.year - (month > asked.month)
        return None if (year, month) == (asked.year, asked.month) else (date(year, month, 1), last_of(year, month))
    years = [int(y) for y in YEAR.findall(question)]
    if years and all(y < asked.year for y in years):
        return date(min(years), 1, 1), date(max(years), 12, 31)
    return None


def last_of(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
