"""`onrecord serve` and `onrecord mcp`: the servers."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Annotated

import typer

from onrecord.assistant.cli.opening import opened_assistant
from onrecord.assistant.cli.options import BaseUrl, JudgedBy, Model
from onrecord.assistant.cli.processes import fork_processes
from onrecord.vectorstore.command_line import Collection, Home
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.logs import configure_logging, log_fields
from onrecord.vectorstore.settings import read_settings

SERVE_EXAMPLES = "Examples: `onrecord serve` · `onrecord serve --port 8000 --model ollama:llama3.2` · `onrecord keys add desk && onrecord serve --host 0.0.0.0`"
CLIENT_CONFIGURATION = """An MCP client starts this command with this configuration:

    {"mcpServers": {"onrecord": {"command": "onrecord", "args": ["mcp"]}}}

For an archive in another folder, use `"args": ["mcp", "--home", "/path/to/home"]`. While `onrecord serve` runs on the same home, clients
connect to `http://127.0.0.1:8765/mcp` instead. If the server needs keys, they send `Authorization: Bearer …`.
"""


def register(app: typer.Typer) -> None:
    app.command(epilog=SERVE_EXAMPLES)(serve)
    app.command(epilog=CLIENT_CONFIGURATION)(mcp)


def serve(
    host: Annotated[str, typer.Option(help="Address to bind. Every address except loopback needs keys.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to bind.")] = 8765,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Number of processes that answer on the port. More than one needs ONRECORD_ARCHIVE and ONRECORD_CHROMA.")] = 1,
    model: Model = None,
    base_url: BaseUrl = None,
    judge: JudgedBy = None,
    home: Home = None,
    collection: Collection = None,
) -> None:
    """Serve the chat page at /, the HTTP API with its documentation at /docs, and MCP at /mcp. The server has every collection. A request with
    a key uses the key's collection; a request without a key uses --collection."""
    from onrecord.assistant.listening import bind
    from onrecord.vectorstore.served import refuse_if_served

    settings = read_settings(home=home, collection=collection, model=model, base_url=base_url, judge=judge)
    if workers > 1 and not (settings.database and settings.chroma):
        raise BadInput("--workers needs an archive and an index on servers, because files in the home are for one process: set ONRECORD_ARCHIVE and ONRECORD_CHROMA")
    refuse_if_served(settings, "open that address, or stop that server first")
    with bind(host, port) as bound:
        configure_logging(settings)
        number = 0
        if workers > 1:
            with counted_together():
                number = fork_processes(workers)
        from onrecord.assistant.api import serve as serve_api  # only now, because it takes seconds

        serve_api(settings, host, bound, announces=number == 0)


@contextmanager
def counted_together() -> Iterator[None]:
    """Processes that are forked in the block have their figures for `/metrics` in one folder. It is removed by the process that does not leave the block
    normally: the one that looks after the others."""
    folder = tempfile.mkdtemp(prefix="onrecord-metrics-")
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder  # read when prometheus_client is imported
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def mcp(
    http: Annotated[bool, typer.Option("--http", help="Serve streamable HTTP at 127.0.0.1 instead of standard input and output.")] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to bind with --http.")] = 8766,
    model: Model = None,
    base_url: BaseUrl = None,
    judge: JudgedBy = None,
    home: Home = None,
    collection: Collection = None,
) -> None:
    """Serve the archive to an MCP client, with the tools ask, search_articles, get_passage and check_claim."""
    from onrecord.assistant.listening import bind
    from onrecord.vectorstore.served import refuse_if_served

    settings = read_settings(home=home, collection=collection, model=model, base_url=base_url, judge=judge)
    refuse_if_served(settings, "let the client connect to /mcp at that address, or stop that server")
    configure_logging(settings)
    with log_fields(collection=settings.collection), bind("127.0.0.1", port) if http else nullcontext() as bound, opened_assistant(settings) as assistant:
        from onrecord.assistant.mcp import serve_http, serve_stdio

        serve_http(assistant, bound) if bound else serve_stdio(assistant)
