"""Numbered migrations of the archive. A released migration is never edited. Every change of the schema is a new migration.

Migrations 1 to 8 are for SQLite: a PostgreSQL archive begins with the newest schema. Those after them must run in both.
"""

from collections.abc import Callable

from sqlalchemy import Connection, delete, insert, select, text, update

from onrecord.vectorstore.archive.dialects import dialect_of
from onrecord.vectorstore.archive.digests import digest_facts
from onrecord.vectorstore.archive.indexed_words import TOKENIZER, add_all_words
from onrecord.vectorstore.archive.speaker_names import spoken_rows
from onrecord.vectorstore.archive.tables import bands, copies, edits, files, metadata, retractions, signatures, spoken, statements, versions, words
from onrecord.vectorstore.errors import Unavailable


def _create_schema(db: Connection) -> None:
    metadata.create_all(db)
    db.execute(text(f"CREATE VIRTUAL TABLE passages_fts USING fts5(title, body, {TOKENIZER})"))


def _add_speakers(db: Connection) -> None:
    """Add rows by speaker. They are made from the stored statements; each version counts with the statements of its latest extractor."""
    spoken.create(db, checkfirst=True)
    for row in db.execute(select(statements).order_by(text("rowid"))).all():
        db.execute(delete(spoken).where(spoken.c.article_id == row.article_id, spoken.c.version == row.version))
        if rows := list(spoken_rows(row.article_id, row.version, row.payload)):
            db.execute(insert(spoken), rows)


def _add_sentence_vectors(db: Connection) -> None:
    """Add a column for vectors of sentences. The next ingest or start embeds the passages that have none."""
    if "sentences" not in column_names(db, "embeddings"):
        db.execute(text("ALTER TABLE embeddings ADD COLUMN sentences BLOB"))


def _drop_index_of_current(db: Connection) -> None:
    """SQLite preferred this index to the index of passage ids, and so read nearly all passages to look up a hundred."""
    db.execute(text("DROP INDEX IF EXISTS ix_passages_current"))


def _add_facts_copies_retractions(db: Connection) -> None:
    """Add further facts, copies and retractions. Digests are computed again, because they no longer include the place where a fact was read."""
    if "details" not in column_names(db, "versions"):
        db.execute(text("ALTER TABLE versions ADD COLUMN details JSON"))
    for table in (signatures, bands, copies, retractions):
        table.create(db, checkfirst=True)
    facts = [c for c in versions.c if c.name != "as_read"]  # migration 7 adds it
    for key in db.execute(select(versions.c.article_id, versions.c.version)).all():
        this = (versions.c.article_id == key.article_id) & (versions.c.version == key.version)
        row = db.execute(select(*facts).where(this)).one()
        db.execute(update(versions).where(this).values(digest=digest_facts(row._asdict())))


def column_names(db: Connection, table: str) -> set[str]:
    return {row.name for row in db.execute(text(f"PRAGMA table_info({table})"))}


def _add_files(db: Connection) -> None:
    """Add a table of files that were read. An ingest skips files that have not changed."""
    files.create(db, checkfirst=True)


def _add_edits(db: Connection) -> None:
    """Add edits of facts by users, and a column for the facts as they were read."""
    if "as_read" not in column_names(db, "versions"):
        db.execute(text("ALTER TABLE versions ADD COLUMN as_read JSON"))
    edits.create(db, checkfirst=True)


def _add_words(db: Connection) -> None:
    """Add the list of words in which a misspelt word is looked up."""
    words.create(db, checkfirst=True)
    add_all_words(db)


MIGRATIONS: list[Callable[[Connection], None]] = [
    _create_schema, _add_speakers, _add_sentence_vectors, _drop_index_of_current, _add_facts_copies_retractions, _add_files,
    _add_edits, _add_words,
]  # fmt: skip


def migrate(db: Connection) -> None:
    """Bring an archive to the newest schema.

    Raises:
        Unavailable: the archive was written by a newer release.
    """
    dialect = dialect_of(db)
    dialect.lock_schema(db)
    done = dialect.schema_number(db)
    if done > len(MIGRATIONS):
        raise Unavailable(f"the archive has schema {done}, but this release knows only {len(MIGRATIONS)}; install a newer onrecord")
    if not done and dialect.create_newest(db):
        dialect.set_schema_number(db, len(MIGRATIONS))
        return
    for number, step in enumerate(MIGRATIONS[done:], done + 1):
        step(db)
        dialect.set_schema_number(db, number)
