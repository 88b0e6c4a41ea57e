"""Numbered migrations of the archive. A released migration is never edited; a change of the schema is a new one."""

from collections.abc import Callable

from sqlalchemy import Connection, delete, insert, select, text, update

from onrecord.vectorstore.archive.digests import digest_facts
from onrecord.vectorstore.archive.speaker_names import spoken_rows
from onrecord.vectorstore.archive.tables import bands, copies, files, metadata, retractions, signatures, spoken, statements, versions
from onrecord.vectorstore.errors import Unavailable


def _first(db: Connection) -> None:
    metadata.create_all(db)
    db.execute(text("CREATE VIRTUAL TABLE passages_fts USING fts5(title, body, tokenize='porter unicode61 remove_diacritics 2')"))


def _spoken(db: Connection) -> None:
    """Rows by speaker, made from the stored statements: of each version, those of the latest extractor."""
    spoken.create(db, checkfirst=True)
    for row in db.execute(select(statements).order_by(text("rowid"))).all():
        db.execute(delete(spoken).where(spoken.c.article_id == row.article_id, spoken.c.version == row.version))
        if rows := list(spoken_rows(row.article_id, row.version, row.payload)):
            db.execute(insert(spoken), rows)


def _sentence_vectors(db: Connection) -> None:
    """Vectors of sentences; the next ingest or start embeds passages without them again."""
    if "sentences" not in columns(db, "embeddings"):
        db.execute(text("ALTER TABLE embeddings ADD COLUMN sentences BLOB"))


def _drop_index_of_current(db: Connection) -> None:
    """SQLite preferred it to the index of passage ids, and so read nearly all passages to look up a hundred."""
    db.execute(text("DROP INDEX IF EXISTS ix_passages_current"))


def _facts_copies_retractions(db: Connection) -> None:
    """Digests are computed again: where a fact was read no longer makes a new version."""
    if "details" not in columns(db, "versions"):
        db.execute(text("ALTER TABLE versions ADD COLUMN details JSON"))
    for table in (signatures, bands, copies, retractions):
        table.create(db, checkfirst=True)
    for key in db.execute(select(versions.c.article_id, versions.c.version)).all():
        this = (versions.c.article_id == key.article_id) & (versions.c.version == key.version)
        row = db.execute(select(versions).where(this)).one()
        db.execute(update(versions).where(this).values(digest=digest_facts(row._asdict())))


def columns(db: Connection, table: str) -> set[str]:
    return {row.name for row in db.execute(text(f"PRAGMA table_info({table})"))}


def _files(db: Connection) -> None:
    """Files that were read: an ingest skips those that have not changed."""
    files.create(db, checkfirst=True)


MIGRATIONS: list[Callable[[Connection], None]] = [
    _first, _spoken, _sentence_vectors, _drop_index_of_current, _facts_copies_retractions, _files,
]  # fmt: skip


def migrate(db: Connection) -> None:
    """Bring an archive to the newest schema.

    Raises:
        Unavailable: the archive was written by a newer release.
    """
    done = db.execute(text("PRAGMA user_version")).scalar_one()
    if done > len(MIGRATIONS):
        raise Unavailable(f"the archive has schema {done}, but this release knows only {len(MIGRATIONS)}; install a newer onrecord")
    for number, step in enumerate(MIGRATIONS[done:], done + 1):
        step(db)
        db.execute(text(f"PRAGMA user_version = {number}"))
