"""The archive's connection, and helpers for its queries."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, and_
from sqlalchemy.exc import DatabaseError

from onrecord.vectorstore.archive.dialects import dialect_of
from onrecord.vectorstore.archive.migrations import migrate
from onrecord.vectorstore.archive.postgres import postgres_engine
from onrecord.vectorstore.archive.sqlite import sqlite_engine
from onrecord.vectorstore.archive.tables import passages, versions
from onrecord.vectorstore.database import Database
from onrecord.vectorstore.errors import Unavailable, known_error

IN_BATCH = 500  # values in one SQL statement; old releases of SQLite allow at most 999

T = TypeVar("T")


class Connected:
    """An open archive. The classes that read and write its tables inherit from this one.

    Args:
        path: the SQLite file. It is created if it does not exist.
        in_memory: start an empty archive in memory instead.
        database: where the archive is in PostgreSQL. Then there is no file.

    Raises:
        Unavailable: the file is not an archive, or the archive cannot be opened.
    """

    def __init__(self, path: Path, in_memory: bool = False, database: Database | None = None) -> None:
        self.path = path
        try:
            self._engine = postgres_engine(database) if database else sqlite_engine(path, in_memory)
            with self._engine.begin() as db:
                migrate(db)
        except (DatabaseError, OSError) as e:
            raise known_error(e) or Unavailable(f"the archive in {database} cannot be opened: see the log of its server" if database else f"the archive {path} cannot be opened: {getattr(e, 'orig', e)}") from e

    def close(self) -> None:
        self._engine.dispose()

    @property
    def engine(self) -> Engine:
        """The SQLAlchemy engine, for queries in other files of this room."""
        return self._engine

    @contextmanager
    def writing(self, reads_first: bool = False) -> Iterator[Connection]:
        """A transaction that writes. `reads_first`: no other process may write between what it reads and what it writes."""
        with self._engine.begin() as db:
            dialect_of(db).lock_writes(db, reads_first)
            yield db

    @contextmanager
    def updating(self) -> Iterator[bool]:
        """Whether this process is, while the block runs, the only one that may update what is derived from the archive. It ends with the process."""
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
            try:
                yield dialect_of(db).try_update_lock(db)
            finally:
                db.invalidate()  # closes the connection, and with it the lock


def is_same_version() -> Any:
    """Condition that joins passages with their article versions."""
    return and_(versions.c.article_id == passages.c.article_id, versions.c.version == passages.c.version)


def batches(items: Sequence[T], size: int = IN_BATCH) -> Iterator[Sequence[T]]:
    for at in range(0, len(items), size):
        yield items[at : at + size]
