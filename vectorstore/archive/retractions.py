"""Retractions remove an article from search and answers, with a reason. The archive keeps the article and each retraction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from onrecord.vectorstore.archive.currency import IN_FORCE, is_retracted, reinstate, retire
from onrecord.vectorstore.archive.tables import retractions
from onrecord.vectorstore.clock import now
from onrecord.vectorstore.errors import BadInput

if TYPE_CHECKING:
    from onrecord.vectorstore.archive.archive import Archive


@dataclass(frozen=True)
class Retraction:
    reason: str
    retracted_at: str  # ISO time
    undone_at: str | None = None


def retract(archive: Archive, article_id: str, reason: str) -> None:
    """Remove an article's passages from search. The next `catch_up` removes them from the dense index.

    Raises:
        BadInput: no reason is given, or the article is retracted already.
        NotFound: there is no such article.
    """
    if not reason.strip():
        raise BadInput("a retraction needs a reason: onrecord retract ID --reason \"…\"")
    archive.article(article_id)
    with archive.writing() as db:
        if is_retracted(db, article_id):
            raise BadInput(f"article {article_id} is retracted already; onrecord show {article_id} says why")
        db.execute(insert(retractions).values(article_id=article_id, reason=reason.strip(), retracted_at=now()))
        retire(db, article_id)
    archive.forget_counts()


def undo_retraction(archive: Archive, article_id: str) -> None:
    """Bring an article's latest version back into search.

    Raises:
        BadInput: the article is not retracted.
        NotFound: there is no such article.
    """
    archive.article(article_id)
    with archive.writing() as db:
        if not is_retracted(db, article_id):
            raise BadInput(f"article {article_id} is not retracted")
        db.execute(update(retractions).where(retractions.c.article_id == article_id, IN_FORCE).values(undone_at=now()))
        reinstate(db, article_id)
    archive.forget_counts()


def retractions_of(archive: Archive, article_id: str) -> list[Retraction]:
    """All retractions of an article, also undone ones, the oldest first."""
    query = select(retractions).where(retractions.c.article_id == article_id).order_by(retractions.c.row)
    with archive.engine.connect() as db:
        return [Retraction(row.reason, row.retracted_at, row.undone_at) for row in db.execute(query)]


def standing(found: list[Retraction]) -> Retraction | None:
    """The retraction that is in force; None if the article is not retracted."""
    return next((r for r in found if r.undone_at is None), None)
