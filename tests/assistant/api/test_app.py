"""The native API over a real socket, asked by httpx."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from onrecord.assistant.api.app import serve
from onrecord.assistant.api.service import Service
from onrecord.assistant.limits import MAX_BODY_BYTES
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.store import Store
from tests.serving import serving


@pytest.fixture(scope="module")
def client(newsroom: Store) -> Iterator[httpx.Client]:
    with serving(Service({"default": newsroom}, Settings(home=newsroom.home))) as url, httpx.Client(base_url=url, timeout=60) as made:
        yield made


def test_answer_and_the_passages_it_cites(client: httpx.Client) -> None:
    answer = client.post("/v1/ask", json={"question": "How many people did the Oske flood kill?", "as_of": "2026-05-25"}).json()
    assert answer["status"] == "served" and answer["citations"]
    for c in answer["citations"]:
        where = {k: c[k] for k in ("version", "start", "end")}
        article = client.get(f"/v1/articles/{c['article_id']}", params=where).json()
        assert article["passage"] == c["cited_text"] == article["text"][c["start"] : c["end"]]
    told = {n for claim in answer["claims"] for n in claim["citations"]} | {e["citation"] for e in answer["earlier"]}
    assert told == {c["n"] for c in answer["citations"]}


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
    for params in ({"start": 5, "end": 5}, {"start": 0, "end": 10**9}, {"start": 1}):
        assert client.get(f"/v1/articles/{known}", params=params).status_code == 400
    assert client.get(f"/v1/articles/{known}", params={"start": -1, "end": 5}).status_code == 422


def test_health(client: httpx.Client) -> None:
    assert client.get("/healthz").json() == {"state": "alive"} and client.get("/readyz").json() == {"state": "ready"}
    assert client.get("/healthz").headers["x-content-type-options"] == "nosniff"


def test_an_open_address_is_not_served_without_keys(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="keys add"):
        serve(Settings(home=tmp_path), "0.0.0.0", 0)


def test_the_archive_is_listed_page_by_page(client: httpx.Client, newsroom: Store) -> None:
    listed, after = [], None
    while True:
        page = client.get("/v1/articles", params={"limit": 7} | ({"after": after} if after else {})).json()
        listed += page["articles"]
        if (after := page["next"]) is None:
            break
    assert sorted(a["article_id"] for a in listed) == newsroom.archive.article_ids()
    days = [(a["published_at"] or "")[:10] for a in listed]
    assert days == sorted(days, reverse=True)
    of_one = client.get("/v1/articles", params={"publisher": "corvane wire", "limit": 500}).json()["articles"]
    assert of_one and {a["publisher"] for a in of_one} == {"Corvane Wire"}


def test_stats_add_up(client: httpx.Client, newsroom: Store) -> None:
    stats = client.get("/v1/stats").json()
    listed = client.get("/v1/articles", params={"limit": 500}).json()["articles"]
    assert stats["articles"] == len(listed) == sum(p["articles"] for p in stats["publishers"])
    assert sum(m["articles"] for m in stats["timeline"]) == sum(a["published_at"] is not None for a in listed)
    assert stats["models"] == ["extractive"] and stats["state"] == "ready" and stats["last_eval"] is None


def test_search_and_its_filters(client: httpx.Client) -> None:
    hits = client.post("/v1/search", json={"query": "Oske flood", "k": 4, "publisher": "Corvane Wire", "as_of": "2026-05-25"}).json()["hits"]
    assert hits and {h["publisher"] for h in hits} == {"Corvane Wire"}
    for h in hits:
        article = client.get(f"/v1/articles/{h['article_id']}", params={"version": h["version"], "start": h["start"], "end": h["end"]}).json()
        assert article["passage"] == h["text"]


def test_a_text_is_checked_sentence_by_sentence(client: httpx.Client) -> None:
    source = "“The dam will hold,” Mayor Ilse Brandt said on Monday. Twelve pumps were running."
    told = client.post("/v1/check", json={"text": "Twelve pumps were running. Twenty pumps were running.", "sources": ["It rained.", source]}).json()
    assert [c["verdict"] for c in told["claims"]] == ["supported", "contradicted"] and told["claims"][0]["source"] == 1
    assert (told["supported"], told["contradicted"]) == (1, 1)


def test_a_checked_text_is_read_without_markup_refusals_and_other_languages(client: httpx.Client) -> None:
    source = "Mayor Ilse Brandt said on Monday that the dam would hold. Twelve pumps were running."
    text = "Here is what I found:\n\n* **Twelve pumps** were running.[^1]\n\nThe articles do not say who paid. Niemand wurde bei der Flut verletzt. Let me know if you need more."
    claims = client.post("/v1/check", json={"text": text, "sources": [source]}).json()["claims"]
    assert [(c["text"], c["verdict"], c["reason"].partition(":")[0]) for c in claims] == [
        ("Twelve pumps were running.", "supported", "the cited text says this"),
        ("The articles do not say who paid.", "unchecked", "refusal"),
        ("Niemand wurde bei der Flut verletzt.", "unchecked", "language"),
    ]


def test_a_text_is_checked_by_the_archive(client: httpx.Client) -> None:
    hit = client.post("/v1/ask", json={"question": "How many people did the Oske flood kill?", "as_of": "2026-05-25"}).json()["citations"][0]
    told = client.post("/v1/check", json={"text": f"{hit['cited_text']} The Oske flood killed 4,321 people in Atlantis.", "as_of": "2026-05-25"}).json()
    first, *_, last = told["claims"]
    assert first["verdict"] == "supported" and first["citation"]["cited_text"] in hit["cited_text"]
    assert last["verdict"] in ("unsupported", "contradicted")


def test_a_model_that_is_not_allowed(client: httpx.Client) -> None:
    response = client.post("/v1/ask", json={"question": "Who?", "model": "openai:gpt-4o"})
    assert response.status_code == 400 and "extractive" in response.json()["error"]["message"]


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/readyz", {"host": "evil.example"}, 421),
        ("GET", "/readyz", {"host": "localhost:8765"}, 200),
        ("GET", "/readyz", {"origin": "https://evil.example"}, 403),
        ("GET", "/readyz", {"origin": "null"}, 403),
        ("GET", "/readyz", {"origin": "http://[x"}, 403),
        ("POST", "/v1/articles", {"origin": "https://evil.example", "content-type": "multipart/form-data; boundary=x"}, 403),
        ("PUT", "/v1/ask", {}, 405),
        ("GET", "/v2/nothing", {}, 404),
    ],
)
def test_pages_of_other_sites_and_odd_requests_are_kept_out(client: httpx.Client, method: str, path: str, headers: dict[str, str], status: int) -> None:
    response = client.request(method, path, headers=headers, content=b"" if method in ("POST", "PUT") else None)
    assert response.status_code == status
    assert status == 200 or response.json()["error"]["message"]
    assert "access-control-allow-origin" not in response.headers

