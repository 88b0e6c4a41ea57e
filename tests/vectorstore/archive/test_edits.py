"""An edited fact is used everywhere, survives later versions, is kept with who and when, and never touches the text."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from onrecord.ingest.pipeline import ingest
from onrecord.vectorstore.archive import Archive, by_publisher, edit, edits_of, list_articles, retract, undo_retraction
from onrecord.vectorstore.embedding import DEFAULT_MODEL
from onrecord.vectorstore.errors import BadInput, NotFound
from onrecord.vectorstore.model import Article
from onrecord.vectorstore.search.search import Query, search
from onrecord.vectorstore.store import open_archive, open_store

TEXT = "The pumps of Oske ran all night. The waterworks said that 31 pumps were at work in the lower town on Thursday."
BARE = Article("a1", TEXT, "Pumps in Oske", fact_sources={"publisher": "none", "published_at": "none", "title": "text"})
SPANS = [(0, len(TEXT), [(0, 32), (33, len(TEXT))])]


@pytest.fixture
def archive(new_archive: Callable[[], Archive]) -> Archive:
    made = new_archive()
    made.put(BARE, SPANS)
    return made


def test_an_edit_keeps_text_digest_and_what_was_read(archive: Archive) -> None:
    (made,) = edit(archive, "a1", {"publisher": "  Oske  Courier "}, "ana")
    assert (made.fact, made.before, made.value, made.edited_by) == ("publisher", None, "Oske Courier", "ana") and made.edited_at
    shown = archive.article("a1")
    assert shown.publisher == "Oske Courier" and shown.fact_sources["publisher"] == "edited" and shown.text == TEXT and shown.version == 1
    assert archive.article_as_read("a1") == replace(BARE, version=1)
    assert archive.put(BARE, SPANS) == "unchanged" and archive.article("a1").publisher == "Oske Courier"
    assert edit(archive, "a1", {"publisher": "Oske Courier"}, "ana") == [] and len(edits_of(archive, "a1")) == 1


def test_an_edit_covers_every_version_and_later_ones(archive: Archive) -> None:
    edit(archive, "a1", {"publisher": "Oske Courier", "published_at": "2026-03-05"}, "ana")
    later = replace(BARE, text=TEXT.replace("31", "33"), publisher="Feed title", published_at="2026-03-06", published_time="2026-03-06T08:00:00+00:00", date_source="feed")
    assert archive.put(later, SPANS) == "updated"
    versions = [archive.article("a1", n) for n in (1, 2)]
    assert [(a.publisher, a.published_at, a.published_time) for a in versions] == [("Oske Courier", "2026-03-05", None)] * 2
    edit(archive, "a1", {"publisher": "", "published_at": None}, "bo")
    versions = [archive.article("a1", n) for n in (1, 2)]
    assert [(a.publisher, a.published_at, a.published_time, a.date_source) for a in versions] == [
        (None, None, None, "none"), ("Feed title", "2026-03-06", "2026-03-06T08:00:00+00:00", "feed"),
    ]  # fmt: skip
    assert [(e.fact, e.value, e.edited_by) for e in edits_of(archive, "a1")][2:] == [("publisher", None, "bo"), ("published_at", None, "bo")]


def test_all_facts_can_be_edited_and_lists_follow(archive: Archive) -> None:
    edit(archive, "a1", {"title": "Oske pumps on", "authors": ["Ida Roe", "Per Lund"], "language": "EN", "published_at": "2026-03-05"}, "ana")
    shown = archive.article("a1")
    assert (shown.title, shown.authors, shown.language) == ("Oske pumps on", ("Ida Roe", "Per Lund"), "en")
    ((listed,), _) = list_articles(archive)
    assert (listed.title, listed.published_at, listed.language) == ("Oske pumps on", "2026-03-05", "en")
    edit(archive, "a1", {"publisher": "Oske Courier"}, "ana")
    assert by_publisher(archive)[0]["publisher"] == "Oske Courier" and archive.publishers() == ["Oske Courier"] and archive.counts()["newest"] == "2026-03-05"


@pytest.mark.parametrize("change", [
    {"published_at": "yesterday"}, {"published_at": "2026-02-30"}, {"published_at": "2926-03-05"}, {"publisher": "x" * 401}, {"publisher": "a\x07b"},
    {"language": "english"}, {"authors": ["x"] * 51}, {"text": "other words"},
])  # fmt: skip
def test_a_wrong_value_changes_nothing(archive: Archive, change: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        edit(archive, "a1", {"publisher": "Oske Courier"} | change, "ana")
    assert archive.article("a1") == replace(BARE, version=1) and edits_of(archive, "a1") == []


def test_an_unknown_article_cannot_be_edited(archive: Archive) -> None:
    with pytest.raises(NotFound):
        edit(archive, "nosuch", {"publisher": "Oske Courier"}, "ana")


def test_searches_follow_an_edited_day_and_headline(tmp_path: Path, article_file: Path) -> None:
    query = "how many tanks were destroyed in the valley"
    with open_store(tmp_path / "home", DEFAULT_MODEL) as store:
        ingest(store, [article_file])
        (name,) = store.archive.article_ids()
        edit(store.archive, name, {"published_at": "2026-04-09", "publisher": "Valley Post"}, "ana")
        assert not store.is_level(), "the index has the old day"
        assert store.catch_up() == 0, "nothing is embedded again"
        assert store.index.ids() == store.archive.current_ids()
        assert search(store, Query(query, until="2026-03-20")) == [] and search(store, Query(query, since="2026-04-01", publisher="valley post"))
        assert store.index.nearest(store.embed_question(query), 5, "2026-03-20") == []
        edit(store.archive, name, {"title": "Quarrel about armour"}, "ana")
        assert store.catch_up() > 0, "passages are embedded with their headline"
        assert store.archive.match("quarrel", 5) and not store.archive.match("accounts", 5)


def test_a_retracted_article_stays_out_when_it_is_edited(archive: Archive) -> None:
    retract(archive, "a1", "invented")
    edit(archive, "a1", {"published_at": "2026-03-05", "title": "Oske pumps on"}, "ana")
    assert archive.current_ids() == set() and archive.match("pumps", 5) == []
    undo_retraction(archive, "a1")
    assert len(archive.current_ids()) == 1 and len(archive.match("pumps", 5)) == 1


def test_an_older_archive_opens_and_can_be_edited(tmp_path: Path, article_file: Path) -> None:
    home = tmp_path / "home"
    with open_store(home, DEFAULT_MODEL) as store:
        ingest(store, [article_file])
    with create_engine(f"sqlite:///{home / 'archive.sqlite3'}").begin() as db:  # as migration 6 left it
        db.execute(text("ALTER TABLE versions DROP COLUMN as_read"))
        db.execute(text("DROP TABLE edits"))
        db.execute(text("PRAGMA user_version = 6"))
    archive = open_archive(home)
    (name,) = archive.article_ids()
    edit(archive, name, {"publisher": "Valley Post"}, "ana")
    assert archive.article(name).publisher == "Valley Post" and archive.article_as_read(name).publisher == "Corvane Wire"


EDIT_FOR_EVER = """
import sys
from pathlib import Path
from onrecord.vectorstore.archive import Archive, edit
archive = Archive(Path(sys.argv[1]))
for n in range(10**6):
    if n == 1:
        print("edited", flush=True)
    edit(archive, "a1", {"publisher": f"Outlet {n}", "published_at": f"20{n % 20:02}-03-05"}, "ana")
"""


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_a_kill_leaves_an_edit_done_or_undone(archive: Archive, tmp_path: Path) -> None:
    for wait in (0.05, 0.13, 0.31):
        with subprocess.Popen([sys.executable, "-c", EDIT_FOR_EVER, str(tmp_path / "archive.sqlite3")], stdout=subprocess.PIPE) as process:
            assert process.stdout and process.stdout.readline()
            time.sleep(wait)
            os.kill(process.pid, signal.SIGKILL)
        found = Archive(tmp_path / "archive.sqlite3")
        last = {e.fact: e.value for e in edits_of(found, "a1")}
        shown = found.article("a1")
        assert last and (shown.publisher, shown.published_at) == (last["publisher"], last["published_at"])
        assert len(found.current_ids()) == len(found.match("pumps", 5)) == 1 and edits_of(found, "a1")[-1].fact == "published_at"
