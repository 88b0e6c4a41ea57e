"""Time expressions around a Wednesday."""

from datetime import date

import pytest

from onrecord.assistant.question.time_expressions import read_timeframe

AS_OF = date(2026, 5, 27)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("What did she say yesterday?", "2026-05-26", "2026-05-27"),
        ("What burned two days ago in Druva?", "2026-05-25", "2026-05-27"),
        ("What happened last week?", "2026-05-18", "2026-05-27"),
        ("How many were hurt this month?", "2026-05-01", "2026-05-27"),
        ("What changed in the last ten days?", "2026-05-17", "2026-05-27"),
        ("How many have left since July?", "2025-07-01", "2026-05-27"),
        ("Who stepped down in March 2025?", "2025-03-01", "2025-05-01"),
        ("What was inflation in February?", "2026-02-01", "2026-03-31"),
        ("What happened between 3 and 5 May?", "2026-05-03", "2026-05-12"),
        ("What happened from 1 April to 3 April?", "2026-04-01", "2026-04-10"),
        ("How did the council vote on 7 May?", "2026-05-07", "2026-05-14"),
        ("How did the council vote on May 7, 2025?", "2025-05-07", "2025-05-14"),
        ("What did he say on 2026-05-01?", "2026-05-01", "2026-05-08"),
        ("What happened on Tuesday?", "2026-05-26", "2026-05-27"),
        ("Who met from Monday to Wednesday?", "2026-05-25", "2026-05-27"),
        ("How many had left by 11 April?", None, "2026-04-18"),
        ("What was known before 3 March?", None, "2026-03-09"),
        ("What did the city spend in 2024?", "2024-01-01", "2025-12-31"),
    ],
)
def test_days_in_which_it_is_reported(text: str, since: str | None, until: str) -> None:
    found = read_timeframe(text, AS_OF)
    assert found and (found.since, found.until) == (since, until)


def test_publication_is_taken_to_the_day() -> None:
    found = read_timeframe("Which articles were published on 3 March 2026?", AS_OF)
    assert found and (found.since, found.until) == ("2026-03-03", "2026-03-03")


@pytest.mark.parametrize(
    "text",
    [
        "What did Theresa May say?",
        "Who may go, and who will march?",
        "What was said before the election?",
        "What will open in June?",
        "When is the run-off on 24 June?",
        "Who paid 2026 crowns?",
        "What happened on 40 May?",
        "Is Ash Wednesday a holiday?",
    ],
)
def test_no_time(text: str) -> None:
    assert read_timeframe(text, AS_OF) is None


def test_words_and_whether_articles_use_them() -> None:
    last, dated = read_timeframe("Who won last week?", AS_OF), read_timeframe("Who won on 3 May?", AS_OF)
    assert last and (last.words, last.relative) == ("last week", True) and dated and (dated.words, dated.relative) == ("on 3 May", False)
