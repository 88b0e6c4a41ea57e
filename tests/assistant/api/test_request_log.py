"""The log of a real server: a line for each request with its id, collection, status and duration, and never what was asked."""

import json
import re
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from onrecord.assistant.api.access.keys import Keys
from tests.serving import start_server, until

SECRET = "Zanzibarian"


class Server:
    """A running `onrecord serve` and the lines that it has logged so far."""

    def __init__(self, home: Path, **environment: str) -> None:
        self.process, self.url = start_server(home, environment, log=subprocess.PIPE)
        self.lines: list[str] = []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.lines.append(line)

    def line_with(self, text: str) -> str:
        until(lambda: any(text in line for line in self.lines))
        return next(line for line in self.lines if text in line)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)
        assert self.process.stdout
        self.process.stdout.close()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("logged")


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[Server]:
    started = Server(home, ONRECORD_LOG_FORMAT="json")
    yield started
    started.stop()


def logged(server: Server, request_id: str) -> dict[str, Any]:
    return json.loads(server.line_with(request_id))  # type: ignore[no-any-return]


def test_a_request_is_logged_with_its_id_collection_and_duration(server: Server) -> None:
    response = httpx.post(f"{server.url}/v1/ask?q={SECRET}", json={"question": f"Who is the {SECRET} minister?"}, timeout=120)
    line = logged(server, response.headers["x-request-id"])
    expected = {"logger": "onrecord.assistant.api.request_log", "method": "POST", "path": "/v1/ask", "status": 200, "collection": "default"}
    assert {k: line[k] for k in expected} == expected and line["duration_ms"] > 0


def test_an_id_of_a_proxy_is_kept_unless_it_could_forge_a_line(server: Server) -> None:
    assert httpx.get(f"{server.url}/healthz", headers={"X-Request-ID": "proxy-17"}).headers["x-request-id"] == "proxy-17"
    assert logged(server, "proxy-17")["path"] == "/healthz"
    forged = httpx.get(f"{server.url}/healthz", headers={"X-Request-ID": 'x"}{"level": "error'}).headers["x-request-id"]
    assert re.fullmatch(r"[0-9a-f]{32}", forged)
    odd = httpx.get(f"{server.url}/v1/%0A%22forged").headers["x-request-id"]
    assert (logged(server, odd)["path"], logged(server, odd)["status"]) == ("/v1/%0A%22forged", 404)


def test_errors_and_streams_have_an_id_too(server: Server) -> None:
    refused = httpx.post(f"{server.url}/v1/ask", json={"question": ""})
    assert logged(server, refused.headers["x-request-id"])["status"] == 422
    streamed = httpx.post(f"{server.url}/v1/ask", json={"question": "Who?"}, headers={"Accept": "text/event-stream"}, timeout=120)
    assert logged(server, streamed.headers["x-request-id"])["status"] == 200


def test_what_was_asked_and_keys_are_nowhere_and_every_line_is_json(server: Server, home: Path) -> None:
    token = Keys(home).add("desk", ("ask",), "default")
    asked = httpx.post(f"{server.url}/v1/ask", json={"question": f"{SECRET}?"}, headers={"Authorization": f"Bearer {token}"}, timeout=120)
    logged(server, asked.headers["x-request-id"])
    assert all(json.loads(line)["message"] for line in server.lines)
    assert SECRET not in "".join(server.lines) and token not in "".join(server.lines)


def test_links_to_shared_conversations_are_not_logged(server: Server) -> None:
    for path, logged_as in ((f"/s/{SECRET}", "/s/TOKEN"), (f"/v1/shared/{SECRET}", "/v1/shared/TOKEN")):
        assert logged(server, httpx.get(f"{server.url}{path}").headers["x-request-id"])["path"] == logged_as
    assert SECRET not in "".join(server.lines)


def test_people_read_text(tmp_path: Path) -> None:
    server = Server(tmp_path)
    httpx.get(f"{server.url}/healthz", headers={"X-Request-ID": "by-hand"})
    line = server.line_with("by-hand")
    server.stop()
    assert re.fullmatch(r"\S+Z INFO onrecord\.assistant\.api\.request_log: GET /healthz 200 in [\d.]+ ms request_id=by-hand\n", line)


def test_an_unexpected_error_is_answered_and_logged_with_its_id(newsroom: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    from onrecord.assistant.api.service import Service
    from onrecord.vectorstore.settings import Settings
    from tests.serving import serving

    service = Service({"default": newsroom}, Settings(home=newsroom.home))
    with serving(service) as url:
        monkeypatch.setattr(service, "assistant", lambda *_: 1 / 0)
        response = httpx.post(f"{url}/v1/ask", json={"question": "Who?"}, headers={"X-Request-ID": "broken-1"})
    assert (response.status_code, response.headers["x-request-id"]) == (500, "broken-1")
    assert response.json()["error"] == {"type": "InternalError", "message": "internal error; see the server log"}
    assert "ZeroDivisionError" in caplog.text
