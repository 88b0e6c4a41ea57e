"""Why a page was not fetched, and what to do about it."""

from onrecord.vectorstore.errors import OnRecordError


class NotFetched(OnRecordError):
    """A page was not fetched; the message says why."""


class Refused(NotFetched):
    """The server answered that it has no such page for us."""


class OutOfOrder(NotFetched):
    """The server answered with an error of its own (5xx), or that it has too many requests."""


class NotPublic(NotFetched):
    """A host is not on the open internet."""


def answered(status: int) -> str:
    """The reason for an answer other than the page, and what to do."""
    if status in (401, 402, 403, 407, 451):
        return f"the server answered {status}: it does not show this page to programs; save it in a browser and ingest the file"
    if status in (404, 410):
        return f"the server answered {status}: there is no such page; check the address"
    return f"the server answered {status}; try again later"
