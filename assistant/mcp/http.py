"""`/mcp` of the server: the tools for models over streamable HTTP, behind the same keys as all else."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from typing import Generic, Protocol, TypeVar

from fastapi.security.utils import get_authorization_scheme_param
from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
from mcp.server.auth.provider import AccessToken
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from onrecord.assistant.limits import MAX_BODY_BYTES
from onrecord.assistant.mcp.server import Calls, Context, make_server
from onrecord.assistant.turn import Assistant

MAX_SESSIONS = 1000  # of clients that speak a version of the protocol that has them
CALLER = "onrecord.caller"


class Named(Protocol):
    @property
    def name(self) -> str: ...


C = TypeVar("C", bound=Named)


class Host(Protocol[C]):
    """The server that this door belongs to: it knows its callers by their keys, and counts their calls."""

    def identify(self, token: str | None, scope: str) -> C: ...

    def admit(self, caller: C) -> AbstractContextManager[None]: ...

    def assistant(self, caller: C) -> Assistant: ...


class McpDoor(Generic[C]):
    """An ASGI app. Names and origins of requests are the guard's to check; a session is its key's alone."""

    def __init__(self, host: Host[C]) -> None:
        self._host, self._calls = host, Calls()
        self._sessions = StreamableHTTPSessionManager(
            make_server(self._admit, self._calls), max_request_body_size=MAX_BODY_BYTES, max_sessions=MAX_SESSIONS
        )

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Once only."""
        async with self._sessions.run():
            yield
            self._calls.stop()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scheme, token = get_authorization_scheme_param(Headers(scope=scope).get("authorization"))
        caller = self._host.identify(token if scheme.lower() == "bearer" else None, "ask")
        user = AuthenticatedUser(AccessToken(token="", client_id=caller.name, scopes=[]))
        scope[CALLER], scope["user"] = caller, user
        await self._sessions.handle_request(scope, receive, send)

    @contextmanager
    def _admit(self, context: Context) -> Iterator[Assistant]:
        """A call counts as a request does; the messages around it do not."""
        assert context.request is not None
        caller: C = context.request.scope[CALLER]
        with self._host.admit(caller):
            yield self._host.assistant(caller)
