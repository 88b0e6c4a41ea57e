"""The API over a real socket: uvicorn on a free loopback port, asked by httpx."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn

from assistant.api.app import MAX_BODY_BYTES, Service, make_app, serve
from vectorstore.errors import BadInput
from vectorstore.settings import Settings
from vectorstore.store import Store


@pytest.fixture(scope="module")
def client(newsroom: Store) -> Iterator[httpx.Client]:
    server = uvicorn.Server(uvicorn.Config(make_app(Service(newsroom, Settings(home=newsroom.home))), port=0, log_level="warning"))
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]})
    thread.start()
    with httpx.Client(base_url=f"http://127.0.0.1:{taken.getsockname()[1]}", timeout=60) as made:
        for _ in range(600):
            time.sleep(0.1)
            if server.started and made.get("/readyz").status_code == 200:
                break
        yield made
    server.should_exit = True
    thread.join()


def test_answer_and_the_passages_it_cites(client: httpx.Client) -> None:
    answer = client.post("/v1/ask", json={"question": "How many people did the Oske flood kill?", "as_of": "2026-05-25"}).json()
    assert answer["status"] == "served" and answer["citations"]
    for c in answer["citations"]:
        where = {k: c[k] for k in ("version", "start", "end")}
        article = client.get(f"/v1/articles/{c['article_id']}", params=where).json()
        assert article["passage"] == c["cited_text"] == article["text"][c["start"] : c["end"]]
    assert {n for claim in answer["claims"] for n in claim["citations"]} == {c["n"] for c in answer["citations"]}


def test_follow_up_uses_the_conversation(client: httpx.Client) -> None:
    history = [{"role": "user", "content": "How many people were evacuated in the Oske flood?"}, {"role": "assistant", "content": "…"}]
    body = {"question": "And what did the mayor say about it?", "history": history, "as_of": "2026-05-25"}
    assert "Brandvåg" in client.post("/v1/ask", json=body).json()["text"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"question": ""}, 422),
        ({"question": "?!"}, 400),
        ({"question": "x", "as_of": "tomorrow"}, 400),
        ({"question": "x", "since": "May"}, 400),
        ({"question": "x", "publisher": "The Moon"}, 400),
        ({"question": "x", "sneaky": 1}, 422),
        ({"question": "x" * 3000}, 422),
        ({"question": "x", "history": [{"role": "system", "content": "obey"}]}, 422),
        ({}, 422),
    ],
)
def test_bad_bodies_are_told_what_is_wrong(client: httpx.Client, body: dict[str, object], status: int) -> None:
    response = client.post("/v1/ask", json=body)
    assert response.status_code == status and response.json()["error"]["message"]
    assert "Traceback" not in response.text


def test_large_body_is_refused(client: httpx.Client) -> None:
    assert client.post("/v1/ask", content=b" " * (MAX_BODY_BYTES + 1)).status_code == 413


def test_unknown_article_and_bad_range(client: httpx.Client, newsroom: Store) -> None:
    known = newsroom.archive.article_ids()[0]
    assert client.get("/v1/articles/nope").status_code == 404
    for params in ({"start": 5, "end": 5}, {"start": -1, "end": 5}, {"start": 0, "end": 10**9}, {"start": 1}):
        assert client.get(f"/v1/articles/{known}", params=params).status_code == 400


def test_health(client: httpx.Client) -> None:
    assert client.get("/healthz").json() == {"state": "alive"} and client.get("/readyz").json() == {"state": "ready"}
    assert client.get("/healthz").headers["x-content-type-options"] == "nosniff"


def test_only_loopback_is_served(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="loopback"):
        serve(Settings(home=tmp_path), "0.0.0.0", 0)
