"""Checks host name, origin and body size of every request before its body is read. Adds security headers to every response."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.assistant.api.errors import error_response
from onrecord.assistant.limits import MAX_BODY_BYTES

LOOPBACK = ("127.0.0.1", "::1", "localhost")
WITH_BODIES = ("POST", "PUT", "PATCH")


class Guard:
    """The outer layer of the API that refuses bad requests.

    Args:
        body_limits: maximum bytes of a body, by path. All other paths have MAX_BODY_BYTES.
        hosts: the allowed values of the Host header; None for any. This prevents DNS rebinding: a foreign site whose name points here.
        origins: other sites whose pages may use the API; `*` for any. This prevents pages of foreign sites from sending forms here.
    """

    def __init__(self, app: ASGIApp, body_limits: Mapping[str, int], hosts: tuple[str, ...] | None, origins: tuple[str, ...]) -> None:
        self._app, self._body_limits, self._hosts, self._origins = app, body_limits, hosts, origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Content-Type-Options"] = "nosniff"
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        refused = self._refusal(scope, Headers(scope=scope))
        await (refused or self._app)(scope, receive, send_with_headers)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        host, path = headers.get("host", ""), scope["path"]
        if self._hosts is not None and hostname(host) not in self._hosts:
            return error_response(path, 421, "BadInput", f"unknown host {host}; set ONRECORD_HOSTS to allow the name of a proxy")
        origin = headers.get("origin")
        if origin and netloc(origin) != host and origin not in self._origins and "*" not in self._origins:
            return error_response(path, 403, "Forbidden", f"pages of {origin} may not use this server; set ONRECORD_CORS_ORIGINS to allow them")
        if headers.get("content-encoding", "identity").lower() != "identity":
            return error_response(path, 415, "BadInput", "send the body without Content-Encoding")  # what a small body unpacks to is not known
        return self._too_large(scope, headers)

    def _too_large(self, scope: Scope, headers: Headers) -> Response | None:
        """Check the declared length. A body without a declared length is refused."""
        path, length = scope["path"], headers.get("content-length")
        limit = self._body_limits.get(path, MAX_BODY_BYTES)
        if length is not None and not (length.isascii() and length.isdigit()):
            return error_response(path, 400, "BadInput", "Content-Length is not a number")
        if length is None and (scope["method"] in WITH_BODIES or "transfer-encoding" in headers):
            return error_response(path, 411, "BadInput", "send a Content-Length")
        if length is not None and int(length) > limit:
            return error_response(path, 413, "BadInput", f"the body is larger than {limit} bytes")
        return None


def netloc(origin: str) -> str:
    """Host and port of an origin; "" if the origin is malformed."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def hostname(host: str) -> str:
    """The host without port and brackets; "" if the host is malformed."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
