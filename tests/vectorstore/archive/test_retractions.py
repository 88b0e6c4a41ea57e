"""A retracted article is out of search at once, stays out when it is taken in again, and is kept with its reason."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from onrecord.ingest.pipeline import ingest
from onrecord.vectorstore.archive.excerpts import find_excerpt
from onrecord.vectorstore.archive.retractions import retract, retractions_of, standing, undo_retraction
from onrecord.vectorstore.embedding.embedder import DEFAULT_MODEL
from onrecord.vectorstore.errors import BadInput, NotFound
from onrecord.vectorstore.search.search import Query, search
from onrecord.vectorstore.store import open_archive, open_store

QUERY = Query("how many tanks were destroyed in the valley")


def test_retracted_is_found_by_no_ranking_until_it_is_undone(tmp_path: Path, article_file: Path) -> None:
    with open_store(tmp_path / "home", DEFAULT_MODEL) as store:
        ingest(store, [article_file])
        (name,) = store.archive.article_ids()
        before = [(h.passage.passage_id, h.found_by) for h in search(store, QUERY)]
        assert before
        retract(store.archive, name, "the general's office disowned the account")
        assert search(store, QUERY) == [], "at once, whatever the index still holds"
        assert find_excerpt(store.archive, "more than 15 tanks had been destroyed in the valley on Sunday") == []
        store.catch_up()
        assert store.index.ids() == set() and store.archive.counts()["retracted"] == 1
        assert "15 tanks" in store.archive.article(name).text, "the record is kept"

        undo_retraction(store.archive, name)
        assert store.catch_up() == 0, "nothing is embedded again"
        assert [(h.passage.passage_id, h.found_by) for h in search(store, QUERY)] == before
        (told,) = retractions_of(store.archive, name)
        assert told.reason == "the general's office disowned the account" and told.undone_at and standing([told]) is None


def test_retracted_and_taken_in_again_stays_retracted(tmp_path: Path, article_file: Path) -> None:
    with open_store(tmp_path / "home", DEFAULT_MODEL) as store:
        ingest(store, [article_file])
        (name,) = store.archive.article_ids()
        retract(store.archive, name, "forged")
        assert ingest(store, [article_file]).unchanged == 1
        article_file.write_text(article_file.read_text("utf-8").replace("15 tanks", "19 tanks"), "utf-8")
        assert ingest(store, [article_file]).updated == 1 and search(store, QUERY) == [] and store.index.ids() == set()
        undo_retraction(store.archive, name)
        store.catch_up()
        assert {h.passage.version for h in search(store, QUERY)} == {2}, "the newest version comes back, not the one that was retracted"


def test_what_cannot_be_retracted_or_undone(tmp_path: Path, article_file: Path) -> None:
    with open_store(tmp_path / "home", DEFAULT_MODEL) as store:
        ingest(store, [article_file])
        archive = store.archive
        (name,) = archive.article_ids()
        for call in (lambda: retract(archive, "nosuch", "forged"), lambda: undo_retraction(archive, "nosuch")):
            with pytest.raises(NotFound):
                call()
        for call in (lambda: retract(archive, name, " "), lambda: undo_retraction(archive, name)):
            with pytest.raises(BadInput):
                call()
        retract(archive, name, "forged")
        with pytest.raises(BadInput, match="already"):
            retract(archive, name, "forged")


def test_an_older_archive_takes_its_articles_for_unchanged(tmp_path: Path, article_file: Path) -> None:
    home = tmp_path / "home"
    with open_store(home, DEFAULT_MODEL) as store:
        ingest(store, [article_file])
    with create_engine(f"sqlite:///{home / 'archive.sqlite3'}").begin() as db:  # as migration 4 left it
        db.execute(text("ALTER TABLE versions DROP COLUMN details"))
        for table in ("signatures", "bands", "copies", "retractions"):
            db.execute(text(f"DROP TABLE {table}"))
        db.execute(text("UPDATE versions SET digest = 'of an older making'"))
        db.execute(text("PRAGMA user_version = 4"))
    (name,) = open_archive(home).article_ids()
    assert open_archive(home).article(name).broken_quotes == ()
    with open_store(home, DEFAULT_MODEL) as store:
        assert ingest(store, [article_file]).unchanged == 1
