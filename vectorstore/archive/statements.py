"""Stores and reads the statements that an extractor found in article versions. They are stored as the extractor's payload and as rows by speaker."""

from typing import Any

from sqlalchemy import delete, insert, select, tuple_

from onrecord.vectorstore.archive.connection import Connected
from onrecord.vectorstore.archive.dialects import dialect_of
from onrecord.vectorstore.archive.speaker_names import spoken_rows
from onrecord.vectorstore.archive.tables import articles, spoken, statements
from onrecord.vectorstore.model import Article


class Statements(Connected):
    def put_statements(self, extractor: str, found: dict[tuple[str, int], list[Any]]) -> None:
        """Store an extractor's payload of each article version, by (article id, version)."""
        rows = [{"article_id": a, "version": v, "extractor": extractor, "payload": payload} for (a, v), payload in found.items()]
        with self.writing() as db:
            dialect_of(db).replace(db, statements, rows)
            for (article_id, version), payload in found.items():
                db.execute(delete(spoken).where(spoken.c.article_id == article_id, spoken.c.version == version))
                if by_speaker := list(spoken_rows(article_id, version, payload)):
                    db.execute(insert(spoken), by_speaker)

    def statements(self, article: Article, extractor: str) -> list[Any] | None:
        """An extractor's payload of this version; None if the extractor has not read the version yet."""
        query = select(statements.c.payload).where(
            statements.c.article_id == article.article_id, statements.c.version == article.version, statements.c.extractor == extractor
        )
        with self._engine.connect() as db:
            return db.execute(query).scalar_one_or_none()

    def versions_without_statements(self, extractor: str) -> list[tuple[str, int]]:
        """Article id and version of each latest version that this extractor has not read yet."""
        done = select(statements.c.article_id, statements.c.version).where(statements.c.extractor == extractor)
        query = select(articles.c.article_id, articles.c.latest).where(tuple_(articles.c.article_id, articles.c.latest).not_in(done))
        with self._engine.connect() as db:
            return [(a, v) for a, v in db.execute(query.order_by(articles.c.article_id))]
