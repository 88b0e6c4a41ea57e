"""The trace of a turn over HTTP; by the command line it is tested in `cli/test_app.py`."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from onrecord.assistant.api.service import Service
from onrecord.assistant.trace import trace_turn
from onrecord.assistant.turn import Assistant, answer_turn
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.store import Store
from tests.providers import Provider
from tests.serving import serving

ASKED = {"question": "How many Norrhamar workers joined the strike on the first day?", "as_of": "2026-05-25"}


@pytest.fixture(scope="module")
def client(newsroom: Store) -> Iterator[httpx.Client]:
    with serving(Service({"default": newsroom}, Settings(home=newsroom.home))) as url, httpx.Client(base_url=url, timeout=60) as made:
        yield made


def timeless(answer: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in answer.items() if k not in ("timings_ms", "gate", "trace")}


def test_the_trace_shows_every_step(client: httpx.Client) -> None:
    answer = client.post("/v1/ask", json=ASKED | {"trace": True}).json()
    trace = answer["trace"]
    assert trace["question"]["text"] == ASKED["question"] and (trace["question"]["kind"], trace["question"]["answer_type"]) == ("fact", "number")
    assert trace["hits"] and all(h["parts"] and h["found_by"] for h in trace["hits"])
    sentences = trace["sentences"]
    assert [s["score"] for s in sentences] == sorted((s["score"] for s in sentences), reverse=True) and all(s["parts"] for s in sentences)
    chosen = {(s["article_id"], s["start"]) for s in sentences if s["chosen"]}
    assert chosen == {(c["article_id"], c["start"]) for c in answer["citations"]} and len(chosen) < len(sentences)
    assert trace["answerability"] >= trace["threshold"] > 0
    assert [c["served"] for c in trace["claims"]] == [c["text"] for c in answer["claims"]]
    assert trace["timings_ms"] == answer["timings_ms"]


def test_without_a_trace_nothing_is_added(client: httpx.Client) -> None:
    plain, traced = (client.post("/v1/ask", json=ASKED | more).json() for more in ({}, {"trace": True}))
    assert "trace" not in plain and timeless(plain) == timeless(traced) and plain.keys() | {"trace"} == traced.keys()


def test_the_last_event_of_a_stream_has_it(client: httpx.Client) -> None:
    for asked, has in ({"trace": True}, True), ({}, False):
        sent = client.post("/v1/ask", json=ASKED | asked, headers={"Accept": "text/event-stream"}).text.strip().split("\n\n")
        data = [json.loads(line[6:]) for event in sent for line in event.splitlines() if line.startswith("data: ")]
        assert ("trace" in data[-1]) == has and not any("trace" in d for d in data[:-1])


def test_an_abstention_shows_how_far_below_the_threshold_it_is(client: httpx.Client) -> None:
    trace = client.post("/v1/ask", json={"question": "Who won the regatta on Lake Orlo?", "as_of": "2026-05-25", "trace": True}).json()["trace"]
    assert trace["answerability"] < trace["threshold"] and trace["sentences"] and not trace["claims"]


def test_dropped_claims_are_shown_with_their_reasons(assistant: Assistant) -> None:
    provider = Provider("Nine hundred elephants joined the strike on Mars [1]. The king of Mars resigned [99].")
    turn = answer_turn(Assistant(assistant.store, provider.model(), assistant.judge), ASKED["question"], as_of=ASKED["as_of"])
    provider.stop()
    claims = trace_turn(turn).claims
    assert len(claims) == 2 and claims[0].outcome in ("repaired", "dropped") and claims[0].verdict != "supported" and claims[0].reason
    assert claims[1].outcome == "dropped" and claims[1].served is None and "unknown-citation" in claims[1].reason


def test_openapi_documents_it(client: httpx.Client) -> None:
    spec = client.get("/openapi.json").json()
    assert spec["components"]["schemas"]["AskBody"]["properties"]["trace"]["type"] == "boolean"
    assert {"Trace", "TracedSentence", "TracedClaim"} <= spec["components"]["schemas"].keys()
