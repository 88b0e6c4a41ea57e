"""`/mcp` of the HTTP server: the tools over streamable HTTP. It has the same keys as the HTTP API."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
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
from onrecord.vectorstore.logs import current_log_fields, log_fields

MAX_SESSIONS = 1000  # open sessions; only some versions of the protocol have sessions
CALLER, LOG_FIELDS = "onrecord.caller", "onrecord.log_fields"  # keys in the ASGI scope


class Named(Protocol):
    @property
    def name(self) -> str: ...


C = TypeVar("C", bound=Named)


class Host(Protocol[C]):
    """The part of the HTTP server that identifies callers by their keys, limits their calls, and knows their time zone."""

    async def identify(self, token: str | None, scope: str) -> C: ...

    def admit(self, caller: C) -> AbstractAsyncContextManager[None]: ...

    def use_asker_zone(self, named: str | None) -> None: ...

    def assistant(self, caller: C) -> Assistant: ...


class McpApp(Generic[C]):
    """An ASGI app. `Guard` has already checked host and origin. A session belongs to the key that opened it.

    Args:
        stateless: without sessions, so that any process can answer any request. The tools need none.
    """

    def __init__(self, host: Host[C], stateless: bool = False) -> None:
        self._host, self._calls = host, Calls()
        self._sessions = StreamableHTTPSessionManager(
            make_server(self._admit, self._calls), stateless=stateless, max_request_body_size=MAX_BODY_BYTES, max_sessions=None if stateless else MAX_SESSIONS
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Accept sessions while the block runs. This can be used only once."""
        async with self._sessions.run():
            yield
            self._calls.stop()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scheme, token = get_authorization_scheme_param(Headers(scope=scope).get("authorization"))
        caller = await self._host.identify(token if scheme.lower() == "bearer" else None, "ask")
        user = AuthenticatedUser(AccessToken(token="", client_id=caller.name, scopes=[]))
        scope[CALLER], scope["user"], scope[LOG_FIELDS] = caller, user, current_log_fields()
        await self._sessions.handle_request(scope, receive, send)

    @asynccontextmanager
    async def _admit(self, context: Context) -> AsyncIterator[Assistant]:
        """A tool call counts towards the caller's limits; the protocol's other messages do not."""
        assert context.request is not None
        scope = context.request.scope
        caller: C = scope[CALLER]
        self._host.use_asker_zone(Headers(scope=scope).get("x-time-zone"))
        async with self._host.admit(caller):
            with log_fields(**scope[LOG_FIELDS]):  # without this, all calls of a session would log the fields of its first request
                yield self._host.assistant(caller)
