"""What every request passes before it is read: its size, the name it came by, the page that sent it. And headers on every answer."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.assistant.api.errors import error
from onrecord.assistant.limits import MAX_BODY_BYTES

LOOPBACK = ("127.0.0.1", "::1", "localhost")
WITH_BODIES = ("POST", "PUT", "PATCH")


class Guard:
    """Args:
    body_limits: bytes, by path; MAX_BODY_BYTES elsewhere.
    hosts: names that requests may come by; None for any. A page of another site that has its name point to this machine is kept out so.
    origins: of pages elsewhere that may use the API; `*` for any. A browser sends a form of any page here; what it says of where it
        came from keeps those out.
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
            return error(path, 421, "BadInput", f"this server is not {host}; a proxy's name is allowed by ONRECORD_HOSTS")
        origin = headers.get("origin")
        if origin and netloc(origin) != host and origin not in self._origins and "*" not in self._origins:
            return error(path, 403, "Forbidden", f"pages of {origin} may not use this server; ONRECORD_CORS_ORIGINS allows them")
        return self._too_large(scope, headers)

    def _too_large(self, scope: Scope, headers: Headers) -> Response | None:
        """By the declared length: a body without one is refused."""
        path, length = scope["path"], headers.get("content-length")
        limit = self._body_limits.get(path, MAX_BODY_BYTES)
        if length is not None and not (length.isascii() and length.isdigit()):
            return error(path, 400, "BadInput", "Content-Length is no number")
        if length is None and (scope["method"] in WITH_BODIES or "transfer-encoding" in headers):
            return error(path, 411, "BadInput", "send a Content-Length")
        if length is not None and int(length) > limit:
            return error(path, 413, "BadInput", f"the body is larger than {limit} bytes")
        return None


def netloc(origin: str) -> str:
    """ "" for what is no address."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def hostname(host: str) -> str:
    """Without port and brackets; "" for what is none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
