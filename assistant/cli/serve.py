"""`onrecord serve` and `onrecord mcp`: the doors that stay open."""

from typing import Annotated

import typer

from onrecord.assistant.cli.opening import opened_assistant
from onrecord.assistant.cli.options import BaseUrl, Collection, Home, JudgedBy, Model
from onrecord.vectorstore.settings import read_settings

SERVE_EXAMPLES = "Examples: `onrecord serve` · `onrecord serve --port 8000 --model ollama:llama3.2` · `onrecord keys add desk && onrecord serve --host 0.0.0.0`"
CLIENT = """A client starts it by its configuration:

    {"mcpServers": {"onrecord": {"command": "onrecord", "args": ["mcp"]}}}

where the archive is elsewhere with `"args": ["mcp", "--home", "/path/to/home"]`. While `onrecord serve` holds the home, clients
use its address `http://127.0.0.1:8765/mcp` instead, where it asks for keys with `Authorization: Bearer …`.
"""


def register(app: typer.Typer) -> None:
    app.command(epilog=SERVE_EXAMPLES)(serve)
    app.command(epilog=CLIENT)(mcp)


def serve(
    host: Annotated[str, typer.Option(help="Address to bind. Anything but loopback needs keys.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535)] = 8765,
    model: Model = None,
    base_url: BaseUrl = None,
    judge: JudgedBy = None,
    home: Home = None,
    collection: Collection = None,
) -> None:
    """Serve the chat page at /, the HTTP API, documented at /docs, and MCP at /mcp. All collections are served, each to its keys; who
    needs no key is in --collection."""
    from onrecord.assistant.api import serve as serve_api

    serve_api(read_settings(home=home, collection=collection, model=model, base_url=base_url, judge=judge), host, port)


def mcp(
    http: Annotated[bool, typer.Option("--http", help="Streamable HTTP at 127.0.0.1 instead of standard input and output.")] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="With --http.")] = 8766,
    model: Model = None,
    base_url: BaseUrl = None,
    judge: JudgedBy = None,
    home: Home = None,
    collection: Collection = None,
) -> None:
    """Offer the archive to a model's client over MCP: the tools ask, search_articles, get_passage and check_claim."""
    from onrecord.assistant.mcp import serve_http, serve_stdio

    with opened_assistant(read_settings(home=home, collection=collection, model=model, base_url=base_url, judge=judge)) as assistant:
        serve_http(assistant, port) if http else serve_stdio(assistant)
