"""Which errors of libraries stand for a full disk."""

import errno
import sqlite3
from collections.abc import Callable

import pytest
import typer
from sqlalchemy.exc import OperationalError

from onrecord.vectorstore.command_line import run
from onrecord.vectorstore.errors import BadInput, DiskFull, known_error


def full_sqlite() -> sqlite3.Error:
    """The error of a real database that may not grow."""
    db = sqlite3.connect(":memory:")
    db.execute("PRAGMA max_page_count = 2")
    with pytest.raises(sqlite3.Error) as raised:
        db.executescript("CREATE TABLE a (b); INSERT INTO a VALUES (zeroblob(100000));")
    return raised.value


def raised_from(cause: Exception) -> Exception:
    error = RuntimeError("the index could not be written")
    error.__cause__ = cause
    return error


def while_handling(first: Exception) -> Exception:
    error = KeyError("x")
    error.__context__ = first
    return error


FULL = [
    lambda: OSError(errno.ENOSPC, "No space left on device"),
    lambda: OSError(errno.EDQUOT, "Disk quota exceeded"),
    full_sqlite,
    lambda: OperationalError("INSERT", {}, full_sqlite()),
    lambda: raised_from(OSError(errno.ENOSPC, "No space left on device")),
    lambda: while_handling(full_sqlite()),
    lambda: RuntimeError("error returned from database: (code: 13) database or disk is full"),
    lambda: RuntimeError("No space left on device (os error 28)"),
]


@pytest.mark.parametrize("make", FULL)
def test_a_full_disk_is_recognized(make: Callable[[], Exception]) -> None:
    assert isinstance(known_error(make()), DiskFull)


@pytest.mark.parametrize("error", [OSError(errno.EACCES, "Permission denied"), sqlite3.OperationalError("database is locked"), ValueError("full"), RuntimeError("disk I/O error")])
def test_other_errors_are_not_a_full_disk(error: Exception) -> None:
    assert known_error(error) is None


def test_an_error_of_the_project_stays_what_it_is() -> None:
    error = BadInput("write a question")
    assert known_error(error) is error


def test_a_command_on_a_full_disk_ends_with_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    app = typer.Typer()

    @app.command()
    def write() -> None:
        raise OperationalError("INSERT", {}, full_sqlite())

    with pytest.MonkeyPatch.context() as patch, pytest.raises(SystemExit) as ended:
        patch.setattr("sys.argv", ["write"])
        run(app)
    assert ended.value.code == DiskFull.exit_code
    assert capsys.readouterr().err == f"onrecord: {DiskFull()}\n"
