"""Errors of the project, each with an HTTP status, a process exit code and a sentence that says what to do.

The API and the CLI have one handler each, which print the message and nothing else.
"""


class OnRecordError(Exception):
    """Something a person can act on. `status` is for HTTP, `exit_code` for the shell."""

    status = 500
    exit_code = 1
    retry_seconds: int | None = None  # after which it may be tried again


class BadInput(OnRecordError):
    """What was handed in cannot be used: a file, a question, an option."""

    status = 400
    exit_code = 2


class Unsupported(BadInput):
    """A kind of content that nothing here reads."""

    status = 415


class Unauthorized(OnRecordError):
    """A key is needed, and none that is known came."""

    status = 401


class Forbidden(OnRecordError):
    """Who asks may not do this."""

    status = 403


class Busy(OnRecordError):
    """So much waits already that no more is accepted; it is to be sent again later."""

    status = 429
    exit_code = 4

    def __init__(self, message: str, retry_seconds: int = 5) -> None:
        super().__init__(message)
        self.retry_seconds = retry_seconds


class NotFound(OnRecordError):
    """The named thing is not in the archive."""

    status = 404
    exit_code = 3


class Unavailable(OnRecordError):
    """A model, an index or a server cannot be used right now."""

    status = 503
    exit_code = 4
    retry_seconds = 5


class UpstreamFailed(Unavailable):
    """A chat model that was asked for did not answer."""

    status = 502


class HomeInUse(OnRecordError):
    """Another process holds this home; two writers would corrupt the index."""

    status = 503
    exit_code = 5


class EvalFailed(OnRecordError):
    """An eval ran, and a figure fell below its baseline or a bound."""

    exit_code = 6
