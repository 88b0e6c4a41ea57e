from datetime import date

import pytest

from onrecord.assistant.language.dates import find_relative_days, long_day, read_dates

PUBLISHED = date(2026, 3, 4)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("on 3 March 2026", {date(2026, 3, 3)}),
        ("on March 3rd", {date(2026, 3, 3)}),
        ("on Monday", {date(2026, 3, 2)}),
        ("on Wednesday", {date(2026, 3, 4)}),
        ("yesterday", {date(2026, 3, 3)}),
        ("on 30 February", set()),
        ("3 March had 10:15", {date(2026, 3, 3)}),
    ],
)
def test_days_that_a_text_means(text: str, meant: set[date]) -> None:
    assert read_dates(text, PUBLISHED).meant == meant


@pytest.mark.parametrize(("text", "months"), [("It may rain.", set()), ("They march.", set()), ("in May", {5}), ("since March", {3}), ("in Sept", {9}), ("on 3 April", set())])
def test_months_alone(text: str, months: set[int]) -> None:
    assert read_dates(text).months == months


@pytest.mark.parametrize(
    ("claim", "source", "lacking"),
    [
        ("on 3 March", "on Tuesday", []),
        ("on 5 March", "on Tuesday", ["5 March"]),
        ("in March", "on 3 March", []),
        ("on Friday", "on Monday", ["Friday"]),
        ("in 2024", "in 2025", ["2024"]),
        ("in 2026", "on Tuesday", []),
    ],
)
def test_dates_that_a_source_lacks(claim: str, source: str, lacking: list[str]) -> None:
    assert read_dates(claim).lacking(read_dates(source, PUBLISHED)) == lacking


def test_long_day() -> None:
    assert long_day("2026-03-04T10:00:00Z") == "4 March 2026"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("The roof caught fire yesterday.", ["3 March 2026"]),
        ("On Monday, the court ruled.", ["2 March 2026"]),
        ("He was murdered last October.", ["October 2025"]),
        ("They were arrested in January of last year.", ["January 2025"]),
        ("The ford was built last year.", ["2025"]),
        ("Wednesday, 4 March, was cold.", []),
        ("The court will rule on Friday.", []),
        ("It opens next Monday.", []),
        ("He said, “We met yesterday,” and left on Sunday.", ["1 March 2026"]),
        ('He said, "We met yesterday," and left on Sunday.', ["1 March 2026"]),
    ],
)
def test_days_that_are_named_by_the_day_of_publication(text: str, meant: list[str]) -> None:
    assert [m for _, m in find_relative_days(text, PUBLISHED)] == meant
