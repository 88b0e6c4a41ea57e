"""The list of words in which a misspelt word is looked up has each word of the full-text index, however it came there."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from onrecord.vectorstore.archive import Archive, retract, undo_retraction
from onrecord.vectorstore.model import Article

OLD, NEW = "The Zimmerlo lock is shut. Élodie Vranque has the key.", "The Zimmerlo lock is open again, says Quillback."


def put(archive: Archive, body: str) -> None:
    archive.put(Article("a1", body, "Oxhollow"), [(0, len(body), [(0, len(body))])])


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive(tmp_path / "archive.sqlite3")
    put(made, OLD)
    return made


def indexed(archive: Archive) -> dict[str, int]:
    """The words that the full-text index lists itself, with the number of passages that have each."""
    with archive.engine.begin() as db:
        db.execute(text("CREATE VIRTUAL TABLE IF NOT EXISTS temp.listed USING fts5vocab(main, passages_fts, row)"))
        return {row.term: row.doc for row in db.execute(text("SELECT term, doc FROM temp.listed"))}


def found(archive: Archive) -> dict[str, int]:
    words = [w for first in {w[0] for w in indexed(archive)} for w in archive.words_like(first, 1, 99)]
    return {w: count for w, count in archive.passages_with(words).items() if count}


def test_the_list_has_the_words_of_the_full_text_index(archive: Archive) -> None:
    assert found(archive) == indexed(archive) and {"elodi", "vranqu", "oxhollow"} <= set(found(archive))
    put(archive, NEW)
    assert found(archive) == indexed(archive) and "vranqu" not in found(archive)


def test_words_come_back_with_a_retracted_article(archive: Archive) -> None:
    retract(archive, "a1", "forged")
    assert found(archive) == {}
    undo_retraction(archive, "a1")
    assert found(archive) == indexed(archive) != {}


def test_words_are_given_by_first_letter_and_length(archive: Archive) -> None:
    assert archive.words_like("z", 5, 9) == ["zimmerlo"] and archive.words_like("z", 9, 20) == [] == archive.words_like("", 1, 99)


@pytest.mark.parametrize("retracted", [False, True])
def test_an_older_archive_is_given_the_list_on_opening(archive: Archive, retracted: bool) -> None:
    if retracted:
        retract(archive, "a1", "forged")
    archive.close()
    with create_engine(f"sqlite:///{archive.path}").begin() as db:  # as migration 7 left it
        db.execute(text("DROP TABLE words"))
        db.execute(text("PRAGMA user_version = 7"))
    opened = Archive(archive.path)
    if retracted:
        undo_retraction(opened, "a1")
    assert found(opened) == indexed(opened) and "zimmerlo" in found(opened)
