"""Tables of the archive and its numbered migrations. A migration is never edited once released; a new one is added."""

from collections.abc import Callable

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Connection,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
    text,
    update,
)

from onrecord.vectorstore.archive.digests import digest
from onrecord.vectorstore.archive.speaker_names import spoken_rows
from onrecord.vectorstore.errors import Unavailable

metadata = MetaData()

versions = Table(
    "versions",
    metadata,
    Column("article_id", String, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("digest", String, nullable=False),  # of the text and every fact: equal digest, nothing to do
    Column("title", Text, nullable=False),
    Column("url", Text),
    Column("publisher", Text),
    Column("authors", JSON, nullable=False),
    Column("published_at", String),
    Column("date_source", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("removed", JSON, nullable=False),
    Column("ingested_at", String, nullable=False),
    Column("details", JSON),  # further facts, by their names in Article; NULL before migration 5
)

articles = Table(
    "articles",
    metadata,
    Column("article_id", String, primary_key=True),
    Column("latest", Integer, nullable=False),
    ForeignKeyConstraint(["article_id", "latest"], ["versions.article_id", "versions.version"]),
)

passages = Table(
    "passages",
    metadata,
    Column("row", Integer, primary_key=True),  # also the row of the full-text index
    Column("passage_id", String, nullable=False, unique=True),
    Column("article_id", String, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("sentences", JSON, nullable=False),
    Column("context_hash", String, nullable=False, index=True),  # of the text that is embedded
    Column("current", Integer, nullable=False),  # 1 for the latest version, which alone is searched
    ForeignKeyConstraint(["article_id", "version"], ["versions.article_id", "versions.version"]),
)

embeddings = Table(
    "embeddings",
    metadata,
    Column("context_hash", String, primary_key=True),
    Column("model", String, primary_key=True),
    Column("vector", LargeBinary, nullable=False),  # float32, little endian, unit length
    Column("sentences", LargeBinary),  # int8, one vector after the other, each scaled to fill it; NULL before migration 3
)

statements = Table(
    "statements",
    metadata,
    Column("article_id", String, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("extractor", String, primary_key=True),
    Column("payload", JSON, nullable=False),
    ForeignKeyConstraint(["article_id", "version"], ["versions.article_id", "versions.version"]),
)

spoken = Table(
    "spoken",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("article_id", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("start", Integer, nullable=False),  # of what is said
    Column("end", Integer, nullable=False),
    Column("name", Text, nullable=False),  # of the speaker, folded
    Column("last", Text, nullable=False, index=True),  # word of it
    Column("role", Text, nullable=False, index=True),  # folded; "" where the article gives none
    Index("spoken_place", "article_id", "version"),
    ForeignKeyConstraint(["article_id", "version"], ["versions.article_id", "versions.version"]),
)

signatures = Table(
    "signatures",
    metadata,
    Column("article_id", String, primary_key=True),
    Column("version", Integer, nullable=False),  # that was compared with the others
    Column("minhash", LargeBinary, nullable=False),
    ForeignKeyConstraint(["article_id", "version"], ["versions.article_id", "versions.version"]),
)

bands = Table(
    "bands",
    metadata,
    Column("key", BigInteger, primary_key=True),  # of one band of a signature: articles that share one may be copies
    Column("article_id", String, primary_key=True),
    sqlite_with_rowid=False,
)

copies = Table(
    "copies",
    metadata,
    Column("article_id", String, primary_key=True),
    Column("copy_id", String, primary_key=True),  # each pair stands in both directions
    Column("share", Float, nullable=False),  # of the shorter one's shingles that stand in the other
    sqlite_with_rowid=False,
)

retractions = Table(
    "retractions",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("article_id", String, nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("retracted_at", String, nullable=False),
    Column("undone_at", String),  # NULL while it stands
)

files = Table(
    "files",
    metadata,
    Column("path", Text, primary_key=True),
    Column("stamp", String, nullable=False),  # size and time of change
    Column("digest", String, nullable=False),  # of the content
    Column("release", String, nullable=False),  # that read it: another may read more of it
    Column("articles", Integer, nullable=False),
    Column("rejected", JSON, nullable=False),
)


def _first(db: Connection) -> None:
    metadata.create_all(db)
    db.execute(text("CREATE VIRTUAL TABLE passages_fts USING fts5(title, body, tokenize='porter unicode61 remove_diacritics 2')"))


def _spoken(db: Connection) -> None:
    """Statements found by their speaker; filled from what readers have left in the archive, the newest reading of each version."""
    spoken.create(db, checkfirst=True)
    for row in db.execute(select(statements).order_by(text("rowid"))).all():
        db.execute(delete(spoken).where(spoken.c.article_id == row.article_id, spoken.c.version == row.version))
        if rows := list(spoken_rows(row.article_id, row.version, row.payload)):
            db.execute(insert(spoken), rows)


def _sentence_vectors(db: Connection) -> None:
    """Sentences have vectors too; passages without them are embedded again by the next ingest or start."""
    if "sentences" not in columns(db, "embeddings"):
        db.execute(text("ALTER TABLE embeddings ADD COLUMN sentences BLOB"))


def _no_index_of_current(db: Connection) -> None:
    """SQLite took it for "these hundred passages, if current", and so read nearly all of them."""
    db.execute(text("DROP INDEX IF EXISTS ix_passages_current"))


def _facts_copies_retractions(db: Connection) -> None:
    """Digests are made anew: where a fact was read no longer makes another version."""
    if "details" not in columns(db, "versions"):
        db.execute(text("ALTER TABLE versions ADD COLUMN details JSON"))
    for table in (signatures, bands, copies, retractions):
        table.create(db, checkfirst=True)
    for key in db.execute(select(versions.c.article_id, versions.c.version)).all():
        this = (versions.c.article_id == key.article_id) & (versions.c.version == key.version)
        row = db.execute(select(versions).where(this)).one()
        db.execute(update(versions).where(this).values(digest=digest(row._asdict())))


def columns(db: Connection, table: str) -> set[str]:
    return {row.name for row in db.execute(text(f"PRAGMA table_info({table})"))}


def _files(db: Connection) -> None:
    """Which files were read: what has not changed since is not read again."""
    files.create(db, checkfirst=True)


MIGRATIONS: list[Callable[[Connection], None]] = [
    _first, _spoken, _sentence_vectors, _no_index_of_current, _facts_copies_retractions, _files,
]  # fmt: skip


def migrate(db: Connection) -> None:
    """Bring the archive to the newest schema.

    Raises:
        Unavailable: the archive was written by a newer release.
    """
    done = db.execute(text("PRAGMA user_version")).scalar_one()
    if done > len(MIGRATIONS):
        raise Unavailable(f"the archive has schema {done}, this release knows {len(MIGRATIONS)}; install the newer onrecord")
    for number, step in enumerate(MIGRATIONS[done:], done + 1):
        step(db)
        db.execute(text(f"PRAGMA user_version = {number}"))
