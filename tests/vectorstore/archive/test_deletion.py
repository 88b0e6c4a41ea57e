"""Deleted articles leave nothing behind, and the others stay as they are."""

from pathlib import Path

from sqlalchemy import text

from onrecord.vectorstore.archive import Archive, copies_of, delete_articles, edit, link_copies, list_articles, retract
from onrecord.vectorstore.model import Article

WORDS = "The pumps of Oske ran all night long while the waterworks counted thirty one of them in the lower town."


def test_nothing_of_a_deleted_article_is_left(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive.sqlite3")
    for article_id in ("a", "b", "kept"):
        archive.put(Article(article_id, WORDS, title=article_id), [(0, len(WORDS), [(0, len(WORDS))])])
    archive.put(Article("a", WORDS + " Later more.", title="a"), [(0, len(WORDS), [(0, len(WORDS))])])
    edit(archive, "a", {"publisher": "Oske Courier"}, "desk")
    archive.put_statements("reader", {("a", 2): [{"content": {"start": 0, "end": 3}, "speaker_name": "Ana", "speaker_role": None}]})
    retract(archive, "b", "invented")
    link_copies(archive, lambda *_: None)
    delete_articles(archive, ["a", "b", "unknown"])

    assert [a.article_id for a in list_articles(archive)[0]] == ["kept"]
    assert not copies_of(archive, "kept") and archive.passage_count() == 1
    with archive.engine.connect() as db:
        tables = [t for t in db.execute(text("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%article_id%'")).scalars()]
        left = {t: db.execute(text(f"SELECT count(*) FROM {t} WHERE article_id IN ('a', 'b')")).scalar_one() for t in tables}
        assert not any(left.values()), left
        assert db.execute(text("SELECT count(*) FROM passages_fts")).scalar_one() == 1
    assert len(tables) >= 9
    assert archive.put(Article("a", WORDS, title="a"), [(0, len(WORDS), [(0, len(WORDS))])]) == "added"
