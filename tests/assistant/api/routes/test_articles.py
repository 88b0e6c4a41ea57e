"""Articles are listed by filters, and a key that may ingest may edit their facts."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from onrecord.assistant.api.access import Keys
from onrecord.assistant.api.service import Service
from onrecord.ingest.pipeline import ingest
from onrecord.vectorstore.embedding import DEFAULT_MODEL
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.store import Store, open_store
from tests.serving import serving

pytestmark = pytest.mark.slow

TEXT = "The pumps of Oske ran all night. The waterworks said that 31 pumps were at work in the lower town on Thursday. “We sleep in turns,” said engineer Ida Roe."
QUESTION = {"question": "How many pumps were at work in the lower town?", "as_of": "2026-05-25"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("articles")
    (folder / "pumps.txt").write_text(f"Title: Pumps in Oske\n\n{TEXT}\n")
    with open_store(folder / "home", DEFAULT_MODEL) as opened:
        assert ingest(opened, [folder / "pumps.txt"]).added == 1
        yield opened


@pytest.fixture(scope="module")
def clients(store: Store) -> Iterator[dict[str, httpx.Client]]:
    """A client for the key of each scope, and one without a key."""
    keys = {scope: Keys(store.home).add(f"the {scope} desk", (scope,), "default") for scope in ("ask", "ingest", "admin")}
    with serving(Service({"default": store}, Settings(home=store.home, rate="10000/minute"), keys_needed=True)) as url:
        yield {scope: httpx.Client(base_url=url, timeout=60, headers={"Authorization": f"Bearer {key}"}) for scope, key in keys.items()} | {
            "none": httpx.Client(base_url=url, timeout=60)
        }


@pytest.fixture
def path(clients: dict[str, httpx.Client]) -> str:
    (only,) = clients["ask"].get("/v1/articles").json()["articles"]
    return f"/v1/articles/{only['article_id']}"


def test_an_edit_is_in_the_record_in_lists_and_in_answers(clients: dict[str, httpx.Client], path: str) -> None:
    assert clients["ask"].get("/v1/articles", params={"missing": ["publisher", "date"]}).json()["total"] == 1
    done = clients["ingest"].patch(path, json={"publisher": "Oske Courier", "published_at": "2026-03-05"})
    assert done.status_code == 200 and "text" not in done.json(), "a key that may not read gets no text"
    assert [(e["fact"], e["value"], e["edited_by"]) for e in done.json()["edits"]] == [
        ("publisher", "Oske Courier", "the ingest desk"), ("published_at", "2026-03-05", "the ingest desk"),
    ]  # fmt: skip
    record = clients["ask"].get(path).json()
    assert (record["publisher"], record["published_at"], record["text"], record["version"]) == ("Oske Courier", "2026-03-05", TEXT, 1)
    assert record["fact_sources"]["publisher"] == "edited" and record["edits"] == done.json()["edits"]
    for filters, found in (({"publisher": "oske courier", "since": "2026-03-05"}, 1), ({"until": "2026-03-04"}, 0), ({"missing": "publisher"}, 0), ({"text": "pump"}, 1)):
        assert clients["ask"].get("/v1/articles", params=filters).json()["total"] == found, filters
    answer = clients["ask"].post("/v1/ask", json=QUESTION).json()
    assert {(c["publisher"], c["published_at"]) for c in answer["citations"]} == {("Oske Courier", "2026-03-05")}

    undone = clients["admin"].patch(path, json={"publisher": "", "published_at": None}).json()
    assert (undone["publisher"], undone["published_at"], len(undone["edits"])) == (None, None, 4)
    assert clients["admin"].patch(path, json={"publisher": ""}).json() == undone, "nothing changes, so nothing is recorded"


@pytest.mark.parametrize(
    ("who", "body", "status", "told"),
    [
        ("none", {"publisher": "x"}, 401, "key"),
        ("ask", {"publisher": "x"}, 403, "ingest"),
        ("ingest", {"published_at": "2026-02-30"}, 422, "YYYY-MM-DD"),
        ("ingest", {"published_at": "2926-02-03"}, 422, "check the year"),
        ("ingest", {"language": "english"}, 422, "two or three letters"),
        ("ingest", {"text": "other words"}, 422, "text"),
        ("ingest", {}, 422, "at least one"),
        ("ingest", {"authors": "Ida Roe"}, 422, "list"),
    ],
)
def test_wrong_edits_change_nothing(clients: dict[str, httpx.Client], path: str, who: str, body: dict[str, str], status: int, told: str) -> None:
    before = clients["ask"].get(path).json()
    refused = clients[who].patch(path, json=body)
    assert refused.status_code == status and told in refused.json()["error"]["message"]
    assert clients["ask"].get(path).json() == before


def test_versions_are_compared(clients: dict[str, httpx.Client], path: str, store: Store) -> None:
    file = store.home.parent / "pumps.txt"
    file.write_text(file.read_text().replace("31 pumps", "36 pumps"))
    assert ingest(store, [file]).updated == 1
    found = clients["ask"].get(f"{path}/changes", params={"old": 1, "new": 2}).json()
    pieces = {kind: [c["text"] for s in found["sentences"] for c in s if c["kind"] == kind] for kind in ("removed", "added")}
    assert (pieces, found["facts"]) == ({"removed": ["31"], "added": ["36"]}, [])
    assert clients["ask"].get(f"{path}/changes", params={"old": 1, "new": 9}).status_code == 404
    assert clients["ask"].get(f"{path}/changes", params={"old": 1}).status_code == 422


def test_who_is_quoted_leads_to_the_words(clients: dict[str, httpx.Client], store: Store) -> None:
    (person,) = (p for p in clients["ask"].get("/v1/people").json()["people"] if p["name"] == "Ida Roe")
    latest = person["latest"]
    assert store.archive.article(latest["article_id"]).text[latest["start"] : latest["end"]] == latest["text"]
    said = clients["ask"].get("/v1/statements", params={"speaker": "Ida Roe"}).json()["statements"]
    assert latest in said and clients["ask"].get("/v1/statements", params={"speaker": "Nobody Known"}).json() == {"statements": []}
    assert clients["none"].get("/v1/people").status_code == 401


def test_a_question_to_single_articles(clients: dict[str, httpx.Client]) -> None:
    (only,) = clients["ask"].get("/v1/articles").json()["articles"]
    cited = clients["ask"].post("/v1/ask", json=QUESTION | {"articles": [only["article_id"]]}).json()["citations"]
    assert {c["article_id"] for c in cited} == {only["article_id"]}
    assert clients["ask"].post("/v1/ask", json=QUESTION | {"articles": ["another"]}).json()["status"] == "abstained"


def test_an_unknown_article(clients: dict[str, httpx.Client]) -> None:
    assert clients["ingest"].patch("/v1/articles/nosuch", json={"publisher": "x"}).status_code == 404


def test_wrong_filters(clients: dict[str, httpx.Client]) -> None:
    statuses = [clients["ask"].get("/v1/articles", params=p).status_code for p in ({"since": "May"}, {"missing": "colour"}, {"sort": "colour"}, {"after": "nosuch"})]
    assert statuses == [400, 422, 422, 400]
