"""Errors as JSON, for HTTP and MCP: `{"error": {"type", "message"}}`."""

import logging
from collections.abc import Sequence
from typing import Any

from onrecord.vectorstore.errors import OnRecordError

UNEXPECTED = "something broke here; the server's log says what"
log = logging.getLogger("onrecord")


def body_of(e: Exception) -> dict[str, Any]:
    if isinstance(e, OnRecordError):
        return error_body(type(e).__name__, str(e))
    log.error("unexpected error", exc_info=e)
    return error_body("InternalError", UNEXPECTED)


def error_body(kind: str, message: str) -> dict[str, Any]:
    return {"error": {"type": kind, "message": message}}


def first_fault(faults: Sequence[Any]) -> str:
    """What is wrong and where, of what pydantic found."""
    return f"{place(faults[0]) or 'the body'}: {faults[0]['msg']}"


def place(fault: Any) -> str:
    return ".".join(str(x) for x in fault["loc"] if x != "body")
