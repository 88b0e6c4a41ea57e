"""Marks which passages of an article are current: those of its latest version, or none while the article is retracted."""

from sqlalchemy import Connection, and_, select, text, update

from onrecord.vectorstore.archive.indexed_words import add_words
from onrecord.vectorstore.archive.tables import articles, passages, retractions

IN_FORCE = retractions.c.undone_at.is_(None)


def is_retracted(db: Connection, article_id: str) -> bool:
    return db.execute(select(retractions.c.row).where(retractions.c.article_id == article_id, IN_FORCE)).first() is not None


def retire(db: Connection, article_id: str) -> None:
    """Take all passages of an article out of the current ones and the full-text index."""
    old = and_(passages.c.article_id == article_id, passages.c.current == 1)
    for row in db.execute(select(passages.c.row).where(old)).scalars().all():
        db.execute(text("DELETE FROM passages_fts WHERE rowid = :row"), {"row": row})
    db.execute(update(passages).where(old).values(current=0))


def reinstate(db: Connection, article_id: str) -> None:
    """Make the passages of an article's latest version current again."""
    latest = select(articles.c.latest).where(articles.c.article_id == article_id).scalar_subquery()
    db.execute(update(passages).where(passages.c.article_id == article_id, passages.c.version == latest).values(current=1))
    db.execute(
        text(
            "INSERT INTO passages_fts (rowid, title, body) SELECT p.row, v.title, substr(v.text, p.start + 1, p.\"end\" - p.start)"
            " FROM passages p JOIN versions v ON v.article_id = p.article_id AND v.version = p.version WHERE p.article_id = :id AND p.current = 1"
        ),
        {"id": article_id},
    )
    add_words(db, article_id)
