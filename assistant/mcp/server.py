"""The MCP door: the tools for models, over standard input and output or over streamable HTTP."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from importlib.metadata import version
from typing import Any, TypeVar

import anyio
import uvicorn
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
from onrecord.assistant.error_bodies import body_of, first_fault
from onrecord.assistant.limits import MAX_BODY_BYTES, MAX_CONCURRENT_TURNS
from onrecord.assistant.mcp.tools import TOOLS
from onrecord.assistant.turn import Assistant, Listener
from onrecord.vectorstore.store import Stopped

INSTRUCTIONS = """An archive of news articles that answers with checked, cited and attributed sentences. Begin with `ask`; verify with
`get_passage`; look around with `search_articles`; put your own sentences through `check_claim` before you state them as what the news says."""
LISTED = ListToolsResult(
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
Admit = Callable[[Context], AbstractContextManager[Assistant]]  # who may call gets the assistant to be asked; raises OnRecordError otherwise
T = TypeVar("T")


class Calls:
    """Calls under way, each in a thread. One that is cancelled ends at its next step, and all do once `stop` is called."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._places = anyio.CapacityLimiter(MAX_CONCURRENT_TURNS)  # of our own: who waits for a chat model keeps nobody else out

    def stop(self) -> None:
        self._stopping.set()

    async def run(self, work: Callable[[Listener], T]) -> T:
        """Raises what `work` raises; Stopped when it was stopped."""
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
            outcome = await anyio.to_thread.run_sync(attempt, limiter=self._places)  # waits for its end even when it is cancelled
            ended.set()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def make_server(admit: Admit, calls: Calls) -> "Server[Any]":
    async def list_tools(_: Context, __: PaginatedRequestParams | None) -> ListToolsResult:
        return LISTED

    async def call_tool(context: Context, params: CallToolRequestParams) -> CallToolResult:
        if params.name not in TOOLS:
            raise MCPError(INVALID_PARAMS, f"there is no tool {params.name}; there are {', '.join(TOOLS)}")
        tool = TOOLS[params.name]
        try:
            arguments = tool.takes.model_validate(params.arguments or {})
            with admit(context) as assistant:
                given = await calls.run(partial(tool.call, assistant, arguments))
        except Exception as e:
            return CallToolResult(content=[TextContent(type="text", text=told(e))], is_error=True)
        return CallToolResult(
            content=[TextContent(type="text", text=tool.in_words(given))], structured_content=tool.gives.dump_python(given, mode="json")
        )

    return Server("onrecord", version=version("onrecord"), title="On Record", instructions=INSTRUCTIONS, on_list_tools=list_tools, on_call_tool=call_tool)


def told(e: Exception) -> str:
    """One sentence that says what to do."""
    if isinstance(e, ValidationError):
        return first_fault(e.errors())
    return "stopped" if isinstance(e, Stopped) else str(body_of(e)["error"]["message"])


@contextmanager
def offered(assistant: Assistant) -> Iterator["Server[Any]"]:
    """A server of one assistant, whose store nothing uses any more afterwards."""
    calls = Calls()
    try:
        yield make_server(lambda _: nullcontext(assistant), calls)
    finally:
        calls.stop()
        assistant.lock.acquire()


def serve_stdio(assistant: Assistant) -> None:
    """Until the client closes its end, Ctrl-C or SIGTERM.

    Raises:
        KeyboardInterrupt: it was ended by a signal.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with offered(assistant) as server:
        # A read of standard input cannot be broken off, so it happens in a thread that the process need not wait for.
        serving = threading.Thread(target=anyio.run, args=(partial(over_stdio, server),), daemon=True)
        serving.start()
        try:
            serving.join()
        finally:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)  # it ends already; a client that is in a hurry must not break the index off


async def over_stdio(server: "Server[Any]") -> None:
    async with stdio_server() as (received, sent):
        await server.run(received, sent, server.create_initialization_options())


def serve_http(assistant: Assistant, port: int) -> None:
    """On 127.0.0.1 at /mcp, for clients and pages of this machine only, until Ctrl-C or SIGTERM."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # uvicorn sends it once more when it has ended: the store is closed then
    with offered(assistant) as server:
        app = server.streamable_http_app(host="127.0.0.1", max_request_body_size=MAX_BODY_BYTES)
        uvicorn.run(app, host="127.0.0.1", port=port, log_level="info", timeout_graceful_shutdown=1)
