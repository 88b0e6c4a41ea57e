"""The sample newsroom: an empty archive takes it, and it goes as a whole; what was added beside it stays."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from onrecord.assistant.api.service import Service
from onrecord.ingest import sample
from onrecord.ingest.jobs.work import Work
from onrecord.vectorstore.embedding import DEFAULT_MODEL
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.store import Store, open_store
from tests.serving import serving

pytestmark = pytest.mark.slow

NAMES = ["mill", "quay", "tram"]
DOCUMENTS = [(f"{name}.txt", f"Title: The {name} of Hallin\n\nThe {name} of Hallin stands still, Warden Ida Roe said on Monday. Nobody knows for how long it will.\n".encode()) for name in NAMES]
OWN = {"title": "Bell recast", "text": "The bell of Oske was recast, said founder Udo Wenk. It weighs four tonnes and hangs in the tower again."}


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setattr(sample, "documents", lambda: DOCUMENTS)
    with open_store(tmp_path / "home", DEFAULT_MODEL) as opened:
        yield opened


@pytest.fixture
def client(store: Store, tmp_path: Path) -> Iterator[httpx.Client]:
    with serving(Service({"default": store}, Settings(home=tmp_path / "home"))) as url:
        yield httpx.Client(base_url=url, timeout=60)


def done(client: httpx.Client, sent: httpx.Response, state: str = "done") -> dict[str, Any]:
    """The finished job."""
    path = f"/v1/jobs/{sent.raise_for_status().json()['job_id']}"
    while (job := client.get(path).json())["state"] not in ("done", "failed"):
        time.sleep(0.1)
    assert job["state"] == state
    return job


def test_a_sample_comes_and_goes_as_a_whole(client: httpx.Client, store: Store) -> None:
    assert client.get("/v1/sample").json() == {"documents": 3, "added": 0, "job_id": None}
    assert client.get("/v1/suggestions").json() == {"questions": []}
    job = done(client, client.post("/v1/sample"))
    assert len(job["articles"]) == 3 and client.get("/v1/sample").json() == {"documents": 3, "added": 3, "job_id": None}
    assert client.post("/v1/sample").status_code == 400, "it is there already"
    done(client, client.post("/v1/articles", json=OWN))
    conversation = client.post("/v1/conversations", json={}).json()["conversation_id"]
    question = {"question": "What did Warden Ida Roe say of the mill of Hallin?", "conversation_id": conversation}
    assert client.post("/v1/ask", json=question).json()["citations"]

    assert client.delete("/v1/sample").status_code == 204
    assert [a["title"] for a in client.get("/v1/articles").json()["articles"]] == ["Bell recast"]
    assert client.get("/v1/sample").json()["added"] == 0
    (turn,) = client.get(f"/v1/conversations/{conversation}").json()["turns"]
    assert {s["state"] for s in turn["stale"]} == {"deleted"}
    assert client.post("/v1/sample").status_code == 400, "the archive is not empty"
    assert client.delete("/v1/sample").status_code == 204 and client.get("/v1/articles").json()["total"] == 1
    deadline = time.monotonic() + 20
    while store.index.ids() != store.archive.current_ids() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert store.index.ids() == store.archive.current_ids(), "the index forgets them too"


def test_a_sample_that_failed_can_be_added_again(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.delattr(Work, "ingest")
        done(client, client.post("/v1/sample"), "failed")
    assert client.get("/v1/sample").json() == {"documents": 3, "added": 0, "job_id": None}
    done(client, client.post("/v1/sample"))
    assert client.get("/v1/sample").json()["added"] == 3


def test_the_newsroom_of_the_evals_is_the_sample() -> None:
    names = [name for name, _ in sample.documents()]
    assert len(names) > 40 and len(set(names)) < len(names), "earlier versions are among them"
