"""The same question gets the same answer through every door: 50 gold questions, their conversations and days with them."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import anyio
import httpx
import openai
import pytest
from mcp import Client

from onrecord.assistant.api.service import Service
from onrecord.assistant.runnable import AnswerRunnable
from onrecord.assistant.turn import Assistant
from onrecord.evals.suite.cases import Case
from onrecord.evals.suite.load import newsroom_cases
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.store import Store
from tests.serving import serving

pytestmark = pytest.mark.slow

ONRECORD = Path(sys.executable).with_name("onrecord")
CASES = newsroom_cases()[::3][:50]


@dataclass(frozen=True)
class Said:
    """What a door hands out of an answer, apart from how long it took."""

    text: str
    citations: list[dict[str, Any]]


Door = Callable[[Case], Said]


def asked(case: Case) -> dict[str, Any]:
    return {"question": case.question, "history": [asdict(m) for m in case.history], "as_of": case.as_of}


def messages(case: Case) -> dict[str, Any]:
    said = [*(asdict(m) for m in case.history), {"role": "user", "content": case.question}]
    return {"model": "onrecord", "messages": said, "extra_body": {"as_of": case.as_of}}


def said(answer: dict[str, Any]) -> Said:
    return Said(answer["text"], list(answer["citations"]))


def by_json(client: httpx.Client) -> Door:
    return lambda case: said(client.post("/v1/ask", json=asked(case)).json())


def by_events(client: httpx.Client) -> Door:
    def ask(case: Case) -> Said:
        sent = client.post("/v1/ask", json=asked(case), headers={"Accept": "text/event-stream"}).text.split("\n\n")
        events = [dict(line.split(": ", 1) for line in event.splitlines()) for event in sent if event]
        claims = [json.loads(e["data"]) for e in events if e["event"] == "claim"]
        last = json.loads(events[-1]["data"])
        return Said("\n".join(c["text"] for c in claims) or last["text"], [x for c in claims for x in c["citations"]])

    return ask


def by_completion(client: openai.OpenAI) -> Door:
    def ask(case: Case) -> Said:
        message: Any = client.chat.completions.create(**messages(case)).choices[0].message
        return Said(message.content, message.onrecord["citations"])

    return ask


def by_completion_stream(client: openai.OpenAI) -> Door:
    def ask(case: Case) -> Said:
        deltas = [chunk.choices[0].delta for chunk in client.chat.completions.create(**messages(case), stream=True)]
        return Said("".join(d.content or "" for d in deltas), deltas[-1].onrecord["citations"])

    return ask


def by_runnable(reading_assistant: Assistant) -> Door:
    runnable = AnswerRunnable(reading_assistant)
    return lambda case: said(runnable.invoke(asked(case)))


def by_mcp(url: str, cases: Sequence[Case]) -> list[Said]:
    """Of cases without a conversation, which its tool does not take."""

    async def ask() -> list[Said]:
        async with Client(url) as client:
            calls = [await client.call_tool("ask", {"question": c.question, "as_of": c.as_of}) for c in cases]
        return [said(call.structured_content or {}) for call in calls]

    return anyio.run(ask)


@pytest.fixture(scope="module")
def by_command_line(newsroom: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[subprocess.Popen[str]]:
    """`onrecord ask --batch` over a copy of the newsroom, which a second process may not open; at work beside the other doors."""
    home = tmp_path_factory.mktemp("doors")
    for file in newsroom.home.glob("archive.sqlite3*"):
        shutil.copy(file, home)
    (home / "batch.jsonl").write_text("".join(json.dumps(asked(c)) + "\n" for c in CASES), "utf-8")
    environment = os.environ | {"ONRECORD_HOME": str(home)}
    with subprocess.Popen([ONRECORD, "ask", "--batch", str(home / "batch.jsonl")], stdout=subprocess.PIPE, text=True, env=environment) as process:
        yield process
        process.kill()


def test_every_door_says_the_same(newsroom: Store, reading_assistant: Assistant, by_command_line: subprocess.Popen[str]) -> None:
    with (
        serving(Service({"default": newsroom}, Settings(home=newsroom.home, concurrent=1))) as url,
        httpx.Client(base_url=url, timeout=60) as native,
        openai.OpenAI(base_url=f"{url}/v1", api_key="none", max_retries=0) as completions,
    ):
        doors: dict[str, Door] = {
            "JSON": by_json(native),
            "events": by_events(native),
            "OpenAI": by_completion(completions),
            "OpenAI, streamed": by_completion_stream(completions),
            "LangChain": by_runnable(reading_assistant),
        }
        told = {name: [as_json(door(case)) for case in CASES] for name, door in doors.items()}
        alone = [case for case in CASES if not case.history]
        told_by_mcp = [as_json(answer) for answer in by_mcp(f"{url}/mcp", alone)]
    assert len(alone) > 40 and told_by_mcp == [told["JSON"][CASES.index(case)] for case in alone]
    output, _ = by_command_line.communicate(timeout=120)
    told["command line"] = [as_json(said(json.loads(line))) for line in output.splitlines()]
    assert len(CASES) == 50 and {len(answers) for answers in told.values()} == {50}
    first, *others = told.items()
    for name, answers in others:
        differing = [case.id for case, one, other in zip(CASES, first[1], answers, strict=True) if one != other]
        assert not differing, f"{name} answers otherwise than {first[0]}"


def as_json(answer: Said) -> str:
    return json.dumps(asdict(answer), sort_keys=True)
