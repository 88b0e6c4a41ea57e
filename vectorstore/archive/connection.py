"""The archive's SQLite connection, and what its queries have in common."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Engine, StaticPool, and_, create_engine, event
from sqlalchemy.exc import DatabaseError

from onrecord.vectorstore.archive.migrations import migrate
from onrecord.vectorstore.archive.speaker_names import fold
from onrecord.vectorstore.archive.tables import passages, versions
from onrecord.vectorstore.errors import Unavailable

MAPPED_BYTES = 2**32  # of the file are read without a copy
IN_BATCH = 500  # values of one statement; SQLite's oldest limit on its variables is 999
LOCK_SECONDS = 30  # to wait for another process that writes
SAME_VERSION = "ON v.article_id = p.article_id AND v.version = p.version"

T = TypeVar("T")


class Connected:
    """Args:
        path: the SQLite file; made when missing.
        in_memory: keep the archive in memory instead, empty at first.

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
        """For queries that have files of their own."""
        return self._engine


def configure(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")  # an acknowledged article outlives a power cut
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA mmap_size = {MAPPED_BYTES}")  # passages are read from all over the file: it takes a third of the time
    cursor.close()
    connection.create_function("fold", 1, lambda name: fold(name or ""), deterministic=True)


def is_same_version() -> Any:
    """Condition that joins passages with their article versions."""
    return and_(versions.c.article_id == passages.c.article_id, versions.c.version == passages.c.version)


def batches(items: Sequence[T], size: int = IN_BATCH) -> Iterator[Sequence[T]]:
    for at in range(0, len(items), size):
        yield items[at : at + size]
