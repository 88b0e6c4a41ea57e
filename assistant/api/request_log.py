"""The outermost layer of the HTTP API. It gives each request an id, logs the request when it has ended, and answers unexpected errors."""

import logging
import re
import time
import uuid
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.assistant.api.errors import unexpected_error_response
from onrecord.vectorstore.logs import log_fields

REQUEST_ID = "X-Request-ID"
SHARE_TOKEN = re.compile(r"(?<=^/s/).+|(?<=^/v1/shared/).+", re.DOTALL)  # whoever has it can read the conversation
VALID_ID = re.compile(r"[\w.-]{1,64}", re.ASCII)
log = logging.getLogger(__name__)


class RequestLog:
    """Logs method, path, status and duration. The query, the body and the token of a shared
    conversation are not logged, because they contain questions, reasons and a secret.

    The id is the `X-Request-ID` from a proxy, or a new one. The response has the id under the same name.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sent_id = Headers(scope=scope).get(REQUEST_ID, "")
        request_id = sent_id if VALID_ID.fullmatch(sent_id) else uuid.uuid4().hex
        status: int | None = None

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_ID] = request_id
            await send(message)

        with log_fields(request_id=request_id):
            began = time.perf_counter()
            try:
                await self._app(scope, receive, send_with_id)
            except Exception as e:
                if status is not None:  # too late for another response
                    raise
                await unexpected_error_response(scope["path"], e)(scope, receive, send_with_id)
            finally:
                log_request(scope["method"], quote(SHARE_TOKEN.sub("TOKEN", scope["path"])), status, (time.perf_counter() - began) * 1000)


def log_request(method: str, path: str, status: int | None, duration_ms: float) -> None:
    """Args: status: None if the client disconnected before the response."""
    fields = {"method": method, "path": path, "status": status, "duration_ms": round(duration_ms, 1)}
    log.info("%s %s %s in %.1f ms", method, path, status or "not answered", duration_ms, extra={"fields": fields})
