"""Errors of the project. Each has an HTTP status, an exit code and a message that says what to do.

The API has one handler for them and the CLI another. Both show only the message.
"""

import errno
import sqlite3
from collections.abc import Iterator

FULL_ERRNOS = (errno.ENOSPC, errno.EDQUOT)
FULL_WORDS = ("database or disk is full", "No space left on device")  # in errors of Chroma, which has SQLite and files of its own


class OnRecordError(Exception):
    """An error that a person can act on. `status` is for HTTP, `exit_code` for the shell."""

    status = 500
    exit_code = 1
    retry_seconds: int | None = None  # seconds after which a retry may succeed


class BadInput(OnRecordError):
    """Invalid input: a file, a question, an option."""

    status = 400
    exit_code = 2


class Unsupported(BadInput):
    """Unsupported content type."""

    status = 415


class Unauthorized(OnRecordError):
    """A valid API key is required."""

    status = 401


class Forbidden(OnRecordError):
    """The API key does not allow this."""

    status = 403


class Busy(OnRecordError):
    """Too many requests are waiting; retry later."""

    status = 429
    exit_code = 4

    def __init__(self, message: str, retry_seconds: int = 5) -> None:
        super().__init__(message)
        self.retry_seconds = retry_seconds


class NotFound(OnRecordError):
    """Not in the archive."""

    status = 404
    exit_code = 3


class Unavailable(OnRecordError):
    """A model, an index or a server is unavailable at the moment."""

    status = 503
    exit_code = 4
    retry_seconds = 5


class IndexAway(Unavailable):
    """The Chroma server does not answer. Articles are still found by their words."""


class UpstreamFailed(Unavailable):
    """The chat model did not answer."""

    status = 502


class DiskFull(Unavailable):
    """The disk is full. What was stored before is still there."""

    status = 507
    retry_seconds = 30

    def __init__(self, message: str = "the disk is full; free some space, then do the same again. What was stored before is still there") -> None:
        super().__init__(message)


class HomeInUse(OnRecordError):
    """Another process has this home open. Two writers would corrupt the index."""

    status = 503
    exit_code = 5


class PortInUse(OnRecordError):
    """Another program listens on this port."""

    exit_code = 7


class EvalFailed(OnRecordError):
    """An eval ran, and a figure is below its baseline or a bound."""

    exit_code = 6


def known_error(e: BaseException) -> OnRecordError | None:
    """The error of the project that an error of a library stands for; None if it is unexpected."""
    if isinstance(e, OnRecordError):
        return e
    return DiskFull() if any(map(_tells_of_full_disk, _causes(e))) else None


def _causes(e: BaseException) -> Iterator[BaseException]:
    """The error, and those from which it comes."""
    cause: BaseException | None = e
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__


def _tells_of_full_disk(e: BaseException) -> bool:
    if isinstance(e, OSError):
        return e.errno in FULL_ERRNOS
    if isinstance(e, sqlite3.Error):
        return getattr(e, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    return any(words in str(e) for words in FULL_WORDS)


def error_named(type: str, message: str) -> OnRecordError:
    """The error of the class with this name, such as it was before it became JSON."""
    return ({c.__name__: c for c in _subclasses(OnRecordError)}.get(type) or OnRecordError)(str(message))


def _subclasses(of: type[OnRecordError]) -> list[type[OnRecordError]]:
    return [c for direct in of.__subclasses__() for c in (direct, *_subclasses(direct))]
