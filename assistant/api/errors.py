"""Turns exceptions into HTTP responses `{"error": {"type", "message"}}`, without internals. No other file does this.

Two paths are for OpenAI's clients. Their errors have the shape that these clients read.
"""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from onrecord.assistant.api.openai_errors import PATHS, openai_error_body
from onrecord.assistant.api.schemas import ErrorBody
from onrecord.assistant.error_bodies import UNEXPECTED, error_body, field_of, first_fault, log
from onrecord.vectorstore.errors import OnRecordError, known_error

MEANINGS = {
    400: "Invalid request: empty question, malformed date or unknown outlet.",
    401: "A valid API key is required.",
    403: "The key lacks the scope for this.",
    404: "Not found in the key's collection, or the collection is not loaded.",
    411: "The request has a body but no Content-Length.",
    413: "The body is too large.",
    415: "Unsupported content type.",
    422: "A field is missing, unknown or out of range.",
    429: "Too many requests, or too many at once; retry after `Retry-After` seconds.",
    502: "The chat model did not answer.",
    503: "The index is still catching up, or a model is unavailable; retry after `Retry-After` seconds.",
    507: "The server's disk is full; nothing of the request is stored. Free some space, then repeat the request.",
}


def add_handlers(app: FastAPI) -> None:
    """Add handlers for the errors that a route may raise. `RequestLog` answers unexpected errors."""
    app.exception_handler(OnRecordError)(handle_onrecord_error)
    app.exception_handler(RequestValidationError)(handle_validation_error)
    app.exception_handler(HTTPException)(handle_http_error)


def documented(status: int) -> dict[str, Any]:
    """The error response of a status, for OpenAPI."""
    return {"description": MEANINGS[status], "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorBody"}}}}


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The further errors of one route, for OpenAPI. Errors that many routes share are added by `add_responses`."""
    return {status: {"model": ErrorBody, "description": MEANINGS[status]} for status in statuses}


def error_response(path: str, status: int, kind: str, message: str, retry_seconds: int | None = None, param: str | None = None) -> JSONResponse:
    """Args: path: the request's path; kind: the error's class name; param: the wrong field of the body."""
    headers = {"Retry-After": str(retry_seconds)} if retry_seconds else {}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    body = openai_error_body(status, kind, message, param) if path in PATHS else error_body(kind, message)
    return JSONResponse(body, status, headers=headers)


def unexpected_error_response(path: str, e: Exception) -> JSONResponse:
    """Log the error with its traceback. The response does not show the traceback."""
    if known := known_error(e):
        log.error("%s", known)
        return error_response(path, known.status, type(known).__name__, str(known), known.retry_seconds)
    log.error("unexpected error", exc_info=e)
    return error_response(path, 500, "InternalError", UNEXPECTED)


async def handle_onrecord_error(request: Request, e: Exception) -> JSONResponse:
    assert isinstance(e, OnRecordError)
    return error_response(request.url.path, e.status, type(e).__name__, str(e), e.retry_seconds)


async def handle_validation_error(request: Request, e: Exception) -> JSONResponse:
    faults = e.errors() if isinstance(e, RequestValidationError) else [{"loc": (), "msg": str(e)}]
    return error_response(request.url.path, 422, "BadInput", first_fault(faults), param=field_of(faults[0]) or None)


async def handle_http_error(request: Request, e: Exception) -> JSONResponse:
    assert isinstance(e, HTTPException)
    kind = {404: "NotFound", 405: "MethodNotAllowed"}.get(e.status_code, "BadInput")
    response = error_response(request.url.path, e.status_code, kind, str(e.detail))
    response.headers.update(e.headers or {})
    return response
