"""Two `onrecord serve` processes, with homes of their own, over one PostgreSQL and one Chroma server: each gives any answer of the other."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from onrecord.evals.bench.backends import Chroma, Postgres
from tests.assistant.api.routes.test_ask import EVENTS, events, wait_for_words
from tests.providers import Provider
from tests.serving import start_server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
ARTICLE = {"title": "Ferry stops", "publisher": "Oske Post", "publish_date": "2026-03-05", "text": "The ferry to Oske stopped on Wednesday. Captain Runa Dell said that 40 passengers had waited at the pier."}
ASKED = {"question": "How many passengers waited at the pier?", "as_of": "2026-03-09"}


@dataclass
class Pair:
    """Two servers, and what their chat model says where a request names it."""

    environment: dict[str, str]
    folder: Path
    provider: Provider
    processes: list["subprocess.Popen[str]"]
    urls: list[str]

    def command(self, *words: str, home: str = "0") -> str:
        command = [sys.executable, "-m", "onrecord.assistant", *words, "--home", str(self.folder / home)]
        return subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ | self.environment).stdout.strip()

    def clients(self, name: str, scope: str = "ask") -> list[httpx.Client]:
        """A client of each server, with the same new key."""
        headers = {"Authorization": f"Bearer {self.command('keys', 'add', name, '--scope', scope)}"}
        return [httpx.Client(base_url=url, headers=headers, timeout=120) for url in self.urls]


@pytest.fixture(scope="module")
def pair(postgres: Postgres, chroma_process: Chroma, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    folder, provider = tmp_path_factory.mktemp("pair"), Provider("Captain Dell said that 40 passengers had waited at the pier.")
    environment = {
        "ONRECORD_ARCHIVE": postgres.create("processes"), "ONRECORD_CHROMA": chroma_process.server.url, "ONRECORD_RATE": "30/hour",
        "ONRECORD_MODELS": "openai:m", "ONRECORD_MODEL": "openai:m", "ONRECORD_BASE_URL": provider.base_url, "ONRECORD_API_KEY": "x",
    }  # fmt: skip
    started = [start_server(folder / str(n), environment) for n in range(2)]
    try:
        yield Pair(environment, folder, provider, [process for process, _ in started], [url for _, url in started])
    finally:
        for process, _ in started:
            process.kill()
            process.communicate()
        provider.stop()


def test_a_key_made_beside_one_server_is_known_to_both_until_it_is_removed(pair: Pair) -> None:
    clients = pair.clients("desk")
    assert [c.get("/v1/conversations").status_code for c in clients] == [200, 200]
    pair.command("keys", "remove", "desk", home="1")
    assert [c.get("/v1/conversations").status_code for c in clients] == [401, 401]


def test_the_limit_of_a_key_counts_at_both(pair: Pair) -> None:
    first, second = pair.clients("eager")
    codes = [client.get("/v1/conversations").status_code for _ in range(16) for client in (first, second)]
    assert codes == [200] * 30 + [429] * 2


def test_an_article_ingested_at_one_is_found_at_the_other_and_so_is_the_conversation(pair: Pair) -> None:
    first, second = pair.clients("newsroom", "admin")
    job = first.post("/v1/articles", json=ARTICLE).json()["job_id"]
    with second.stream("GET", f"/v1/jobs/{job}", headers=EVENTS) as response:
        states = [line.removeprefix("event: ") for line in response.iter_lines() if line.startswith("event: ")]
    assert states[-1] == "done", "the other one tells how far it is"
    (article_id,) = second.get(f"/v1/jobs/{job}").json()["articles"]
    hits = second.post("/v1/search", json={"query": "Who could not travel by boat?"}).json()["hits"]
    assert [hit["article_id"] for hit in hits] == [article_id], "found by its meaning"
    conversation = first.post("/v1/conversations", json={}).json()["conversation_id"]
    answer = first.post("/v1/ask", json=ASKED | {"conversation_id": conversation}).json()
    assert "40 passengers" in answer["text"]
    (turn,) = second.get(f"/v1/conversations/{conversation}").json()["turns"]
    assert turn["turn_id"] == answer["turn_id"]
    assert second.post("/v1/feedback", json={"turn_id": answer["turn_id"], "rating": "up"}).status_code == 204
    assert first.get(f"/v1/conversations/{conversation}").json()["turns"][0]["feedback"]["rating"] == "up"


def test_the_outcome_of_a_run_of_the_other_process(pair: Pair) -> None:
    first, second = pair.clients("follower", "admin")
    with first.stream("POST", "/v1/ask", json=ASKED, headers=EVENTS) as response:
        sent = list(events(response.iter_lines()))
    run_id = sent[0][2]["run_id"]
    assert second.get(f"/v1/ask/{run_id}").json() == sent[-1][2] == first.get(f"/v1/ask/{run_id}").json()
    with second.stream("POST", "/v1/ask", json=ASKED, headers=EVENTS | {"Last-Event-ID": sent[1][1]}) as response:
        assert list(events(response.iter_lines()))[-1][::2] == sent[-1][::2]
    (other,) = pair.clients("somebody else")[1:]
    assert other.get(f"/v1/ask/{run_id}").status_code == 404 and other.delete(f"/v1/ask/{run_id}").status_code == 404

    pair.provider.reply = 400
    with first.stream("POST", "/v1/ask", json=ASKED, headers=EVENTS) as response:
        sent = list(events(response.iter_lines()))
    failed = second.get(f"/v1/ask/{sent[0][2]['run_id']}")
    assert sent[-1][0] == "error" and (failed.status_code, failed.json()) == (502, sent[-1][2])


def test_a_run_is_followed_and_stopped_from_the_other_process(pair: Pair) -> None:
    first, second = pair.clients("stopper")
    conversation = first.post("/v1/conversations", json={}).json()["conversation_id"]
    pair.provider.reply, pair.provider.pause, pair.provider.written = "It stopped. " * 60, 0.1, 0
    with first.stream("POST", "/v1/ask", json=ASKED | {"conversation_id": conversation}, headers=EVENTS) as response:
        sent = events(response.iter_lines())
        run_id = next(sent)[2]["run_id"]
        wait_for_words(pair.provider)
        assert second.delete(f"/v1/ask/{run_id}").status_code == 204
        assert list(sent)[-1][0] == "error"
    assert second.get(f"/v1/ask/{run_id}").status_code == 503
    assert first.get(f"/v1/conversations/{conversation}").json()["turns"] == []


def test_a_question_whose_process_is_killed_is_asked_again_at_the_other(pair: Pair) -> None:
    """The last test of this file: it kills the first server."""
    first, second = pair.clients("victim")
    conversation = first.post("/v1/conversations", json={}).json()["conversation_id"]
    pair.provider.reply, pair.provider.pause, pair.provider.written = "Captain Dell said that 40 passengers had waited at the pier. " * 20, 0.1, 0
    with first.stream("POST", "/v1/ask", json=ASKED | {"conversation_id": conversation}, headers=EVENTS) as response, pytest.raises(httpx.RemoteProtocolError):
        sent = events(response.iter_lines())
        _, event_id, stage = next(sent)
        wait_for_words(pair.provider)
        pair.processes[0].kill()
        list(sent)
    pair.provider.reply, pair.provider.pause = "Captain Dell said that 40 passengers had waited at the pier.", 0.0
    began = time.monotonic()
    with second.stream("POST", "/v1/ask", json=ASKED, headers=EVENTS | {"Last-Event-ID": event_id}) as response:
        kind, _, answer = list(events(response.iter_lines()))[-1]
    assert kind == "answer" and "40 passengers" in answer["text"] and time.monotonic() - began < 60
    assert second.get(f"/v1/ask/{stage['run_id']}").json() == answer
    (turn,) = second.get(f"/v1/conversations/{conversation}").json()["turns"]
    assert turn["turn_id"] == answer["turn_id"], "it is stored, and once"
