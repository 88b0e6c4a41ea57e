"""Vercel's AI SDK against a running server, where node finds it: npm install ai @ai-sdk/openai, and NODE_PATH=…/node_modules."""

import json
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest

from onrecord.assistant.api.service import Service
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.store import Store
from tests.serving import serving

pytestmark = pytest.mark.slow

SCRIPT = Path(__file__).with_name("ai_sdk.cjs")
QUESTION = "How many people did the Oske flood kill?"


def installed() -> bool:
    find = "require.resolve('@ai-sdk/openai'); require.resolve('ai')"
    return shutil.which("node") is not None and subprocess.run(["node", "-e", find], capture_output=True).returncode == 0


@pytest.mark.skipif(not installed(), reason="needs node with ai and @ai-sdk/openai on NODE_PATH")
def test_the_ai_sdk_reads_text_sources_and_errors(newsroom: Store) -> None:
    with serving(Service({"default": newsroom}, Settings(home=newsroom.home))) as url:
        asked = subprocess.run(["node", SCRIPT, f"{url}/v1", "onrecord", QUESTION], capture_output=True, text=True, timeout=100)
        assert asked.returncode == 0, asked.stderr
        told = json.loads(asked.stdout)
        answer = httpx.post(f"{url}/v1/ask", json={"question": QUESTION}, timeout=60).json()
    assert told["text"] == "".join(told["pieces"]) == answer["text"] and len(told["pieces"]) == len(answer["claims"]) > 1
    assert told["sources"] == told["streamedSources"] and {c["url"] for c in answer["citations"] if c["url"]} <= set(told["sources"])
    assert told["finished"] == "stop" and told["usage"] == len(answer["text"].split())
    status, message = told["refused"]
    assert status == 404 and "nobody" in message
