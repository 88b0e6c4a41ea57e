"""Statements found by their speaker, in a new archive and in one that is migrated; and what searches may be narrowed to."""

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest

from onrecord.vectorstore.archive.archive import Archive
from onrecord.vectorstore.archive.filters import Filters
from onrecord.vectorstore.archive.speaker_names import fold
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.model import Article
from onrecord.vectorstore.search.search import Query, search
from onrecord.vectorstore.store import Store

TEXT = "Oona Vell said it rained. The mayor of Druva, Ilse Brandvåg, denied it. The police did not answer."


def said(name: str, words: str, role: str | None = None) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"content": {"start": start, "end": start + len(words)}, "speaker_name": name, "speaker_role": role}


@pytest.fixture
def archive(new_archive: Callable[[], Archive]) -> Archive:
    made = new_archive()
    ends = [TEXT.index(". ") + 1, TEXT.index("it. ") + 3, len(TEXT)]
    made.put(Article("a", TEXT, "Rain", publisher="Corvane Wire", published_at="2026-03-04"), [(s, e, [(s, e)]) for s, e in zip([0, ends[0] + 1, ends[1] + 1], ends, strict=True)])
    made.put_statements("1", {("a", 1): [said("Oona Vell", "it rained"), said("Ilse Brandvåg", "denied it", "mayor"), said("Regional Police", "did not answer")]})
    return made


def texts(archive: Archive, name: str) -> list[str]:
    found = archive.passages(archive.within(Filters(said_by=name)))
    return [TEXT[p.start : p.end] for p in found.values()]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Oona Vell", "rained"),
        ("vell", "rained"),
        ("Minister Oona Vell", "rained"),
        ("Brandvag", "denied"),
        ("mayor", "denied"),
        ("mayor of Druva", "denied"),
        ("Druva's mayor", "denied"),
        ("police", "answer"),
    ],
)
def test_by_full_or_last_name_or_office(archive: Archive, name: str, words: str) -> None:
    [found] = texts(archive, name)
    assert words in found


@pytest.mark.parametrize("name", ["Ilse Vell", "Kask", "Oona", "%", "?!"])
def test_nobody_else(archive: Archive, name: str) -> None:
    assert texts(archive, name) == []


def test_a_new_reading_takes_the_place_of_the_old(archive: Archive) -> None:
    archive.put_statements("2", {("a", 1): [said("Ivo Kask", "it rained")]})
    assert texts(archive, "Vell") == [] and len(texts(archive, "Kask")) == 1


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_an_archive_of_the_first_release_is_filled_on_opening(archive: Archive) -> None:
    path = archive.path
    archive.close()
    with sqlite3.connect(path) as db:
        db.execute("DROP TABLE spoken")
        db.execute("PRAGMA user_version = 1")
    assert len(texts(Archive(path), "Vell")) == 1


def test_fold() -> None:
    assert fold("  Élodie  Marchetti-Vane") == "elodie marchetti vane"


def test_statements_of_whom_the_question_asks_for_form_a_ranking(newsroom: Store) -> None:
    first = search(newsroom, Query("What did Brasz say about the truce?", speaker="Brasz", topic="truce"), 5)
    assert any("speaker" in dict(h.found_by) for h in first)
    plain = search(newsroom, Query("What did Brasz say about the truce?"), 5)
    unknown = search(newsroom, Query("What did Brasz say about the truce?", speaker="Zebulon Quux"), 5)
    assert [h.passage for h in unknown] == [h.passage for h in plain]


def test_reports_of_the_days_named_rank_higher_and_others_stay(newsroom: Store) -> None:
    hits = search(newsroom, Query("ceasefire violations", happened=("2026-05-15", "2026-05-25")), 30)
    days = [(h.article.published_at or "")[:10] for h in hits]
    assert days[0] >= "2026-05-15" and any(d < "2026-05-15" for d in days)
    assert search(newsroom, Query("ceasefire violations", happened=("1990-01-01", "1990-02-01")), 5)


def test_filters_hold_in_both_rankings(newsroom: Store) -> None:
    hits = search(newsroom, Query("flood", since="2026-03-01", until="2026-04-30", publisher="tarnsund courier"), 50)
    assert hits and {h.article.publisher for h in hits} == {"Tarnsund Courier"}
    assert all("2026-03-01" <= (h.article.published_at or "")[:10] <= "2026-04-30" for h in hits)
    assert search(newsroom, Query("flood", since="2030-01-01")) == []
    quoted = search(newsroom, Query("What did Brasz say about the truce?", said_by="Ritvel", speaker="Brasz", happened=("2026-01-01", "2026-06-01")), 30)
    allowed = set(newsroom.archive.within(Filters(said_by="Ritvel")))
    assert quoted and {h.passage.passage_id for h in quoted} <= allowed
    with pytest.raises(BadInput, match="publishers are"):
        search(newsroom, Query("flood", publisher="The Moon"))


def test_a_day_in_another_form_is_the_same_day() -> None:
    assert Filters("20260301", "2026-W10-7") == Filters("2026-03-01", "2026-03-08")
