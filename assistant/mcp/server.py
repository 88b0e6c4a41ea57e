"""The MCP server. It offers the tools over standard input and output or over streamable HTTP."""

import logging
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager, nullcontext
from contextvars import copy_context
from functools import partial
from importlib.metadata import version
from typing import Any, TypeVar

import anyio
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError
from mcp_types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    ToolAnnotations,
)
from pydantic import ValidationError

from onrecord.assistant.answer import Part
from onrecord.assistant.error_bodies import body_of_error, first_fault
from onrecord.assistant.limits import MAX_BODY_BYTES, MAX_CONCURRENT_TURNS
from onrecord.assistant.listening import run_server, url_of
from onrecord.assistant.mcp.tools import TOOLS
from onrecord.assistant.turn import Assistant, Listener
from onrecord.vectorstore.store import Stopped

INSTRUCTIONS = """An archive of news articles that answers with checked, cited and attributed sentences. Begin with `ask`, verify quotations
with `get_passage`, and explore with `search_articles`. Check your own sentences with `check_claim` before you present them as news."""
TOOL_LIST = ListToolsResult(
    tools=[
        Tool(
            name=name,
            title=tool.title,
            description=tool.description,
            input_schema=tool.takes.model_json_schema(),
            output_schema=tool.gives.json_schema(mode="serialization"),
            annotations=ToolAnnotations(title=tool.title, read_only_hint=True, open_world_hint=False),
        )
        for name, tool in TOOLS.items()
    ]
)
Context = ServerRequestContext[Any, Any]
Admit = Callable[[Context], AbstractAsyncContextManager[Assistant]]  # gives the assistant for a caller; raises OnRecordError if the call is refused
T = TypeVar("T")
log = logging.getLogger(__name__)


class Calls:
    """Tool calls in progress, each in a thread. A cancelled call ends at its next step. After `stop`, all calls do."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._limiter = anyio.CapacityLimiter(MAX_CONCURRENT_TURNS)  # a separate limiter, because calls that wait for a chat model must not block other threads

    def stop(self) -> None:
        self._stopping.set()

    async def run(self, work: Callable[[Listener], T]) -> T:
        """The result of `work`. Raises the errors of `work`, and Stopped if the call was cancelled or stopped."""
        cancelled, ended = threading.Event(), anyio.Event()

        def tell(_: str | Part) -> None:
            if cancelled.is_set() or self._stopping.is_set():
                raise Stopped

        def attempt() -> T | Exception:
            try:
                tell("begun")
                return work(tell)
            except Exception as e:
                return e

        async def watch() -> None:
            try:
                await ended.wait()
            except anyio.get_cancelled_exc_class():
                cancelled.set()
                raise

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(watch)
            outcome = await anyio.to_thread.run_sync(attempt, limiter=self._limiter)  # waits for the thread even if the call is cancelled
            ended.set()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def make_server(admit: Admit, calls: Calls) -> "Server[Any]":
    async def list_tools(_: Context, __: PaginatedRequestParams | None) -> ListToolsResult:
        return TOOL_LIST

    async def call_tool(context: Context, params: CallToolRequestParams) -> CallToolResult:
        if params.name not in TOOLS:
            raise MCPError(INVALID_PARAMS, f"there is no tool {params.name}; the tools are {', '.join(TOOLS)}")
        tool = TOOLS[params.name]
        try:
            arguments = tool.takes.model_validate(params.arguments or {})
            async with admit(context) as assistant:
                with logged_call(params.name):
                    given = await calls.run(partial(tool.call, assistant, arguments))
        except Exception as e:
            return CallToolResult(content=[TextContent(type="text", text=error_message(e))], is_error=True)
        return CallToolResult(
            content=[TextContent(type="text", text=tool.text(given))], structured_content=tool.gives.dump_python(given, mode="json")
        )

    return Server("onrecord", version=version("onrecord"), title="On Record", instructions=INSTRUCTIONS, on_list_tools=list_tools, on_call_tool=call_tool)


@contextmanager
def logged_call(tool: str) -> Iterator[None]:
    """Log the tool, the duration of the block, and the class of the error that ended it."""
    began, error = time.perf_counter(), None
    try:
        yield
    except BaseException as e:
        error = type(e).__name__
        raise
    finally:
        duration_ms = round((time.perf_counter() - began) * 1000, 1)
        log.info("tool %s %s in %.1f ms", tool, error or "ok", duration_ms, extra={"fields": {"tool": tool, "error": error, "duration_ms": duration_ms}})


def error_message(e: Exception) -> str:
    """One sentence that says what to do."""
    if isinstance(e, ValidationError):
        return first_fault(e.errors())
    return "stopped" if isinstance(e, Stopped) else str(body_of_error(e)["error"]["message"])


@contextmanager
def server_holding_the_lock_afterwards(assistant: Assistant) -> Iterator["Server[Any]"]:
    """A server with one assistant. At the end it takes the assistant's lock and keeps it, so that no call uses the store while it is closed."""
    calls = Calls()
    try:
        yield make_server(lambda _: nullcontext(assistant), calls)
    finally:
        calls.stop()
        assistant.lock.acquire()


def serve_stdio(assistant: Assistant) -> None:
    """Serve until the client closes standard input, Ctrl-C or SIGTERM.

    Raises:
        KeyboardInterrupt: a signal ended the server.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with server_holding_the_lock_afterwards(assistant) as server:
        # A read of standard input cannot be interrupted. So it runs in a daemon thread, because the process does not wait for such threads.
        serving = threading.Thread(target=copy_context().run, args=(anyio.run, partial(run_over_stdio, server)), daemon=True)  # with the time zone of the settings
        serving.start()
        try:
            serving.join()
        finally:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)  # already shutting down: ignore further signals so that the index closes cleanly


async def run_over_stdio(server: "Server[Any]") -> None:
    async with stdio_server() as (received, sent):
        await server.run(received, sent, server.create_initialization_options())


def serve_http(assistant: Assistant, bound: socket.socket) -> None:
    """Serve on a socket of 127.0.0.1, at /mcp, until Ctrl-C or SIGTERM. Only clients and pages of this machine can connect."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # after it has stopped, uvicorn sends the signal again; the signal must not kill the process while the store is open
    with server_holding_the_lock_afterwards(assistant) as server:
        app = server.streamable_http_app(host="127.0.0.1", max_request_body_size=MAX_BODY_BYTES)
        run_server(app, bound, grace_seconds=1, announcement=f"connect to {url_of(bound)}/mcp")
