"""One table of names for every format. An odd fact costs the fact, and what is dropped is said."""

import json
from typing import Any

import pytest

from onrecord.ingest.documents import Document, Source
from onrecord.ingest.extract import extract
from onrecord.ingest.formats import decode
from onrecord.vectorstore.model import Article

BODY = "The ferry office of Hallin said on Thursday that the night boat would not sail before the pier had been repaired and tested."
FILES = {
    "text": f"Headline: Night boat stays\nSource: Hallin Post\nByline: Ida Rask\nPublished: 7 September 2025\nSection: Harbour, page 2\n\n{BODY}",
    "markdown": f"---\nheadline: Night boat stays\nsource: Hallin Post\nbyline: Ida Rask\npublished: 7 September 2025\nsection: Harbour, page 2\n---\n\n{BODY}",
    "json": json.dumps({"headline": "Night boat stays", "source": {"name": "Hallin Post"}, "byline": "Ida Rask", "published": "7 September 2025", "section": "Harbour, page 2", "maintext": BODY}),
}  # fmt: skip


def read(kind: str, raw: str) -> Article:
    (source,) = decode(Document("here", "key", kind, raw.encode()))
    assert isinstance(source, Source)
    article = extract(source)
    assert isinstance(article, Article)
    return article


@pytest.mark.parametrize("kind", FILES)
def test_every_format_knows_the_same_names(kind: str) -> None:
    found = read(kind, FILES[kind])
    assert (found.title, found.publisher, found.authors, found.published_at, found.text) == ("Night boat stays", "Hallin Post", ("Ida Rask",), "2025-09-07", BODY)
    assert [(r.rule, r.text) for r in found.removed] == [("unknown-fact", "section: Harbour, page 2" if kind != "text" else "Section: Harbour, page 2")]


@pytest.mark.parametrize(("name", "value"), [
    ("title", {"id": 5}), ("title", True), ("title", "long " * 200), ("publisher", {"id": 5}), ("publisher", "Post). The quay is shut (Post"), ("authors", {"id": 5}), ("authors", [None, 3.5j.imag, {}]), ("url", {"id": 5}), ("publish_date", {"y": 1}),
    ("language", "Klingon!"), ("updated", [1, 2]),
])  # fmt: skip
def test_an_odd_fact_costs_the_fact_and_not_the_article(name: str, value: Any) -> None:
    found = read("json", json.dumps({"text": BODY, name: value}))
    assert found.text == BODY
    if name != "authors" or not isinstance(value, list):
        assert any(r.rule == "unread-fact" and r.text.startswith(f"{name}: ") for r in found.removed)


def test_many_unknown_facts_are_named_without_filling_the_record() -> None:
    found = read("json", json.dumps({"text": BODY} | {f"x{n}": "y" * 900 for n in range(70)}))
    assert len(found.removed) == 21 and found.removed[-1].text.startswith("50 more: x20, x21") and max(len(r.text) for r in found.removed) < 300


def test_a_second_text_is_not_dropped_in_silence() -> None:
    found = read("json", json.dumps({"text": BODY, "content": "Another text."}))
    assert [r.text for r in found.removed] == ["text 2: Another text."]


def test_names_are_read_as_they_read_and_not_as_they_are_escaped() -> None:
    assert read("json", json.dumps({"text": BODY, "title": "Boat &amp; pier", "source": "Post &#38; Sons"})).title == "Boat & pier"


def test_a_short_text_of_a_dense_script_is_an_article() -> None:
    assert read("text", "速報：夜間フェリーは桟橋の修理が終わるまで運航しないと、港の事務所が木曜日に発表した。").language == "ja"
