"""Articles taken out of search and answers, with the reason. The archive keeps them, and the record of each retraction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, and_, insert, select, text, update

from vectorstore.errors import BadInput
from vectorstore.schema import articles, passages, retractions

if TYPE_CHECKING:
    from vectorstore.archive import Archive

STANDING = retractions.c.undone_at.is_(None)


@dataclass(frozen=True)
class Retraction:
    reason: str
    retracted_at: str  # ISO time
    undone_at: str | None = None


def retract(archive: Archive, article_id: str, reason: str) -> None:
    """Its passages are found no more; the index follows at the next `catch_up`.

    Raises:
        BadInput: no reason is given, or it is retracted already.
        NotFound: there is no such article.
    """
    if not reason.strip():
        raise BadInput("a retraction needs a reason: onrecord retract ID --reason \"…\"")
    archive.article(article_id)
    with archive.engine.begin() as db:
        if is_retracted(db, article_id):
            raise BadInput(f"article {article_id} is retracted already; onrecord show {article_id} says why")
        db.execute(insert(retractions).values(article_id=article_id, reason=reason.strip(), retracted_at=now()))
        retire(db, article_id)
    archive.forget_counts()


def undo_retraction(archive: Archive, article_id: str) -> None:
    """Its newest version is found again.

    Raises:
        BadInput: it is not retracted.
        NotFound: there is no such article.
    """
    archive.article(article_id)
    with archive.engine.begin() as db:
        if not is_retracted(db, article_id):
            raise BadInput(f"article {article_id} is not retracted")
        db.execute(update(retractions).where(retractions.c.article_id == article_id, STANDING).values(undone_at=now()))
        reinstate(db, article_id)
    archive.forget_counts()


def retractions_of(archive: Archive, article_id: str) -> list[Retraction]:
    """Standing and undone, the oldest first."""
    query = select(retractions).where(retractions.c.article_id == article_id).order_by(retractions.c.row)
    with archive.engine.connect() as db:
        return [Retraction(row.reason, row.retracted_at, row.undone_at) for row in db.execute(query)]


def standing(found: list[Retraction]) -> Retraction | None:
    return next((r for r in found if r.undone_at is None), None)


def is_retracted(db: Connection, article_id: str) -> bool:
    return db.execute(select(retractions.c.row).where(retractions.c.article_id == article_id, STANDING)).first() is not None


def retire(db: Connection, article_id: str) -> None:
    """None of its passages is current, or in the full-text index."""
    old = and_(passages.c.article_id == article_id, passages.c.current == 1)
    for row in db.execute(select(passages.c.row).where(old)).scalars().all():
        db.execute(text("DELETE FROM passages_fts WHERE rowid = :row"), {"row": row})
    db.execute(update(passages).where(old).values(current=0))


def reinstate(db: Connection, article_id: str) -> None:
    """The passages of its latest version are current."""
    latest = select(articles.c.latest).where(articles.c.article_id == article_id).scalar_subquery()
    db.execute(update(passages).where(passages.c.article_id == article_id, passages.c.version == latest).values(current=1))
    db.execute(
        text(
            "INSERT INTO passages_fts (rowid, title, body) SELECT p.row, v.title, substr(v.text, p.start + 1, p.\"end\" - p.start)"
            " FROM passages p JOIN versions v ON v.article_id = p.article_id AND v.version = p.version WHERE p.article_id = :id AND p.current = 1"
        ),
        {"id": article_id},
    )


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
