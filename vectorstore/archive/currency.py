"""Marks which passages of an article are current: those of its latest version, or none while the article is retracted."""

from sqlalchemy import Connection, and_, func, select, text, update

from onrecord.vectorstore.archive.dialect import Indexed
from onrecord.vectorstore.archive.dialects import dialect_of
from onrecord.vectorstore.archive.tables import articles, passages, retractions, versions

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
    query = (
        select(passages.c.row, versions.c.title, func.substr(versions.c.text, passages.c.start + 1, passages.c.end - passages.c.start).label("body"))
        .join(versions, and_(versions.c.article_id == passages.c.article_id, versions.c.version == passages.c.version))
        .where(passages.c.article_id == article_id, passages.c.current == 1)
        .order_by(passages.c.row)
    )
    if found := [Indexed(*row) for row in db.execute(query)]:
        dialect_of(db).index_passages(db, found)
