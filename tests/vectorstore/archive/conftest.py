"""Archives in both databases."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from onrecord.vectorstore.archive import Archive
from onrecord.vectorstore.database import Database


@pytest.fixture
def new_archive(place: Database | None, tmp_path: Path) -> Iterator[Callable[[], Archive]]:
    """Opens the test's archive. The test runs in SQLite and in PostgreSQL."""
    opened: list[Archive] = []

    def open_it() -> Archive:
        opened.append(Archive(tmp_path / "archive.sqlite3", database=place))
        return opened[-1]

    yield open_it
    for archive in opened:
        archive.close()
