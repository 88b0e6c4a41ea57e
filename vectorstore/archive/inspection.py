"""Looks at an archive as it is: no file, folder or table is created, and an old schema is not migrated."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DatabaseError

from onrecord.vectorstore.archive.archive import count_stored
from onrecord.vectorstore.archive.dialects import dialect_of
from onrecord.vectorstore.archive.migrations import MIGRATIONS
from onrecord.vectorstore.archive.postgres import postgres_engine
from onrecord.vectorstore.database import Database
from onrecord.vectorstore.errors import OnRecordError

NEWEST_SCHEMA = len(MIGRATIONS)


@dataclass(frozen=True)
class Inspection:
    """`counts` are those of `Archive.counts`, and None if the schema is another one or the archive cannot be read. `problem` says what is wrong."""

    schema: int | None = None
    counts: dict[str, Any] | None = None
    problem: str | None = None


def inspect_archive(path: Path, database: Database | None = None) -> Inspection:
    """Read the schema and the counts, and let SQLite check its file. Args: as of `Archive`; a missing file is an archive without a schema."""
    if not database and not path.exists():
        return Inspection()
    try:
        with opened(postgres_engine(database) if database else read_only_engine(path)) as db:
            return _inspect(db, in_file=not database)
    except (OnRecordError, DatabaseError, sqlite3.Error, OSError) as e:
        return Inspection(problem=f"the archive in {database or path} cannot be read: {getattr(e, 'orig', e)}")


def read_only_engine(path: Path) -> Engine:
    """SQLite makes files beside a database that it reads, unless nobody writes: then there is no `-wal` file, and the file may be called immutable."""
    in_use = path.with_name(f"{path.name}-wal").exists()
    address = f"{path.resolve().as_uri()}?mode=ro" + ("" if in_use else "&immutable=1")
    return create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True))


@contextmanager
def opened(engine: Engine) -> Iterator[Connection]:
    try:
        with engine.connect() as db:
            yield db
    finally:
        engine.dispose()


def _inspect(db: Connection, in_file: bool) -> Inspection:
    schema = dialect_of(db).schema_number(db)
    if in_file and (damage := db.execute(text("PRAGMA quick_check(1)")).scalar_one()) != "ok":
        return Inspection(schema, problem=f"the archive is damaged: {damage.splitlines()[-1]}; restore it from a backup")
    if schema > NEWEST_SCHEMA:
        return Inspection(schema, problem=f"the archive has schema {schema}, but this release knows only {NEWEST_SCHEMA}; install a newer onrecord")
    return Inspection(schema, count_stored(db) if schema == NEWEST_SCHEMA else None)
