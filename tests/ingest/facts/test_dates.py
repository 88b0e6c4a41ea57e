"""A date is read where it is certain, and never guessed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from onrecord.ingest.documents import Source
from onrecord.ingest.extract import extract
from onrecord.ingest.facts.dates import is_ahead, parse_time, read_day
from onrecord.vectorstore.model import Article

BODY = "The ferry office of Hallin said on Thursday that the night boat would not sail before the pier had been repaired and tested."


@pytest.mark.parametrize("value", [
    "2025-09-07", "2025-09-07T23:30:00-05:00", "2025/9/7", "2025.09.07", "2025. 9. 7.", "20250907", "20250907T181500Z", "Sunday 07/09/2025", "09/07/2025, Sunday",
    "7.9.2025", "07.09.2025 18:30", "7. 9. 2025", "September 7, 2025", "Sept. 7th, 2025 6:30 PM", "the 7th of September 2025", "7-Sep-2025", "Sun Sep 07 18:15:00 UTC 2025",
    "Sun, 07 Sep 2025 18:15:00 +0200", "Sonntag, 7. September 2025, 18.30 Uhr", "dimanche 7 septembre 2025", "7 de septiembre de 2025", "7 de setembro de 2025", "7 settembre 2025",
    "7 september 2025 om 18:30", "7. syyskuuta 2025", "7 września 2025", "7. září 2025", "2025. szeptember 7.", "2025 m. rugsėjo 7 d.", "7 сентября 2025 г.", "7 вересня 2025",
    "7 Σεπτεμβρίου 2025", "7 Eylül 2025", "ngày 7 tháng 9 năm 2025", "2025年9月7日", "2025년 9월 7일", "٧ سبتمبر ٢٠٢٥", "7 सितंबर 2025", 1757268900, 1757268900000, "1757268900", 1757268900.5,
])  # fmt: skip
def test_a_day_is_read(value: Any) -> None:
    assert read_day(value).day == "2025-09-07"


@pytest.mark.parametrize("value", [
    "yesterday", "3 hours ago", "today at 18:30", "last Sunday", "vor 2 Stunden", "il y a 3 heures", "hace 2 días", "just now", "Sunday", "7 September", "September 2025", "2025", "18:30",
    "07/09/2025", "07-09-2025", "9/7/2025 18:30", "7/9/25", "7-Sep-25", "2025-02-30", "31 February 2025", "0000-00-00", "1970-01-01T00:00:00Z", 0, "0", -1, 45907, "12345678901",
    "7 September 2025, changed 9 September 2025", "7 listopada 2025", "7 กันยายน 2568", "2068-09-07", {"day": 7}, True, None, "", "x" * 500,
])  # fmt: skip
def test_no_day_is_guessed_and_the_reason_is_given(value: Any) -> None:
    reading = read_day(value)
    assert reading.day is None and reading.reason


def test_only_one_possible_order_counts_as_an_order() -> None:
    assert (read_day("13/09/2025").day, read_day("09/13/2025").day, read_day("09.13.2025").day, read_day("05/05/2025").day) == (
        "2025-09-13", "2025-09-13", "2025-09-13", "2025-05-05",
    )  # fmt: skip


def test_a_language_decides_between_months_of_one_name() -> None:
    assert (read_day("7 listopada 2025", "pl").day, read_day("7 listopada 2025", "hr").day) == ("2025-11-07", "2025-10-07")


@pytest.mark.parametrize(("value", "time"), [
    ("Sun Sep 07 18:15:00 UTC 2025", "2025-09-07T18:15:00+00:00"), ("Sun, 07 Sep 2025 18:15:00 +0200", "2025-09-07T18:15:00+02:00"), (1757268900, "2025-09-07T18:15:00+00:00"),
    ("2025-09-07 18:15:00 +0200", "2025-09-07T18:15:00+02:00"), ("2025-09-07", None), ("Sep 7, 2025 6:15 PM", None), ("07/09/2025 18:15", None),
])  # fmt: skip
def test_a_time_is_read_where_its_form_is_certain(value: Any, time: str | None) -> None:
    assert parse_time(value) == time


def test_a_day_in_the_future_is_told() -> None:
    today = datetime.now(UTC).date()
    assert not is_ahead(today.isoformat()) and is_ahead((today + timedelta(days=9)).isoformat())
    soon = article({"date": (today + timedelta(days=30)).isoformat()})
    assert soon.published_at and any("future" in note.text for note in soon.removed)
    far = article({"date": (today + timedelta(days=4000)).isoformat()})
    assert far.published_at is None and any("future" in note.text for note in far.removed)


def test_a_value_that_is_not_read_is_told_and_the_next_one_is_read() -> None:
    found = article({"publish_date": "2 hours ago", "date": "2025-09-07", "updated": "a while ago"})
    assert found.published_at == "2025-09-07" and found.updated_at is None
    assert [r.text.split(" (")[0] for r in found.removed if r.rule == "unread-fact"] == ["publish_date: 2 hours ago", "updated: a while ago"]


def test_the_time_of_an_update_is_no_time_of_publication() -> None:
    assert article({"date": "Updated 7 September 2025"}).published_at is None


def test_the_day_in_an_address_counts_last() -> None:
    url = "https://hallin.example/2025/09/07/night-boat"
    assert (article({"url": url}).published_at, article({"url": url}).date_source) == ("2025-09-07", "address")
    assert article({"url": url, "date": "2025-09-06"}).published_at == "2025-09-06"


def article(facts: dict[str, Any]) -> Article:
    made = extract(Source("here", "key", "text", BODY, "x.txt", facts))
    assert isinstance(made, Article)
    return made
