"""Clients that mean harm, over real sockets against a real server: each gets an error or is cut off, others are answered, memory stays bounded."""

import gzip
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from onrecord.assistant import listening
from onrecord.assistant.api.service import Service
from onrecord.evals.bench.process_memory import memory_of
from onrecord.ingest.pipeline import ingest
from onrecord.vectorstore.embedding.embedder import DEFAULT_MODEL
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.store import open_store
from tests.serving import serving, start_server

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="reads /proc")]

MB = 1_000_000
HEAD = b"POST /v1/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
QUESTION = b'{"question": "How many tanks did Kask claim had been destroyed?"}'
CROWD = 100  # connections of one kind
MAX_GROWTH_MB = 60  # of the server's memory, for any kind


class Target:
    """A server of its own process."""

    def __init__(self, process: "subprocess.Popen[str]", url: str) -> None:
        self.process, self.url = process, url

    def connect(self) -> socket.socket:
        host, _, port = self.url.removeprefix("http://").partition(":")
        return socket.create_connection((host, int(port)), timeout=60)

    @property
    def memory(self) -> int:
        return memory_of(self.process.pid).total

    def answers(self) -> None:
        assert self.process.poll() is None
        answer = httpx.post(f"{self.url}/v1/ask", content=QUESTION, headers={"Content-Type": "application/json"}, timeout=60).json()
        assert "15 tanks" in answer["text"]


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "valley.txt").write_text("Title: Valley\nDate: 2026-03-04\nPublisher: Corvane Wire\n\nGeneral Ivo Kask claimed that more than 15 tanks had been destroyed in the valley.\n", "utf-8")
    with open_store(folder / "home", DEFAULT_MODEL) as store:
        assert ingest(store, [folder / "valley.txt"]).added == 1
    process, url = start_server(folder / "home")
    try:
        Target(process, url).answers()
        yield Target(process, url)
    finally:
        process.terminate()
        process.communicate(timeout=30)


def send(connection: socket.socket, data: bytes) -> bool:
    """Whether everything was sent; False if the server closed before."""
    try:
        connection.sendall(data)
    except OSError:
        return False
    return True


def received(connection: socket.socket) -> bytes:
    """Everything until the server closes."""
    found = b""
    try:
        while data := connection.recv(65536):
            found += data
    except ConnectionError:
        pass
    return found


@pytest.mark.parametrize("start", [b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ", b"GET /", b""], ids=["one header", "the path", "no request"])
def test_a_head_of_ten_megabytes_is_refused_early(target: Target, start: bytes) -> None:
    before = target.memory
    for _ in range(5):
        with target.connect() as connection:
            send(connection, start)
            sent = all(send(connection, b"a" * 100_000) for _ in range(100))
            answer = received(connection)
            assert not sent or answer.startswith(b"HTTP/1.1 400 "), "cut off, or told"
    target.answers()
    assert target.memory - before < MAX_GROWTH_MB


def test_ten_megabytes_of_many_headers_too(target: Target) -> None:
    before = target.memory
    with target.connect() as connection:
        send(connection, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        sent = all(send(connection, b"".join(b"X-%d: %s\r\n" % (n * 100 + i, b"a" * 980) for i in range(100))) for n in range(100))
        assert not sent or received(connection).startswith(b"HTTP/1.1 400 ")
    target.answers()
    assert target.memory - before < MAX_GROWTH_MB


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "gzip, gzip", "GZIP"])
@pytest.mark.parametrize("path", ["/v1/ask", "/v1/articles", "/v1/chat/completions", "/mcp"])
def test_a_packed_body_is_refused_unread(target: Target, path: str, encoding: str) -> None:
    before = target.memory
    bomb = gzip.compress(b'{"question": "' + b"a" * 300 * MB + b'"}', 1) if (path, encoding) == ("/v1/ask", "gzip") else gzip.compress(QUESTION)
    response = httpx.post(f"{target.url}{path}", content=bomb, headers={"Content-Type": "application/json", "Content-Encoding": encoding}, timeout=60)
    assert response.status_code == 415 and "without Content-Encoding" in response.json()["error"]["message"]
    target.answers()
    assert target.memory - before < MAX_GROWTH_MB


def test_a_packed_article_that_unpacks_to_too_much_is_rejected_by_name(target: Target) -> None:
    before = target.memory
    bomb = gzip.compress(b"The ferry stopped. " * (300 * MB // 19), 1)
    made = httpx.post(f"{target.url}/v1/articles", files={"file": ("bomb.txt.gz", bomb)}, timeout=60)
    if made.status_code == 202:
        job = made.json()["job_id"]
        while (state := httpx.get(f"{target.url}/v1/jobs/{job}").json())["state"] not in ("done", "failed"):
            time.sleep(0.1)
        assert state["articles"] == {} and len(state["rejected"]) == 1
    else:
        assert made.status_code in (400, 413, 415)
    target.answers()
    assert target.memory - before < 2 * MAX_GROWTH_MB


@pytest.mark.parametrize("length", [b"99999999999999999999", b"-1", b"1e9", b"10, 20"])
def test_a_length_that_cannot_be(target: Target, length: bytes) -> None:
    with target.connect() as connection:
        send(connection, HEAD + b"Content-Length: " + length + b"\r\n\r\n")
        assert received(connection)[:12] in (b"HTTP/1.1 400", b"HTTP/1.1 413", b"HTTP/1.1 411")


def test_others_are_answered_while_a_crowd_stays_half_open(target: Target) -> None:
    before = target.memory
    with ExitStack() as crowd:
        connections = [crowd.enter_context(target.connect()) for _ in range(3 * CROWD)]
        for n, connection in enumerate(connections):  # nothing, half a head, half a body
            send(connection, (b"", HEAD, HEAD + b"Content-Length: 100000\r\n\r\n{")[n % 3])
        target.answers()
        assert target.memory - before < MAX_GROWTH_MB
    target.answers()


def test_others_are_answered_while_a_crowd_does_not_read(target: Target) -> None:
    """The page's assets are larger than what the two ends buffer."""
    before = target.memory
    asked = b"GET /docs HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 50
    with ExitStack() as crowd:
        for _ in range(CROWD):
            connection = socket.socket()
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.settimeout(1)
            host, _, port = target.url.removeprefix("http://").partition(":")
            connection.connect((host, int(port)))
            crowd.enter_context(connection)
            send(connection, asked)
        target.answers()
        assert target.memory - before < 2 * MAX_GROWTH_MB
    target.answers()


@pytest.fixture
def hasty(tmp_path: Path, article_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    """A server that gives up clients after a second."""
    monkeypatch.setattr(listening, "REQUEST_SECONDS", 1.0)
    with open_store(tmp_path / "home", DEFAULT_MODEL) as store:
        ingest(store, [article_file])
        with serving(Service({"default": store}, Settings(home=store.home))) as url:
            host, _, port = url.removeprefix("http://").partition(":")
            yield host, int(port)


def test_what_does_not_come_or_is_not_read_in_time_is_closed(hasty: tuple[str, int]) -> None:
    for start in (b"", HEAD, HEAD[:10]):
        with socket.create_connection(hasty, timeout=30) as connection:
            send(connection, start)
            answer = received(connection)
            assert answer.startswith(b"HTTP/1.1 400 ") and answer.endswith(b"The request did not arrive within 1 seconds.")
    with socket.create_connection(hasty, timeout=30) as connection:
        send(connection, HEAD + b"Content-Length: 1000\r\n\r\n{")
        assert received(connection) == b""
    with socket.create_connection(hasty, timeout=30) as connection:  # a byte now and then prolongs nothing
        began = time.monotonic()
        for n in range(100):
            time.sleep(0.1)
            if not send(connection, HEAD[n : n + 1]):
                break
        assert time.monotonic() - began < 5


def test_a_client_that_stops_reading_is_cut_off(hasty: tuple[str, int]) -> None:
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(30)
        connection.connect(hasty)
        with pytest.raises(OSError):  # its requests are not read any more either
            while True:
                connection.sendall(b"GET /docs HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 100)


def test_whoever_sends_in_time_may_stay_longer(hasty: tuple[str, int]) -> None:
    with httpx.Client(base_url=f"http://{hasty[0]}:{hasty[1]}", timeout=30) as client:
        for _ in range(4):
            assert client.post("/v1/ask", content=QUESTION, headers={"Content-Type": "application/json"}).json()["claims"]
            time.sleep(0.6)
