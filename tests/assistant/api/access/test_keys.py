"""A server that others can reach: keys, scopes, collections, limits."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from onrecord.assistant.api.access.keys import Keys
from onrecord.assistant.api.service import Service
from onrecord.ingest.pipeline import ingest
from onrecord.vectorstore.embedding.embedder import DEFAULT_MODEL
from onrecord.vectorstore.errors import BadInput, NotFound, Unavailable
from onrecord.vectorstore.settings import Settings, collection_folder, collections_in
from onrecord.vectorstore.store import open_store
from tests.providers import Provider
from tests.serving import serving

QUESTION = {"question": "How many tanks did Kask claim had been destroyed?"}
OTHER = "Title: Rain in Oske\nDate: 2026-03-05\nPublisher: The Northbank Post\n\nThe mayor of Oske said that 300 houses had been flooded by the rain. The schools stay closed on Friday.\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keyed")


@pytest.fixture(scope="module")
def url(home: Path) -> Iterator[str]:
    """Two newsrooms, of one article each."""
    folder = home.parent / f"{home.name}-articles"
    folder.mkdir()
    (folder / "valley.txt").write_text("Title: Valley\nDate: 2026-03-04\nPublisher: Corvane Wire\n\nGeneral Ivo Kask claimed that 15 tanks had been destroyed. The valley was quiet on Thursday.\n")
    (folder / "rain.txt").write_text(OTHER)
    with open_store(home, DEFAULT_MODEL) as first, open_store(collection_folder(home, "rain"), DEFAULT_MODEL) as second:
        assert ingest(first, [folder / "valley.txt"]).added == ingest(second, [folder / "rain.txt"]).added == 1
        settings = Settings(home=home, rate="12/hour", cors_origins="https://desk.example")
        with serving(Service({"default": first, "rain": second}, settings, keys_needed=True)) as url:
            yield url


def client(url: str, home: Path, name: str, *scopes: str, collection: str = "default") -> httpx.Client:
    token = Keys(home).add(name, scopes, collection)
    return httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=60)


def test_without_a_key_nothing_is_told(url: str, home: Path) -> None:
    Keys(home).add("somebody", ("ask",), "default")
    paths = {"POST": ["/v1/ask", "/v1/search", "/v1/check", "/v1/articles", "/v1/conversations", "/v1/feedback"], "GET": ["/v1/articles", "/v1/stats", "/v1/conversations", "/v1/jobs/x"]}
    for method, some in paths.items():
        for path in some:
            for headers in ({}, {"Authorization": "Bearer onrec_wrong"}, {"Authorization": "Basic eDp5"}):
                response = httpx.request(method, url + path, json=QUESTION if method == "POST" else None, headers=headers)
                assert response.status_code == 401 and response.headers["www-authenticate"] == "Bearer"
    assert httpx.get(f"{url}/readyz").status_code == 200


def test_scopes(url: str, home: Path) -> None:
    asker, feeder, admin = client(url, home, "asker", "ask"), client(url, home, "feeder", "ingest"), client(url, home, "boss", "admin")
    article = {"text": "The ferry stopped."}
    assert asker.post("/v1/ask", json=QUESTION).status_code == 200
    assert asker.post("/v1/articles", json=article).status_code == 403
    assert asker.delete("/v1/articles/x", params={"reason": "r"}).status_code == 403
    assert feeder.post("/v1/ask", json=QUESTION).status_code == 403 and feeder.get("/v1/stats").status_code == 403
    assert feeder.post("/v1/articles", json=article).status_code == 202
    assert admin.get("/v1/stats").status_code == 200 and admin.delete("/v1/articles/x", params={"reason": "r"}).status_code == 404
    Keys(home).remove("asker")
    assert asker.post("/v1/ask", json=QUESTION).status_code == 401, "a removed key opens nothing more"


def test_a_key_opens_its_collection_and_no_other(url: str, home: Path) -> None:
    valley, rain = client(url, home, "valley desk", "ask"), client(url, home, "rain desk", "admin", collection="rain")
    ids = [c.get("/v1/articles").json()["articles"][0]["article_id"] for c in (valley, rain)]
    assert "15 tanks" in valley.post("/v1/ask", json=QUESTION).json()["text"]
    answer = rain.post("/v1/ask", json=QUESTION).json()
    assert answer["status"] == "abstained" and "Valley" not in answer["text"]
    assert rain.get(f"/v1/articles/{ids[0]}").status_code == 404 and valley.get(f"/v1/articles/{ids[1]}").status_code == 404
    assert [p["publisher"] for p in rain.get("/v1/stats").json()["publishers"]] == ["The Northbank Post"]
    assert rain.delete(f"/v1/articles/{ids[0]}", params={"reason": "not mine"}).status_code == 404
    assert client(url, home, "nowhere", "ask", collection="nowhere").get("/v1/articles").status_code == 404


def test_conversations_and_runs_are_their_owners(url: str, home: Path) -> None:
    mine, theirs = client(url, home, "mine", "ask"), client(url, home, "theirs", "ask")
    conversation = mine.post("/v1/conversations", json={}).json()["conversation_id"]
    turn = mine.post("/v1/ask", json=QUESTION | {"conversation_id": conversation}).json()["turn_id"]
    assert theirs.get(f"/v1/conversations/{conversation}").status_code == 404 and theirs.get("/v1/conversations").json() == {"conversations": []}
    assert theirs.post("/v1/feedback", json={"turn_id": turn, "rating": "up"}).status_code == 404
    assert theirs.delete(f"/v1/conversations/{conversation}").status_code == 404
    with mine.stream("POST", "/v1/ask", json=QUESTION, headers={"Accept": "text/event-stream"}) as response:
        last = [line.removeprefix("id: ") for line in response.iter_lines() if line.startswith("id: ")][-1]
    assert theirs.post("/v1/ask", json=QUESTION, headers={"Accept": "text/event-stream", "Last-Event-ID": last}).status_code == 404
    assert theirs.delete(f"/v1/ask/{last.partition('-')[0]}").status_code == 404


def test_a_link_opens_one_conversation_without_a_key_and_nothing_else(url: str, home: Path) -> None:
    owner, other, stranger = client(url, home, "owner", "ask", collection="rain"), client(url, home, "reader", "ask", collection="rain"), httpx.Client(base_url=url)
    conversation = owner.post("/v1/conversations", json={}).json()["conversation_id"]
    answer = owner.post("/v1/ask", json={"question": "How many houses had been flooded in Oske?", "conversation_id": conversation}).json()
    assert stranger.post(f"/v1/conversations/{conversation}/share").status_code == 401
    assert other.post(f"/v1/conversations/{conversation}/share").status_code == 404
    made = owner.post(f"/v1/conversations/{conversation}/share")
    token = made.json()["token"]
    assert made.status_code == 201 and made.json()["path"] == f"/s/{token}"

    shared = stranger.get(f"/v1/shared/{token}")
    (turn,) = shared.json()["turns"]
    assert turn.keys() == {"asked_at", "answer", "narrowed", "stale"} and shared.json().keys() == {"title", "turns"}
    assert turn["answer"]["text"] == answer["text"] and turn["answer"]["citations"] == answer["citations"] != []
    assert answer["turn_id"] not in shared.text and conversation not in shared.text and shared.headers["cache-control"] == "no-store"

    for wrong in (token[:-1], token + "A", token[::-1], conversation, "x", "%00", "%ED%A0%80"):
        assert stranger.get(f"/v1/shared/{wrong}").status_code == 404, wrong
    article = answer["citations"][0]["article_id"]
    for headers in ({}, {"Authorization": f"Bearer {token}"}, {"Authorization": f"Bearer onrec_{token}"}):
        for path in (f"/v1/articles/{article}", "/v1/articles", "/v1/conversations", f"/v1/conversations/{conversation}", f"/v1/conversations/{token}", "/v1/stats"):
            assert stranger.get(path, headers=headers).status_code == 401, path
        assert stranger.post("/v1/ask", json=QUESTION | {"conversation_id": conversation}, headers=headers).status_code == 401
        for path in (f"/v1/conversations/{conversation}", f"/v1/conversations/{conversation}/share"):
            assert stranger.delete(path, headers=headers).status_code == 401
    assert {stranger.request(method, f"/v1/shared/{token}").status_code for method in ("POST", "PUT", "PATCH", "DELETE")} <= {405, 411}

    assert other.delete(f"/v1/conversations/{conversation}/share").status_code == 404 and stranger.get(f"/v1/shared/{token}").status_code == 200
    assert owner.delete(f"/v1/conversations/{conversation}/share").status_code == 204
    assert stranger.get(f"/v1/shared/{token}").status_code == 404


def test_a_key_asks_no_more_often_than_it_may(url: str, home: Path) -> None:
    eager, patient = client(url, home, "eager", "ask"), client(url, home, "patient", "ask")
    responses = [eager.get("/v1/conversations") for _ in range(13)]
    assert [r.status_code for r in responses] == [200] * 12 + [429]
    assert 0 < int(responses[-1].headers["retry-after"]) <= 3600
    assert patient.get("/v1/conversations").status_code == 200


def test_no_more_at_once_than_it_may(home: Path, url: str, tmp_path: Path) -> None:
    provider = Provider("It rained. " * 50, pause=0.05)
    with open_store(tmp_path, DEFAULT_MODEL) as store:
        (tmp_path / "a.txt").write_text(OTHER)
        assert ingest(store, [tmp_path / "a.txt"]).added == 1
        settings = Settings(home=tmp_path, model="openai:m", base_url=provider.base_url, concurrent=1)
        with serving(Service({"default": store}, settings, keys_needed=True)) as served:
            one = client(served, tmp_path, "one", "ask")
            asking = threading.Thread(target=lambda: one.post("/v1/ask", json={"question": "How many houses were flooded in Oske?"}))
            asking.start()
            for _ in range(100):
                time.sleep(0.1)
                if provider.asked:
                    break
            response = one.get("/v1/stats")
            assert (response.status_code, response.headers["retry-after"]) == (429, "1")
            asking.join()
            assert one.get("/v1/stats").status_code == 200, "its place is free again"
    provider.stop()


def test_pages_elsewhere_are_let_in_by_setting_only(url: str) -> None:
    def asked(origin: str) -> httpx.Response:
        return httpx.options(f"{url}/v1/ask", headers={"Origin": origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"})

    assert asked("https://desk.example").headers["access-control-allow-origin"] == "https://desk.example"
    assert asked("https://evil.example").status_code == 403


@pytest.mark.parametrize(
    ("name", "scopes", "collection"),
    [("", ("ask",), "default"), ("x" * 61, ("ask",), "default"), ("a", (), "default"), ("a", ("root",), "default"), ("a", ("ask",), "../up"), ("a", ("ask",), "")],
)
def test_keys_that_cannot_be(tmp_path: Path, name: str, scopes: tuple[str, ...], collection: str) -> None:
    with pytest.raises(BadInput):
        Keys(tmp_path).add(name, scopes, collection)


def test_the_file_holds_no_key_and_a_broken_one_lets_nobody_in(tmp_path: Path) -> None:
    keys = Keys(tmp_path)
    token = keys.add("desk", ("ask",), "default")
    assert token not in keys._path.read_text() and keys._path.stat().st_mode & 0o77 == 0
    assert keys.find(token) and keys.find(token + "x") is None
    with pytest.raises(BadInput, match="already"):
        keys.add("desk", ("ask",), "default")
    with pytest.raises(NotFound):
        keys.remove("nobody")
    keys._path.write_text("[{}]")
    with pytest.raises(Unavailable):
        keys.find(token)


def test_collections_are_what_was_made(tmp_path: Path) -> None:
    (tmp_path / "collections" / "sports").mkdir(parents=True)
    (tmp_path / "collections" / ".hidden").mkdir()
    assert collections_in(tmp_path) == ["default", "sports"]
