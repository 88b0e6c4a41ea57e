"""Errors as JSON, for HTTP and MCP: `{"error": {"type", "message"}}`."""

import logging
from collections.abc import Sequence
from typing import Any

from onrecord.vectorstore.errors import known_error

UNEXPECTED = "internal error; see the server log"
log = logging.getLogger(__name__)


def body_of_error(e: Exception) -> dict[str, Any]:
    """The JSON body of an error. An unexpected error is logged; its body gives no details."""
    if known := known_error(e):
        return error_body(type(known).__name__, str(known))
    log.error("unexpected error", exc_info=e)
    return error_body("InternalError", UNEXPECTED)


def error_body(kind: str, message: str) -> dict[str, Any]:
    return {"error": {"type": kind, "message": message}}


def first_fault(faults: Sequence[Any]) -> str:
    """The first of pydantic's validation errors, with its field."""
    return f"{field_of(faults[0]) or 'the body'}: {faults[0]['msg']}"


def field_of(fault: Any) -> str:
    """The field of a validation error, such as `history.0.role`; "" for the body itself."""
    return ".".join(str(x) for x in fault["loc"] if x != "body")
