"""Errors in the shape of OpenAI's API. A client chooses its exception by `type` and `code`, and decides by them whether it retries."""

from typing import Any

PATHS = ("/v1/chat/completions", "/v1/models")
INVALID, FAILED = "invalid_request_error", "server_error"

CODES = {"Unauthorized": "invalid_api_key", "UnknownModel": "model_not_found", "Busy": "rate_limit_exceeded"}  # by the class name of our error
TYPES = {429: "requests", 403: "permission_error"}


def openai_error_body(status: int, kind: str, message: str, param: str | None = None) -> dict[str, Any]:
    """`{"error": {"message", "type", "param", "code"}}`. Args: kind: the error's class name; param: the wrong field."""
    error_type = TYPES.get(status) or (INVALID if status < 500 else FAILED)
    return {"error": {"message": message, "type": error_type, "param": param, "code": CODES.get(kind)}}
