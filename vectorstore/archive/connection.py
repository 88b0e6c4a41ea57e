"""The archive's SQLite connection, and helpers for its queries."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Engine, StaticPool, and_, create_engine, event
from sqlalchemy.exc import DatabaseError

from onrecord.vectorstore.archive.migrations import migrate
from onrecord.vectorstore.archive.speaker_names import fold
from onrecord.vectorstore.archive.tables import passages, versions
from onrecord.vectorstore.errors import Unavailable

MAPPED_BYTES = 2**32  # bytes of the file that SQLite maps into memory, and so reads without a copy
IN_BATCH = 500  # values in one SQL statement; old releases of SQLite allow at most 999
LOCK_SECONDS = 30  # seconds to wait while another process writes
SAME_VERSION = "ON v.article_id = p.article_id AND v.version = p.version"

T = TypeVar("T")


class Connected:
    """An open archive file. The classes that read and write its tables inherit from this one.

    Args:
        path: the SQLite file. It is created if it does not exist.
        in_memory: start an empty archive in memory instead.

    Raises:
        Unavailable: the file is not an archive, or cannot be opened.
    """

    def __init__(self, path: Path, in_memory: bool = False) -> None:
        self.path = path
        if in_memory:
            url, options = URL.create("sqlite"), {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
        else:
            url, options = URL.create("sqlite", database=str(path)), {"connect_args": {"timeout": LOCK_SECONDS}}
        self._engine = create_engine(url, **options)
        event.listen(self._engine, "connect", configure)
        try:
            if not in_memory:
                path.parent.mkdir(parents=True, exist_ok=True)
            with self._engine.begin() as db:
                migrate(db)
        except (DatabaseError, OSError) as e:
            raise Unavailable(f"the archive {path} cannot be opened: {getattr(e, 'orig', e)}") from e

    def close(self) -> None:
        self._engine.dispose()

    @property
    def engine(self) -> Engine:
        """The SQLAlchemy engine, for queries in other files of this room."""
        return self._engine


def configure(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")  # an article that is reported as stored survives a power cut
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA mmap_size = {MAPPED_BYTES}")  # queries read passages from all over the file; the mapping makes that three times as fast
    cursor.close()
    connection.create_function("fold", 1, lambda name: fold(name or ""), deterministic=True)


def is_same_version() -> Any:
    """Condition that joins passages with their article versions."""
    return and_(versions.c.article_id == passages.c.article_id, versions.c.version == passages.c.version)


def batches(items: Sequence[T], size: int = IN_BATCH) -> Iterator[Sequence[T]]:
    for at in range(0, len(items), size):
        yield items[at : at + size]
