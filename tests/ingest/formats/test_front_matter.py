"""Front matter and header lines of every kind are read, and text that only looks like them stays text."""

import pytest

from onrecord.ingest.formats.front_matter import split_front_matter
from onrecord.ingest.formats.headers import split_headers

TITLE = "Pier: what is next?"


@pytest.mark.parametrize("block", [
    '---\ntitle: "Pier: what is next?"\ndate: 2025-09-07\n---\n',
    "---\ntitle: Pier: what is next?\ndate: 2025-09-07\ntags:\n  - harbour\n...\n",  # a colon: it does not parse
    '+++\ntitle = "Pier: what is next?"\ndate = 2025-09-07\n[params]\nauthor = "Ida Rask"\n+++\n',
    '{"title": "Pier: what is next?", "date": "2025-09-07"}\n',
    "Title: Pier: what is next?\nDate: 2025-09-07\n",
    "\ufeff---\r\ntitle: 'Pier: what is next?'\r\ndate: 2025-09-07\r\n---\r\n",
])  # fmt: skip
def test_front_matter(block: str) -> None:
    facts, text = split_front_matter(f"{block}\nThe text.\n")
    assert {k.lower(): v for k, v in facts.items() if k.lower() in ("title", "date")} == {"title": TITLE, "date": "2025-09-07"} and text.strip() == "The text."


def test_pandocs_title_block_and_tables_of_site_generators() -> None:
    assert split_front_matter("% Pier\n% Ida Rask\n% 2025-09-07\n\nText.")[0] == {"title": "Pier", "authors": "Ida Rask", "date": "2025-09-07"}
    assert split_front_matter("---\ntitle: Pier\nparams:\n  author: Ida Rask\nsubtitle: ~\n---\nText.")[0] == {"title": "Pier", "author": "Ida Rask"}


@pytest.mark.parametrize("value", ["No", "2025", "1_000", "08:30", "null and void"])
def test_values_stay_as_written(value: str) -> None:
    assert split_front_matter(f"---\ntitle: {value}\n---\nText.")[0]["title"] == value


@pytest.mark.parametrize("text", ["---\nThe boat stays. It is late.\n---\nMore text.", "{curly} words begin this text.", "Note: the boat stays.\n\nMore.", "+++\nno toml\n+++\nText."])
def test_text_that_looks_like_front_matter_stays(text: str) -> None:
    assert split_front_matter(text) == ({}, text)


def test_a_block_that_does_not_parse_loses_no_line() -> None:
    facts, _ = split_front_matter("---\ntitle: Pier: next\nsummary: two\n  lines: of it\n---\nText.")
    assert facts == {"title": "Pier: next", "summary": "two lines: of it"}


@pytest.mark.parametrize(("head", "names"), [
    ("Title: A\nPage: 3\nDate: 2025-09-07\n", ["Title", "Page", "Date"]),  # an unknown name among known ones
    ("Title: A\nDate: 2025-09-07\nPage: 3\n\n", ["Title", "Date", "Page"]),  # a blank line ends the headers
    ("Title: A\nDate: 2025-09-07\nPage: 3\n", ["Title", "Date"]),
    ("Title: A\nFire: three houses burned down.\n", ["Title"]),
    ("Fire: three houses burned down.\nTitle: A\n", []),
    ("Fire: three houses burned down.\n", []),
])  # fmt: skip
def test_header_lines(head: str, names: list[str]) -> None:
    facts, rest = split_headers(f"{head}Body.".split("\n"))
    assert list(facts) == names and rest[-1] == "Body." and len(rest) == head.count("\n") + 1 - len(names)


def test_a_header_that_holds_the_text_keeps_it() -> None:
    assert split_headers(["Title: A", "Text: The boat stays.", "More."]) == ({"Title": "A"}, ["The boat stays.", "More."])
