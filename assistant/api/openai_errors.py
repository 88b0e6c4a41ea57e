"""Errors as OpenAI's clients read them: their type and code, which decide the exception that a client raises and whether it tries again."""

from typing import Any

PATHS = ("/v1/chat/completions", "/v1/models")
INVALID, FAILED = "invalid_request_error", "server_error"

# Codes that clients know, by our kind of error.
CODES = {"Unauthorized": "invalid_api_key", "UnknownModel": "model_not_found", "Busy": "rate_limit_exceeded"}
TYPES = {429: "requests", 403: "permission_error"}


def openai_body(status: int, kind: str, message: str, param: str | None = None) -> dict[str, Any]:
    """`{"error": {"message", "type", "param", "code"}}`. Args: kind: name of the error's class; param: the field that is wrong."""
    told = TYPES.get(status) or (INVALID if status < 500 else FAILED)
    return {"error": {"message": message, "type": told, "param": param, "code": CODES.get(kind)}}
