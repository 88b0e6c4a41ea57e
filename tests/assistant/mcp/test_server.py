"""The MCP door, asked by the protocol's official client: over standard input and output, and over HTTP."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import anyio
import httpx
import httpx2
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.exceptions import MCPError

from onrecord.assistant.api.access.keys import Keys
from onrecord.assistant.api.service import Service
from onrecord.assistant.turn import Assistant, answer_turn
from onrecord.evals.suite.load import newsroom_cases
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.store import Store
from tests.providers import Provider
from tests.serving import ZONES, serving, today_in

pytestmark = pytest.mark.slow

ONRECORD = Path(sys.executable).with_name("onrecord")
ASKED = {"question": "How many Norrhamar workers joined the strike on the first day?", "as_of": "2026-05-25"}
CASES = [c for c in newsroom_cases() if not c.history][::14][:10]
CALL = {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "ask", "arguments": ASKED}}
HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}},
}


@pytest.fixture(scope="module")
def home(newsroom: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample newsroom's archive, free for another process."""
    folder = tmp_path_factory.mktemp("mcp")
    with sqlite3.connect(newsroom.home / "archive.sqlite3") as there, sqlite3.connect(folder / "archive.sqlite3") as here:
        there.backup(here)
    return folder


@pytest.fixture(scope="module")
def url(newsroom: Store) -> Iterator[str]:
    with serving(Service({"default": newsroom}, Settings(home=newsroom.home))) as served:
        yield f"{served}/mcp"


def stdio(home: Path) -> StdioServerParameters:
    return StdioServerParameters(command=str(ONRECORD), args=["mcp"], env=dict(os.environ) | {"ONRECORD_HOME": str(home)})


@contextmanager
def spawned(home: Path, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([ONRECORD, "mcp", *arguments], text=True, env=os.environ | {"ONRECORD_HOME": str(home)}, **pipes) as process:  # type: ignore[call-overload]
        try:
            yield process
        finally:
            process.kill()  # else a test that fails would wait for its end


def talk(server: Any, said: Callable[[Client], Awaitable[None]], **options: Any) -> None:
    async def session() -> None:
        async with Client(server, **options) as client:
            await said(client)

    anyio.run(session)


def timeless(answer: dict[str, Any]) -> dict[str, Any]:
    gate = {k: v for k, v in answer["gate"].items() if k != "ms"}
    return json.loads(json.dumps(answer | {"timings_ms": None, "gate": gate}))  # type: ignore[no-any-return]


async def every_answer_is_the_turns(client: Client, reading_assistant: Assistant) -> None:
    for case in CASES:
        result = await client.call_tool("ask", {"question": case.question, "as_of": case.as_of})
        answer = asdict(answer_turn(reading_assistant, case.question, as_of=case.as_of).answer)
        assert not result.is_error and timeless(result.structured_content) == timeless(answer)
        text = result.content[0].text  # type: ignore[union-attr]
        assert text.startswith(answer["text"]) and all(f"[{c['n']}] {c['title']}" in text and c["cited_text"] in text for c in answer["citations"])


def test_answers_over_standard_input_and_output_are_the_turns(home: Path, reading_assistant: Assistant) -> None:
    async def said(client: Client) -> None:
        tools = {t.name: t for t in (await client.list_tools()).tools}
        assert set(tools) == {"ask", "search_articles", "get_passage", "check_claim"}
        for tool in tools.values():
            assert tool.description and tool.output_schema and tool.annotations and tool.annotations.read_only_hint
            assert tool.input_schema["additionalProperties"] is False
        await every_answer_is_the_turns(client, reading_assistant)

    talk(stdio(home), said)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_every_tool_over_http(url: str, newsroom: Store, reading_assistant: Assistant, mode: str) -> None:
    async def said(client: Client) -> None:
        await every_answer_is_the_turns(client, reading_assistant)
        hits = (await client.call_tool("search_articles", {"query": "Oske flood", "k": 3, "publisher": "Corvane Wire"})).structured_content["hits"]
        assert hits and {h["publisher"] for h in hits} == {"Corvane Wire"}
        where = {k: hits[0][k] for k in ("article_id", "version", "start", "end")}
        read = (await client.call_tool("get_passage", where)).structured_content
        assert read["text"] == hits[0]["text"] and read["length"] == len(newsroom.archive.article(read["article_id"]).text)
        sources = ["It rained.", "Twelve pumps were running."]
        checked = await client.call_tool("check_claim", {"text": "Twelve pumps were running. Twenty pumps were running.", "sources": sources})
        assert [c["verdict"] for c in checked.structured_content["claims"]] == ["supported", "contradicted"]

    talk(url, said, mode=mode)


async def as_of(client: Client) -> str:
    return (await client.call_tool("ask", {"question": "Which mills burnt down?"})).structured_content["as_of"]  # type: ignore[index,no-any-return]


@pytest.mark.parametrize("zone", ZONES)
def test_today_is_the_askers(home: Path, url: str, zone: str) -> None:
    """Over HTTP by a header, over standard input by the setting."""
    before, found = today_in(zone), []

    async def said(client: Client) -> None:
        found.append(await as_of(client))

    async def over_http() -> None:
        async with httpx2.AsyncClient(headers={"X-Time-Zone": zone}) as sender, Client(streamable_http_client(url, http_client=sender)) as client:
            await said(client)

    anyio.run(over_http)
    server = stdio(home)
    talk(server.model_copy(update={"env": (server.env or {}) | {"ONRECORD_TIME_ZONE": zone}}), said)
    assert len(found) == 2 and all(before <= day <= today_in(zone) for day in found)


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("ask", {}, "question: Field required"),
        ("ask", {"question": "?!"}, "ask in words"),
        ("ask", {"question": "Who?", "as_of": "tomorrow"}, "YYYY-MM-DD"),
        ("ask", {"question": "Who?", "sneaky": 1}, "sneaky"),
        ("ask", {"question": "Who resigned?", "publisher": "The Moon"}, "The Moon"),
        ("search_articles", {"query": "flood", "k": 0}, "k: "),
        ("get_passage", {"article_id": "nope"}, "not in the archive"),
        ("get_passage", {"article_id": "nope", "start": -1}, "start: "),
        ("check_claim", {"text": " "}, "no sentence"),
    ],
)
def test_errors_are_one_sentence_for_the_model(url: str, tool: str, arguments: dict[str, Any], told: str) -> None:
    async def said(client: Client) -> None:
        result = await client.call_tool(tool, arguments)
        (content,) = result.content
        assert result.is_error and told in content.text and "\n" not in content.text  # type: ignore[union-attr]
        with pytest.raises(MCPError, match="search_articles"):
            await client.call_tool("nothing", {})

    talk(url, said)


def test_a_cancelled_call_stops_the_turn_and_keeps_nobody_waiting(newsroom: Store) -> None:
    provider = Provider("The strike began at the harbour. " * 100, pause=0.1)

    async def said(client: Client) -> None:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(client.call_tool, "ask", ASKED)
            with anyio.fail_after(30):
                while provider.written < 3:
                    await anyio.sleep(0.1)
            found = await client.call_tool("search_articles", {"query": "strike"})
            assert found.structured_content["hits"]
            tasks.cancel_scope.cancel()
        await anyio.sleep(1)
        written = provider.written
        await anyio.sleep(1)
        assert provider.written <= written + 1

    with serving(Service({"default": newsroom}, Settings(home=newsroom.home, model="openai:m", base_url=provider.base_url))) as served:
        for mode in ("auto", "legacy"):
            provider.written = 0
            talk(f"{served}/mcp", said, mode=mode)
    provider.stop()


@asynccontextmanager
async def keyed(url: str, token: str) -> AsyncIterator[Client]:
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx2.AsyncClient(headers=headers) as http, Client(streamable_http_client(url, http_client=http)) as client:
        yield client


def test_keys_open_the_door_and_their_own_sessions_only(newsroom: Store, tmp_path: Path) -> None:
    keys = Keys(tmp_path)
    mine, theirs, feeder = (keys.add(name, (scope,), "default") for name, scope in (("mine", "ask"), ("theirs", "ask"), ("feed", "ingest")))

    async def eager(url: str) -> None:
        async with keyed(url, mine) as client:
            results = [await client.call_tool("search_articles", {"query": "flood"}) for _ in range(4)]
            assert [r.is_error for r in results] == [False, False, False, True], "only calls count"
            assert "3 per 1 hour" in results[-1].content[0].text  # type: ignore[union-attr]

    with serving(Service({"default": newsroom}, Settings(home=tmp_path, rate="3/hour"), keys_needed=True)) as served:
        url = f"{served}/mcp"
        anyio.run(eager, url)
        kinds = {"Accept": "application/json, text/event-stream"}

        def post(token: str, body: dict[str, Any], **headers: str) -> httpx.Response:
            return httpx.post(url, json=body, headers=kinds | headers | {"Authorization": f"Bearer {token}"})

        assert [post(t, HELLO).status_code for t in ("wrong", feeder)] == [401, 403] and httpx.post(url, json=HELLO, headers=kinds).status_code == 401
        session = {"Mcp-Session-Id": post(mine, HELLO).headers["mcp-session-id"]}
        listing = {"jsonrpc": "2.0", "id": 3, "method": "tools/list"}
        assert [post(t, listing, **session).status_code for t in (mine, theirs)] == [200, 404]


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}])
def test_pages_of_other_sites_are_kept_out(url: str, headers: dict[str, str]) -> None:
    accept = {"Accept": "application/json, text/event-stream"}
    assert httpx.post(url, json=HELLO, headers=accept | headers).status_code in (403, 421)
    assert httpx.post(url, json=HELLO, headers=accept).status_code == 200


def say(server: "subprocess.Popen[str]", message: dict[str, Any]) -> dict[str, Any]:
    """What it answers, which must be the next line of its output."""
    assert server.stdin and server.stdout
    server.stdin.write(json.dumps(message) + "\n")
    server.stdin.flush()
    answer = json.loads(server.stdout.readline())
    assert (answer["jsonrpc"], answer["id"]) == ("2.0", message["id"])
    return answer  # type: ignore[no-any-return]


@pytest.mark.parametrize("by", ["end of input", "Ctrl-C"])
def test_it_ends_cleanly_and_nothing_but_the_protocol_is_on_standard_output(home: Path, by: str) -> None:
    with spawned(home) as server:
        say(server, HELLO)
        assert say(server, CALL)["result"]["structuredContent"]["status"] == "served"
        if by == "Ctrl-C":
            server.send_signal(signal.SIGINT)
            assert server.wait(timeout=30) == 130, "its standard input is open still"
        out, err = server.communicate(timeout=30)
    assert out == "" and "Traceback" not in err and server.returncode in (0, 130)


def test_http_of_its_own_is_for_this_machine(home: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}/mcp"

    async def said(client: Client) -> None:
        assert (await client.call_tool("ask", ASKED)).structured_content["status"] == "served"

    with spawned(home, "--http", "--port", str(port)) as server:
        assert server.stdout and server.stdout.readline() == f"connect to {url}\n"
        talk(url, said)
        assert [httpx.post(url, json=HELLO, headers=h).status_code for h in ({"Host": "evil.example"}, {"Origin": "http://evil.example"})] == [421, 403]
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=30)
    assert server.returncode in (0, 130)
