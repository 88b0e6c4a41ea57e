"""The one place where errors become answers: `{"error": {"type", "message"}}`, and never more than a person can act on.

Two paths answer OpenAI's clients, in the shape that these read.
"""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from onrecord.assistant.api.openai_errors import PATHS, openai_body
from onrecord.assistant.api.schemas import ErrorBody
from onrecord.assistant.error_bodies import UNEXPECTED, error_body, first_fault, log, place
from onrecord.vectorstore.errors import OnRecordError

MEANINGS = {
    400: "It cannot be used as it is: a question without a word, a day that is none, an unknown outlet.",
    401: "A key is needed, and none that is known came.",
    403: "The key may not do this.",
    404: "There is no such thing in the key's collection, or it is not served.",
    411: "The body comes without a Content-Length.",
    413: "The body is too large.",
    415: "Nothing here reads this kind of content.",
    422: "A field is missing, unknown or out of bounds.",
    429: "Too often, or too many at once; `Retry-After` says when to come again.",
    502: "The chat model did not answer.",
    503: "The index is not level yet, or a model cannot be used; `Retry-After` says when to come again.",
}


def add_handlers(app: FastAPI) -> None:
    app.exception_handler(OnRecordError)(told)
    app.exception_handler(RequestValidationError)(refused)
    app.exception_handler(HTTPException)(missing)
    app.exception_handler(Exception)(broken)


def documented(status: int) -> dict[str, Any]:
    """An error as OpenAPI's response of that status."""
    return {"description": MEANINGS[status], "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorBody"}}}}


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Of a route, beyond those that follow from what it is."""
    return {status: {"model": ErrorBody, "description": MEANINGS[status]} for status in statuses}


def error(path: str, status: int, kind: str, message: str, retry_seconds: int | None = None, param: str | None = None) -> JSONResponse:
    """Args: path: what was asked for; param: the field of the body that is wrong."""
    headers = {"Retry-After": str(retry_seconds)} if retry_seconds else {}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    body = openai_body(status, kind, message, param) if path in PATHS else error_body(kind, message)
    return JSONResponse(body, status, headers=headers)


async def told(request: Request, e: Exception) -> JSONResponse:
    assert isinstance(e, OnRecordError)
    return error(request.url.path, e.status, type(e).__name__, str(e), e.retry_seconds)


async def refused(request: Request, e: Exception) -> JSONResponse:
    faults = e.errors() if isinstance(e, RequestValidationError) else [{"loc": (), "msg": str(e)}]
    return error(request.url.path, 422, "BadInput", first_fault(faults), param=place(faults[0]) or None)


async def missing(request: Request, e: Exception) -> JSONResponse:
    assert isinstance(e, HTTPException)
    kind = {404: "NotFound", 405: "MethodNotAllowed"}.get(e.status_code, "BadInput")
    response = error(request.url.path, e.status_code, kind, str(e.detail))
    response.headers.update(e.headers or {})
    return response


async def broken(request: Request, e: Exception) -> JSONResponse:
    log.error("unexpected error", exc_info=e)
    return error(request.url.path, 500, "InternalError", UNEXPECTED)
