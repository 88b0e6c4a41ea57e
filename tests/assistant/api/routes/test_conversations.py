from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from onrecord.assistant.api.service import Service
from onrecord.ingest.pipeline import ingest
from onrecord.vectorstore.embedding.embedder import DEFAULT_MODEL
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.store import open_store
from tests.serving import serving

QUESTION = "How many tanks did Kask claim had been destroyed?"


@pytest.fixture
def client(article_file: Path, tmp_path: Path) -> Iterator[httpx.Client]:
    with open_store(tmp_path / "home", DEFAULT_MODEL) as store:
        ingest(store, [article_file])
        with serving(Service({"default": store}, Settings(home=store.home))) as url, httpx.Client(base_url=url, timeout=60) as made:
            yield made


def ask(client: httpx.Client, conversation: str, question: str) -> dict[str, Any]:
    response = client.post("/v1/ask", json={"question": question, "conversation_id": conversation, "as_of": "2026-05-25"})
    assert response.status_code == 200
    return response.json()  # type: ignore[no-any-return]


def test_a_conversation_from_its_beginning_to_its_end(client: httpx.Client) -> None:
    made = client.post("/v1/conversations", json={})
    assert made.status_code == 201
    conversation = made.json()["conversation_id"]
    first = ask(client, conversation, QUESTION)
    second = ask(client, conversation, "And what did the minister say about it?")
    assert "15 tanks" in first["text"] and "telling stories" in second["text"], "a follow-up leans on what was stored, and shows what was not shown yet"
    opened = client.get(f"/v1/conversations/{conversation}").json()
    assert opened["title"] == QUESTION and [t["answer"]["text"] for t in opened["turns"]] == [first["text"], second["text"]]
    assert [t["turn_id"] for t in opened["turns"]] == [first["turn_id"], second["turn_id"]] and not any(t["stale"] for t in opened["turns"])
    renamed = client.patch(f"/v1/conversations/{conversation}", json={"title": "The valley"}).json()
    assert renamed["title"] == "The valley" and client.get("/v1/conversations").json()["conversations"] == [renamed]
    assert client.delete(f"/v1/conversations/{conversation}").status_code == 204
    assert client.get(f"/v1/conversations/{conversation}").status_code == 404 and client.get("/v1/conversations").json()["conversations"] == []
    assert client.post("/v1/ask", json={"question": QUESTION, "conversation_id": conversation}).status_code == 404


def test_feedback_is_kept_with_its_answer(client: httpx.Client) -> None:
    conversation = client.post("/v1/conversations", json={"title": "t"}).json()["conversation_id"]
    turn_id = ask(client, conversation, QUESTION)["turn_id"]
    for sent in ({"rating": "up"}, {"rating": "down", "comment": "It was 16."}):
        assert client.post("/v1/feedback", json={"turn_id": turn_id} | sent).status_code == 204
    (turn,) = client.get(f"/v1/conversations/{conversation}").json()["turns"]
    assert turn["feedback"] == {"rating": "down", "comment": "It was 16."}
    assert client.post("/v1/feedback", json={"turn_id": "nope", "rating": "up"}).status_code == 404
    assert client.post("/v1/feedback", json={"turn_id": turn_id, "rating": "meh"}).status_code == 422


def test_it_is_exported_with_what_it_cites(client: httpx.Client) -> None:
    conversation = client.post("/v1/conversations", json={"title": "<script>alert(1)</script>"}).json()["conversation_id"]
    answer = ask(client, conversation, QUESTION)
    exported = client.get(f"/v1/conversations/{conversation}/export")
    assert exported.headers["content-type"].startswith("text/markdown") and "attachment" in exported.headers["content-disposition"]
    assert QUESTION in exported.text and all(c["article_id"] in exported.text for c in answer["citations"])
    assert "<script>" not in exported.text
    as_json = client.get(f"/v1/conversations/{conversation}/export", params={"format": "json"})
    assert as_json.json()["turns"][0]["answer"]["text"] == answer["text"] and ".json" in as_json.headers["content-disposition"]


def test_filters_are_stored_with_their_turn_and_conversations_are_searched(client: httpx.Client) -> None:
    conversation = client.post("/v1/conversations", json={}).json()["conversation_id"]
    narrowed = {"since": "2026-01-01", "as_of": "2026-05-25", "model": "extractive"}
    assert client.post("/v1/ask", json={"question": QUESTION, "conversation_id": conversation, **narrowed}).status_code == 200
    assert client.get(f"/v1/conversations/{conversation}").json()["turns"][0]["narrowed"] == narrowed
    assert "from 2026-01-01" in client.get(f"/v1/conversations/{conversation}/export").text
    word = client.get(f"/v1/conversations/{conversation}/export", params={"format": "word"})
    assert word.content.startswith(b"PK") and ".docx" in word.headers["content-disposition"]
    for text, found in (("KASK CLAIM", [conversation]), ("nowhere said", [])):
        listed = client.get("/v1/conversations", params={"text": text}).json()["conversations"]
        assert [c["conversation_id"] for c in listed] == found


def test_what_was_cited_and_has_changed_or_was_retracted_says_so(client: httpx.Client, article_file: Path) -> None:
    conversation = client.post("/v1/conversations", json={}).json()["conversation_id"]
    article_id = ask(client, conversation, QUESTION)["citations"][0]["article_id"]

    def stale() -> dict[str, Any]:
        return client.get(f"/v1/conversations/{conversation}").json()["turns"][0]["stale"][0]  # type: ignore[no-any-return]

    assert client.delete(f"/v1/articles/{article_id}").status_code == 422, "a retraction needs a reason"
    assert client.delete(f"/v1/articles/{article_id}", params={"reason": "invented"}).status_code == 204
    assert (stale()["state"], stale()["reason"], stale()["still_said"]) == ("retracted", "invented", True)
    assert client.get(f"/v1/articles/{article_id}").json()["retracted"] == "invented"
    assert client.get("/v1/articles").json()["articles"][0]["retracted"] == "invented"
    assert client.post("/v1/ask", json={"question": QUESTION}).json()["status"] == "abstained"
    assert client.post(f"/v1/articles/{article_id}/restore").status_code == 204
    assert "15 tanks" in client.post("/v1/ask", json={"question": QUESTION}).json()["text"]
    assert client.post(f"/v1/articles/{article_id}/restore").status_code == 400


def test_suggestions_for_the_archive_and_for_a_conversation(client: httpx.Client) -> None:
    first = client.get("/v1/suggestions", params={"as_of": "2026-05-25"}).json()["questions"]
    assert first
    conversation = client.post("/v1/conversations", json={}).json()["conversation_id"]
    ask(client, conversation, QUESTION)
    following = client.get("/v1/suggestions", params={"conversation_id": conversation, "as_of": "2026-05-25"})
    assert following.status_code == 200 and QUESTION not in following.json()["questions"]
    assert client.get("/v1/suggestions", params={"conversation_id": "nope"}).status_code == 404
