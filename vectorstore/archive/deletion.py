"""Deletes articles for good, with all their versions. Only for the sample newsroom: real articles are retracted, and stay readable."""

from collections.abc import Iterable

from sqlalchemy import Table, delete

from onrecord.vectorstore.archive.archive import Archive
from onrecord.vectorstore.archive.currency import retire
from onrecord.vectorstore.archive.tables import articles, bands, copies, edits, passages, retractions, signatures, spoken, statements, versions

HAVE_ARTICLES: tuple[Table, ...] = (spoken, statements, passages, bands, signatures, copies, retractions, edits, articles, versions)  # versions last, because others refer to them


def delete_articles(archive: Archive, article_ids: Iterable[str]) -> None:
    """Delete articles in one transaction; unknown ids are skipped. The next `catch_up` removes them from the dense index."""
    with archive.writing() as db:
        for article_id in article_ids:
            retire(db, article_id)
            for table in HAVE_ARTICLES:
                db.execute(delete(table).where(table.c.article_id == article_id))
            db.execute(delete(copies).where(copies.c.copy_id == article_id))
    archive.forget_counts()
