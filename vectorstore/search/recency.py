"""How near an article's day is to the time that a question is about: the days that it names, else those before it is asked."""

from datetime import date
from math import exp

DAYS_FRESH = 7.0  # news is about the days before; flat between 3 and 30 on our news questions

Period = tuple[date | None, date]  # first day, None where open, and last


def recency(published_at: str | None, asked: date, named: Period | None) -> float:
    """0…1: how few days before it is asked. Of a time that is named and over, all days are as good; before and after it, none is.

    Older evidence loses this part of its score and no other.
    """
    if published_at is None:
        return 0.0
    day = date.fromisoformat(published_at[:10])
    if named and not (named[0] or day) <= day <= named[1]:
        return 0.0
    if named and named[1] < asked:
        return 1.0
    return exp(-max(0, (asked - day).days) / DAYS_FRESH)
