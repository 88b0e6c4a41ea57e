"""Articles are listed by filters and in an order, page by page, each once."""

from collections.abc import Callable
from typing import Any

import pytest

from onrecord.vectorstore.archive import Archive, ListFilters, count_articles, edit, list_articles, retract
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.model import Article

FACTS: list[dict[str, Any]] = [
    {"title": "Pumps in Oske", "publisher": "Oske Courier", "published_at": "2026-03-04", "language": "en", "authors": ("Ida Roe",)},
    {"title": "Ferry stops", "publisher": "Corvane Wire", "published_at": "2026-03-06T08:00:00+00:00", "language": "en"},
    {"title": "Éclairs in Hallin", "published_at": "2026-03-05", "language": "fr"},
    {"title": "Apples", "publisher": "oske courier"},
]


@pytest.fixture
def archive(new_archive: Callable[[], Archive]) -> Archive:
    made = new_archive()
    for n, facts in enumerate(FACTS):
        text = f"The harbour office of {facts['title']} counted {n} boats on Thursday."
        made.put(Article(f"a{n}", text, **facts), [(0, len(text), [(0, len(text))])])
    return made


def ids(archive: Archive, sort: str = "newest", **filters: Any) -> str:
    found = [a.article_id for a in list_articles(archive, 50, None, ListFilters(**filters), sort)[0]]
    assert count_articles(archive, ListFilters(**filters)) == len(found)
    return " ".join(found)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, "a1 a2 a0 a3"),
        ({"publisher": "OSKE courier"}, "a0 a3"),
        ({"since": "2026-03-05"}, "a1 a2"),
        ({"until": "2026-03-05"}, "a2 a0"),
        ({"since": "2026-03-05", "until": "2026-03-05"}, "a2"),
        ({"language": "FR"}, "a2"),
        ({"missing": ("publisher",)}, "a2"),
        ({"missing": ("date", "publisher")}, "a2 a3"),
        ({"missing": ("language",)}, "a3"),
        ({"missing": ("authors",)}, "a1 a2 a3"),
        ({"text": "boat Oske"}, "a0"),
        ({"text": "eclairs"}, "a2"),
        ({"text": 'boats" OR "x'}, ""),
        ({"text": "harbo", "typing": True}, "a1 a2 a0 a3"),
        ({"text": "oske coun", "typing": True}, "a0"),
        ({"text": "harbo oske", "typing": True}, ""),
        ({"text": "thursdayx", "typing": True}, "a1 a2 a0 a3"),
        ({"text": "ferr"}, ""),
    ],
)
def test_filters(archive: Archive, filters: dict[str, Any], found: str) -> None:
    assert ids(archive, **filters) == found


@pytest.mark.parametrize(("sort", "found"), [("oldest", "a0 a2 a1 a3"), ("title", "a3 a2 a1 a0"), ("publisher", "a1 a0 a3 a2")])
def test_orders(archive: Archive, sort: str, found: str) -> None:
    assert ids(archive, sort) == found


@pytest.mark.parametrize("sort", ["newest", "oldest", "added", "publisher", "title"])
def test_pages_have_each_article_once(archive: Archive, sort: str) -> None:
    everything = ids(archive, sort).split()
    after, found = None, []
    while True:
        page, after = list_articles(archive, 1, after, sort=sort)
        found += [a.article_id for a in page]
        if after is None:
            break
    assert found == everything
    assert [a.article_id for a in list_articles(archive, 2, sort=sort, skip=2)[0]] == everything[2:]


def test_edited_and_retracted_articles_are_listed_so(archive: Archive) -> None:
    edit(archive, "a2", {"publisher": "Hallin Post"}, "ana")
    retract(archive, "a2", "invented")
    assert ids(archive, missing=("publisher",)) == "" and ids(archive, publisher="hallin post") == "a2"
    assert list_articles(archive, 50, None, ListFilters(publisher="Hallin Post"))[0][0].retracted == "invented"


@pytest.mark.parametrize("filters", [{"since": "May"}, {"since": "2026-03-05", "until": "2026-03-04"}, {"missing": ("colour",)}, {"text": "…"}])
def test_a_wrong_filter_is_refused(filters: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        ListFilters(**filters)


def test_a_wrong_order_or_page_is_refused(archive: Archive) -> None:
    for wrong in ({"sort": "colour"}, {"after": "nosuch"}, {"after": ""}):
        with pytest.raises(BadInput):
            list_articles(archive, **wrong)  # type: ignore[arg-type]
