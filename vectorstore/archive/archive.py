"""The store of record: one SQLite file, or a schema in PostgreSQL. Every other store is built from it."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, and_, func, insert, select, tuple_, update

from onrecord.vectorstore.archive.connection import IN_BATCH, batches
from onrecord.vectorstore.archive.currency import IN_FORCE, is_retracted, retire
from onrecord.vectorstore.archive.dialect import Indexed
from onrecord.vectorstore.archive.dialects import dialect_of
from onrecord.vectorstore.archive.digests import digest_facts
from onrecord.vectorstore.archive.edited_facts import as_it_was_read, edited, edits_in_force, fact_columns
from onrecord.vectorstore.archive.passages import PassageReader
from onrecord.vectorstore.archive.rows import passage_row, read_article, version_row
from onrecord.vectorstore.archive.statements import Statements
from onrecord.vectorstore.archive.tables import articles, files, passages, retractions, versions
from onrecord.vectorstore.archive.vectors import Vectors
from onrecord.vectorstore.database import Database
from onrecord.vectorstore.errors import NotFound
from onrecord.vectorstore.fact_values import USER
from onrecord.vectorstore.model import Article

DAY = func.substr(versions.c.published_at, 1, 10)
LATEST = versions.join(articles, and_(articles.c.article_id == versions.c.article_id, articles.c.latest == versions.c.version))
Spans = Sequence[tuple[int, int, Sequence[tuple[int, int]]]]  # passages as (start, end, sentence spans)


class Archive(PassageReader, Vectors, Statements):
    """Articles with their versions. The base classes read and write passages, vectors and statements.

    Args:
        path: the SQLite file. It is created if it does not exist.
        in_memory: start an empty archive in memory instead.
        database: where the archive is in PostgreSQL. Then there is no file.

    Raises:
        Unavailable: the file is not an archive, or the archive cannot be opened.
    """

    def __init__(self, path: Path, in_memory: bool = False, database: Database | None = None) -> None:
        self.forget_counts()
        super().__init__(path, in_memory, database)

    def put(self, article: Article, spans: Spans, changed_back: bool = False) -> str:
        """Store an article with its passages in one transaction. The article is on the disk when this method returns.

        Args:
            changed_back: a state that an older version has is the newest again, and becomes a new version.

        Returns:
            `added`, `updated` (a new version of a known article) or `unchanged` (this version is stored already, perhaps as an older one).
            So a folder with an old and a new state of an article can be ingested again, and the two states do not alternate.
            Facts that the user gives for a source without them make a new version too.
        """
        digest = digest_facts(asdict(article))
        with self.writing() as db:
            known = db.execute(_latest(article.article_id)).one_or_none()
            stored_as = _versions_with(db, article.article_id, digest)
            if known and stored_as and not (_adds_facts(known, article) if known.version in stored_as else changed_back):
                return "unchanged"
            stored = replace(article, version=known.version + 1 if known else 1)
            retire(db, article.article_id)
            changes = edits_in_force(db, article.article_id)
            db.execute(insert(versions).values(version_row(stored, digest) | fact_columns(stored, changes)))
            stored = edited(stored, changes)
            if known:
                db.execute(update(articles).where(articles.c.article_id == stored.article_id).values(latest=stored.version))
            else:
                db.execute(insert(articles).values(article_id=stored.article_id, latest=stored.version))
            _put_passages(db, stored, spans)
            if is_retracted(db, article.article_id):
                retire(db, article.article_id)
        self.forget_counts()
        return "updated" if known else "added"

    def is_older_state(self, article: Article) -> bool:
        """Whether the archive has this state of an article as an older version, and not as the latest."""
        digest = digest_facts(asdict(article))
        with self._engine.connect() as db:
            known = db.execute(_latest(article.article_id)).one_or_none()
            return known is not None and known.digest != digest and bool(_versions_with(db, article.article_id, digest))

    def article(self, article_id: str, version: int | None = None) -> Article:
        """A version of an article, by default the latest. Raises NotFound when there is no such article or version."""
        query = _latest(article_id) if version is None else select(versions).where(_is_version(article_id, version))
        with self._engine.connect() as db:
            row = db.execute(query).one_or_none()
        if row is None:
            which = f"article {article_id}" if version is None else f"version {version} of article {article_id}"
            raise NotFound(f"{which} is not in the archive")
        return read_article(row)

    def article_as_read(self, article_id: str) -> Article:
        """The latest version with the facts as they were read, before edits. Raises NotFound when there is no such article."""
        with self._engine.connect() as db:
            row = db.execute(_latest(article_id)).one_or_none()
        if row is None:
            raise NotFound(f"article {article_id} is not in the archive")
        return as_it_was_read(row)

    def articles(self, keys: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Article]:
        """Article versions, by (article id, version)."""
        found: dict[tuple[str, int], Article] = {}
        with self._engine.connect() as db:
            for batch in batches(sorted(set(keys)), IN_BATCH // 3):
                # For a condition on a single column, SQLite uses its index. For a condition on pairs only, it reads the whole table.
                of_articles = versions.c.article_id.in_({article_id for article_id, _ in batch})
                for row in db.execute(select(versions).where(of_articles, tuple_(versions.c.article_id, versions.c.version).in_(batch))):
                    found[row.article_id, row.version] = read_article(row)
        return found

    def article_ids(self) -> list[str]:
        with self._engine.connect() as db:
            return list(db.execute(select(articles.c.article_id).order_by(articles.c.article_id)).scalars())

    def publishers(self) -> list[str]:
        with self._engine.connect() as db:
            return list(db.execute(select(versions.c.publisher).where(versions.c.publisher.is_not(None)).distinct().order_by(versions.c.publisher)).scalars())

    def newest_day(self, until: str) -> str | None:
        """The day of the newest article published until this day (ISO); None if no article has a day."""
        with self._engine.connect() as db:
            newest: str | None = db.execute(select(func.max(DAY)).select_from(LATEST).where(until >= DAY)).scalar_one()
            return newest

    def counts(self) -> dict[str, Any]:
        """`{articles, retracted, passages, newest, oldest}`; the last two are days of publication."""
        with self._engine.connect() as db:
            return count_stored(db)

    def put_files(self, rows: Sequence[dict[str, Any]]) -> None:
        """Record completely read files, as rows of the table `files`."""
        if rows:
            with self.writing() as db:
                dialect_of(db).replace(db, files, rows)

    def files(self, release: str) -> dict[str, Row[Any]]:
        """The files that this release has read, by path."""
        with self._engine.connect() as db:
            return {row.path: row for row in db.execute(select(files).where(files.c.release == release))}


def count_stored(db: Connection) -> dict[str, Any]:
    """The result of `Archive.counts`."""
    n, newest, oldest = db.execute(select(func.count(), func.max(DAY), func.min(DAY)).select_from(LATEST)).one()
    current = db.execute(select(func.count()).select_from(passages).where(passages.c.current == 1)).scalar_one()
    retracted = db.execute(select(func.count()).select_from(retractions).where(IN_FORCE)).scalar_one()
    return {"articles": n, "retracted": retracted, "passages": current, "newest": newest, "oldest": oldest}


def _put_passages(db: Connection, article: Article, spans: Spans) -> None:
    if not spans:
        return
    rows = [passage_row(article, *span) for span in spans]
    keys = db.execute(insert(passages).returning(passages.c.row, sort_by_parameter_order=True), rows).scalars().all()
    found = [Indexed(k, article.title, article.text[r["start"] : r["end"]]) for k, r in zip(keys, rows, strict=True)]
    dialect_of(db).index_passages(db, found)


def _adds_facts(known: Row[Any], article: Article) -> bool:
    """Whether the user gives facts for a source without them that the latest version does not have."""
    stored = as_it_was_read(known)
    return any(where == USER and getattr(stored, name) != getattr(article, name) for name, where in article.fact_sources.items())


def _versions_with(db: Connection, article_id: str, digest: str) -> set[int]:
    """The versions of an article that have this state."""
    return set(db.execute(select(versions.c.version).where(versions.c.article_id == article_id, versions.c.digest == digest)).scalars())


def _latest(article_id: str) -> Any:
    return select(versions).join(articles, and_(articles.c.article_id == versions.c.article_id, articles.c.latest == versions.c.version)).where(
        articles.c.article_id == article_id
    )


def _is_version(article_id: str, version: int) -> Any:
    return and_(versions.c.article_id == article_id, versions.c.version == version)
