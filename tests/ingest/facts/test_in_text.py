"""Outlet and day are read from the text itself, where nothing else gives them, and never guessed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from onrecord.ingest.documents import Source
from onrecord.ingest.extract import extract
from onrecord.ingest.facts import text_days
from onrecord.ingest.facts.in_text import FactsInText, facts_in_text
from onrecord.ingest.facts.text_days import Context, day_written
from onrecord.vectorstore.model import Article

BODY = "The ferry office of Hallin said that the night boat would not sail before the pier had been repaired and tested by the harbour engineers."
MORE = "Nobody was hurt when the pier gave way, and the two boats that lay beside it were towed to the northern basin."
NOW = date(2026, 11, 27)


@pytest.fixture(autouse=True)
def in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_days, "today", lambda: NOW)


def article(raw: str, facts: dict[str, Any] | None = None, kind: str = "text", file_name: str = "x.txt") -> Article:
    made = extract(Source("here", "key", kind, raw, file_name, facts or {}, "stated"))
    assert isinstance(made, Article)
    return made


def found(line: str) -> tuple[str | None, str | None]:
    read = facts_in_text(f"{line}\n{BODY}\n{MORE}", "en")
    return read.outlet, read.day


@pytest.mark.parametrize(("head", "outlet", "day"), [
    ("HALLIN, March 1, 2026 (Corvane Wire) — ", "Corvane Wire", "2026-03-01"), ("HALLIN (AP) -- ", "AP", None), ("HALLIN, Feb. 11, 2026 — ", None, "2026-02-11"),
    ("HALLIN, Velmara, 4 March 2026 (Coastal Press) – ", "Coastal Press", "2026-03-04"), ("HALLIN, Wednesday, March 4 - ", None, "2026-03-04"),
    ("Hallin (dpa) - ", "dpa", None), ("Hallin (Coastal Press) – ", "Coastal Press", None), ("(CWI) - HALLIN, 4 MARCH 2026 - ", "CWI", "2026-03-04"),
    ("HALLIN, March 4, 2026 /Business Wire/ -- ", "Business Wire", "2026-03-04"), ("New Hallin, March 4, 2026 (PTI): ", "PTI", "2026-03-04"),
    ("HALLIN (Corvane Wire), March 3, 2026 — ", "Corvane Wire", "2026-03-03"), ("HALLIN/DRUVA, March 3, 2026 (Riverline) — ", "Riverline", "2026-03-03"),
    ("HALLIN — March 4, 2026 — ", None, "2026-03-04"), ("HALLIN, den 4. März 2026 (Küstenpresse) – ", "Küstenpresse", "2026-03-04"),
    ("HALLIN, 4 mars 2026 (AFP) – ", "AFP", "2026-03-04"), ("ХАЛЛИН, 4 марта 2026 (ТАСС) — ", "ТАСС", "2026-03-04"),
])  # fmt: skip
def test_a_dateline_names_agency_and_day(head: str, outlet: str | None, day: str | None) -> None:
    read = facts_in_text(f"{head}{BODY}\n{MORE}", None)
    assert (read.outlet, read.day) == (outlet, day)


@pytest.mark.parametrize("head", [
    "HALLIN (Reuters photo) — ", "HALLIN (Update) — ", "HALLIN, March 1 (Updated) — ", "HALLIN (10:15 GMT) — ", "HALLIN (CET) — ", "HALLIN (Velmara) — ", "HALLIN (UAE) — ",
    "Mara Velten (Labour) — ", "Mara Velten (SPD) — ", "Mara Velten, 41 (Labour) — ", "CWI (Coastal Water Institute) — ", "On Wednesday — ", "The Ferry (built in 1998) — ",
    "HALLIN — ", "HALLIN (file) — ", "HALLIN, March 4 — ", "HALLIN, March 2026 — ",
])  # fmt: skip
def test_what_stands_like_an_agency_or_a_day_is_none(head: str) -> None:
    assert facts_in_text(f"{head}{BODY}\n{MORE}", "en") == FactsInText(None, None)


@pytest.mark.parametrize(("line", "outlet", "day"), [
    ("By Ilka Renn, Aldery Post, 14 April 2026", "Aldery Post", "2026-04-14"), ("Ilka Renn for the Corvane Wire", "Corvane Wire", None),
    ("By Ilka Renn for Riverline", "Riverline", None), ("By Ilka Renn of the Aldery Post", "Aldery Post", None), ("By Coastal Press and staff", "Coastal Press", None),
    ("Tarnsund Courier, Wednesday, May 20, 2026", "Tarnsund Courier", "2026-05-20"), ("Aldery Post | 14 April 2026", "Aldery Post", "2026-04-14"),
    ("14 April 2026 – Aldery Post", "Aldery Post", "2026-04-14"), ("Aldery Post (14.4.2026)", "Aldery Post", "2026-04-14"), ("Radio Aldery, 2026-04-14", "Radio Aldery", "2026-04-14"),
    ("Story by Ilka Renn | Aldery Post | Apr 14, 2026", "Aldery Post", "2026-04-14"), ("Ilka Renn, Political Correspondent, The Littoral Times", "The Littoral Times", None),
    ("Published 14 April 2026, 11:00, updated 15 April 2026", None, "2026-04-14"), ("Hallin, 14 April 2026", None, "2026-04-14"), ("Tuesday, April 14, 2026", None, "2026-04-14"),
    ("Tarnsunder Anzeiger, Mittwoch, 20. Mai 2026", "Tarnsunder Anzeiger", "2026-05-20"), ("Par Ada Brandt, Gazette de Hallin, le 14 avril 2026", "Gazette de Hallin", "2026-04-14"),
    ("Ada Brandt, Hallins Tidende, 14. april 2026", "Hallins Tidende", "2026-04-14"), ("riverline.example, 14 April 2026", "riverline.example", "2026-04-14"),
])  # fmt: skip
def test_a_first_line_names_outlet_and_day(line: str, outlet: str | None, day: str | None) -> None:
    assert found(line) == (outlet, day)


@pytest.mark.parametrize("line", [
    "By a staff reporter", "By agencies", "By Ilka Renn, Hallin", "Ilka Renn", "World News", "Aldery Post", "By our correspondent", "Updated 14 April 2026", "Yesterday", "2 hours ago",
    "Mara Velten runs for Mayor", "By Order of the Mayor", "Editor resigns, Aldery Post", "Photo: Ilka Renn, Aldery Post", "Tomorrow, 9 a.m.", "14-15 April 2026",
    "On Tuesday, April 14, 2026, the council of Hallin met the editor of the Aldery Post", "03/04/2026", "Wednesday, April 14, 2026", "14 April 2068",
])  # fmt: skip
def test_a_person_a_place_or_a_sentence_is_no_outlet_and_no_day(line: str) -> None:
    assert found(line) == (None, None)


@pytest.mark.parametrize(("line", "outlet"), [
    ("World News, 14 April 2026", None), ("Hallin, 14 April 2026", None), ("Ilka Renn, 14 April 2026", None), ("The Hague, 14 April 2026", None), ("Press office, 14 April 2026", None),
    ("By Ilka Renn, Party Secretary, 14 April 2026", None), ("Aldery Post, Tarnsund Courier, 14 April 2026", None),
])  # fmt: skip
def test_another_name_beside_a_day_is_no_outlet(line: str, outlet: str | None) -> None:
    assert found(line)[0] == outlet


@pytest.mark.parametrize(("last", "outlet"), [
    ("— Corvane Wire", "Corvane Wire"), ("(Corvane Wire)", "Corvane Wire"), ("- Reuters.", "Reuters"), ("— Reuters", "Reuters"), ("— Ilka Renn", None), ("(Hallin)", None),
    ("Corvane Wire", None), ("(The pier was built in 1998)", None),
])  # fmt: skip
def test_the_last_line_may_name_the_agency(last: str, outlet: str | None) -> None:
    assert article(f"A day at the pier\n\n{BODY}\n\n{last}\n").publisher == outlet


def test_a_fact_of_the_text_says_so_and_the_text_keeps_its_line() -> None:
    made = article(f"No night boat\n\nTarnsund Courier, Wednesday, May 20, 2026. Interview: Piet Szalai\n\n{BODY}")
    assert (made.publisher, made.published_at, made.date_source) == ("Tarnsund Courier", "2026-05-20", "text")
    assert made.fact_sources["publisher"] == made.fact_sources["published_at"] == "text"
    assert made.text.startswith("Tarnsund Courier, Wednesday, May 20, 2026.")


@pytest.mark.parametrize(("facts", "file_name", "expected"), [
    ({"publisher": "Riverline", "date": "2026-03-02"}, "x.txt", ("Riverline", "2026-03-02")), ({"publisher": "Riverline"}, "x.txt", ("Riverline", "2026-03-01")),
    ({"url": "https://riverline.example/2026/03/02/boat"}, "x.txt", ("riverline.example", "2026-03-02")), ({}, "2026-03-02-boat.txt", ("Corvane Wire", "2026-03-02")),
    ({"updated": "2026-02-20"}, "x.txt", ("Corvane Wire", None)),
])  # fmt: skip
def test_what_is_stated_comes_first(facts: dict[str, Any], file_name: str, expected: tuple[str, str | None]) -> None:
    made = article(f"No night boat\n\nHALLIN, March 1, 2026 (Corvane Wire) — {BODY}", facts, file_name=file_name)
    assert (made.publisher, made.published_at) == expected


def test_a_year_is_settled_by_the_weekday_within_a_year() -> None:
    assert day_written("Wednesday, May 20", Context()) == "2026-05-20"
    assert day_written("Friday, 28 November", Context()) == "2025-11-28", "the last 28 November was a Friday"
    assert day_written("Tuesday, May 20", Context()) is None, "a Tuesday in 2025, longer ago"
    assert day_written("May 20", Context()) is None
    assert day_written("Wednesday, May 20", Context(latest_year=2024)) == "2026-05-20"
    assert day_written("Wednesday, May 20", Context(latest_year=2015)) is None, "a text of 2015 has the same weekday"


def test_a_year_is_settled_by_the_day_of_a_change() -> None:
    assert day_written("March 1", Context(changed="2026-03-02")) == "2026-03-01"
    assert day_written("December 30", Context(changed="2026-01-02")) == "2025-12-30"
    assert day_written("March 1", Context(changed="2026-07-02")) is None, "it may be older than the year of the change"
    assert day_written("Monday, March 1", Context(changed="2026-03-02")) is None, "it was a Sunday"
    made = article(f"HALLIN, March 1 (Corvane Wire) — {BODY}", {"updated": "2026-03-02T08:00:00+00:00"})
    assert (made.published_at, made.updated_at, made.date_source) == ("2026-03-01", "2026-03-02T08:00:00+00:00", "text")


def test_lines_that_disagree_settle_nothing() -> None:
    chronicle = f"4 March 2026\n{BODY}\n11 March 2026\n{MORE}\n18 March 2026\n{BODY}"
    assert facts_in_text(chronicle, "en").day is None
    briefs = f"HALLIN, March 1, 2026 (Corvane Wire) — {BODY}\nDRUVA, March 2, 2026 (Coastal Press) — {MORE}"
    assert facts_in_text(briefs, "en") == FactsInText(None, None)
    assert facts_in_text(f"{BODY}\n" * 8 + f"HALLIN, March 1, 2026 (Corvane Wire) — {MORE}", "en") == FactsInText(None, None), "too late for a dateline"


def test_a_first_line_with_the_paper_is_no_headline() -> None:
    made = article(f"Tarnsund Courier, Wednesday, May 20, 2026\n\nNo night boat before summer\n\n{BODY}")
    assert (made.title, made.publisher, made.published_at) == ("No night boat before summer", "Tarnsund Courier", "2026-05-20")
    assert made.text == f"Tarnsund Courier, Wednesday, May 20, 2026\n{BODY}"
    assert article(f"By Ilka Renn, Aldery Post, 14 April 2026\n\n{BODY}").title.startswith("The ferry office of Hallin")
    assert article(f"Storm Alwin, March 4\n\n{BODY}").title == "Storm Alwin, March 4"


def test_a_day_ahead_is_not_read() -> None:
    ahead = datetime.now(UTC).date() + timedelta(days=200)
    assert facts_in_text(f"Hallin, {ahead.isoformat()}\n{BODY}", "en").day is None
