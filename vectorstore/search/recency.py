"""Measures how close an article's day is to the period that a question names, or to the day of the question if it names none."""

from datetime import date
from math import exp

from onrecord.vectorstore.search.tuning import SEARCH_TUNING

Period = tuple[date | None, date]  # first day (None: open) and last day


def recency(published_at: str | None, asked: date, named: Period | None) -> float:
    """Closeness in time, 0…1.

    A day outside the named period scores 0. A day inside a named period that is over scores 1. Otherwise the score falls with the number of
    days before `asked`. An undated article scores 0.
    """
    if published_at is None:
        return 0.0
    day = date.fromisoformat(published_at[:10])
    if named and not (named[0] or day) <= day <= named[1]:
        return 0.0
    if named and named[1] < asked:
        return 1.0
    return exp(-max(0, (asked - day).days) / SEARCH_TUNING.days_fresh)
