"""Answers as events: the same as in one piece, resumable, and stopped when asked."""

import json
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from onrecord.assistant.api.service import Service
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.store import Store
from tests.providers import Provider
from tests.serving import ZONES, serving, today_in

ASKED = {"question": "How many Norrhamar workers joined the strike on the first day?", "as_of": "2026-05-25"}
EVENTS = {"Accept": "text/event-stream"}
Sent = list[tuple[str, str, Any]]


@pytest.fixture(scope="module")
def client(newsroom: Store) -> Iterator[httpx.Client]:
    with serving(Service({"default": newsroom}, Settings(home=newsroom.home))) as url, httpx.Client(base_url=url, timeout=60) as made:
        yield made


@pytest.fixture
def slow(newsroom: Store) -> Iterator[tuple[httpx.Client, Provider]]:
    """Of a chat model that takes a minute."""
    provider = Provider("The strike began at the harbour. " * 100, pause=0.1)
    settings = Settings(home=newsroom.home, model="openai:m", base_url=provider.base_url)
    with serving(Service({"default": newsroom}, settings)) as url, httpx.Client(base_url=url, timeout=60) as made:
        yield made, provider
    provider.stop()


def events(lines: Iterator[str]) -> Iterator[tuple[str, str, Any]]:
    """(event, id, data)"""
    fields: dict[str, str] = {}
    for line in lines:
        if line.startswith(":"):
            continue  # a sign of life between events
        if line:
            name, _, value = line.partition(": ")
            fields[name] = value
        elif fields:
            yield fields["event"], fields["id"], json.loads(fields["data"])
            fields = {}


def ask(client: httpx.Client, body: dict[str, Any] = ASKED, **headers: str) -> Sent:
    with client.stream("POST", "/v1/ask", json=body, headers=EVENTS | headers) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        return list(events(response.iter_lines()))


def wait_for_words(provider: Provider) -> None:
    for _ in range(200):
        time.sleep(0.1)
        if provider.written > 3:
            break


def timeless(answer: dict[str, Any]) -> dict[str, Any]:
    gate = {k: v for k, v in answer["gate"].items() if k != "ms"}
    return answer | {"timings_ms": None, "gate": gate}


def test_a_stream_says_the_same_as_the_answer_in_one_piece(client: httpx.Client) -> None:
    sent = ask(client)
    kinds = [kind for kind, _, _ in sent]
    assert kinds[-1] == "answer" and set(kinds[:-1]) == {"stage", "claim"}
    claims, answer = [data for kind, _, data in sent if kind == "claim"], sent[-1][2]
    assert timeless(answer) == timeless(client.post("/v1/ask", json=ASKED).json())
    assert "\n".join(c["text"] for c in claims) == answer["text"] and [c["claim"] for c in claims] == answer["claims"]
    assert [x for c in claims for x in c["citations"]] == answer["citations"] and [x for c in claims for x in c["conflicts"]] == answer["conflicts"]
    assert answer["conflicts"], "the sides differ here"
    assert len({i for _, i, _ in sent}) == len(sent)


def test_a_broken_stream_is_gone_on_with(client: httpx.Client) -> None:
    sent = ask(client)
    for received in (1, len(sent) - 1):
        assert ask(client, **{"Last-Event-ID": sent[received - 1][1]}) == sent[received:]
    assert client.get(f"/v1/ask/{sent[0][2]['run_id']}").json() == sent[-1][2] and client.get(f"/v1/ask/{'0' * 32}").status_code == 404
    response = client.post("/v1/ask", json=ASKED, headers=EVENTS | {"Last-Event-ID": "0" * 32 + "-3"})
    assert response.status_code == 404 and "ask again" in response.json()["error"]["message"]
    assert client.post("/v1/ask", json=ASKED, headers=EVENTS | {"Last-Event-ID": "x"}).status_code == 400


def test_errors_are_told_as_events_too(client: httpx.Client) -> None:
    (*_, (kind, _, data)) = ask(client, {"question": "?!"})
    assert kind == "error" and data == client.post("/v1/ask", json={"question": "?!"}).json()


def test_stop_ends_the_stream_at_once_and_the_model_soon(slow: tuple[httpx.Client, Provider]) -> None:
    client, provider = slow
    with client.stream("POST", "/v1/ask", json=ASKED, headers=EVENTS) as response:
        sent = events(response.iter_lines())
        run_id = next(sent)[2]["run_id"]
        wait_for_words(provider)
        began = time.monotonic()
        assert client.delete(f"/v1/ask/{run_id}").status_code == 204
        *_, (kind, _, data) = sent
        assert kind == "error" and data["error"]["type"] == "Stopped" and time.monotonic() - began < 1
    time.sleep(1)
    written = provider.written
    time.sleep(1)
    assert provider.written <= written + 1, "the model is not read on"
    assert client.post("/v1/search", json={"query": "strike"}).status_code == 200


def test_others_are_answered_while_a_model_writes(slow: tuple[httpx.Client, Provider]) -> None:
    client, provider = slow
    with client.stream("POST", "/v1/ask", json=ASKED, headers=EVENTS) as response:
        run_id = next(events(response.iter_lines()))[2]["run_id"]
        wait_for_words(provider)
        answer = client.post("/v1/ask", json=ASKED | {"model": "extractive"}).json()
        assert answer["status"] == "served" and provider.written < 200
        client.delete(f"/v1/ask/{run_id}")


def test_a_model_that_is_down_is_a_502_or_by_setting_the_sources(newsroom: Store) -> None:
    provider = Provider(500)
    settings = Settings(home=newsroom.home, model="openai:m", base_url=provider.base_url)
    with serving(Service({"default": newsroom}, settings)) as url:
        response = httpx.post(f"{url}/v1/ask", json=ASKED, timeout=60)
        assert response.status_code == 502 and "openai:m" in response.json()["error"]["message"]
    with serving(Service({"default": newsroom}, settings.model_copy(update={"fall_back": True}))) as url:
        answer = httpx.post(f"{url}/v1/ask", json=ASKED, timeout=60).json()
        assert answer["drafted_by"] == "extractive" and "did not answer" in answer["notice"] and answer["claims"]
    provider.stop()


def test_today_is_the_askers(client: httpx.Client, newsroom: Store) -> None:
    """By a header, and without one, or with one that is unknown here, by the setting."""
    asked = {"question": "Which mills burnt down?"}
    for zone in ZONES:
        before = today_in(zone)
        found = [client.post("/v1/ask", json=asked, headers={"X-Time-Zone": zone}).json()["as_of"]]
        with serving(Service({"default": newsroom}, Settings(home=newsroom.home, time_zone=zone))) as url:
            found += [httpx.post(f"{url}/v1/ask", json=asked, headers=h, timeout=60).json()["as_of"] for h in ({}, {"X-Time-Zone": "Etc/Unknown"})]
        assert all(before <= day <= today_in(zone) for day in found)
