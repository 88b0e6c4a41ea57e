"""Archives in both databases: a test with the fixture `new_archive` runs in SQLite and, as a slow test, in PostgreSQL."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from onrecord.vectorstore.archive import Archive
from onrecord.vectorstore.database import Database, read_database_url
from tests.postgres_server import Server, running_server

NUMBERS = count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    with running_server() as server:
        yield server


@pytest.fixture
def database(postgres: Server) -> Database:
    """A place for an archive, with nothing in it."""
    return Database(read_database_url(postgres.url()), f"onrecord_{next(NUMBERS)}")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def new_archive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Archive]]:
    """Opens the test's archive."""
    place = request.getfixturevalue("database") if request.param == "postgres" else None
    opened: list[Archive] = []

    def open_it() -> Archive:
        opened.append(Archive(tmp_path / "archive.sqlite3", database=place))
        return opened[-1]

    yield open_it
    for archive in opened:
        archive.close()
