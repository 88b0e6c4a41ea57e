"""A server whose index is on a Chroma server answers without it, says so, and uses it again when it is back."""

from pathlib import Path

import httpx
import pytest

from onrecord.assistant.api.service import Service
from onrecord.assistant.wording import BY_WORDS_ALONE
from onrecord.evals.bench.backends import Chroma
from onrecord.ingest.pipeline import ingest
from onrecord.vectorstore.embedding import DEFAULT_MODEL
from onrecord.vectorstore.served import find_server, open_for_writing
from onrecord.vectorstore.server_record import ServerRecord, recorded_server
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.store import INDEX_BEHIND, open_store
from tests.serving import serving, until

pytestmark = pytest.mark.slow

QUESTION = {"question": "How many tanks were destroyed in the valley?", "as_of": "2026-03-09"}
SECOND = "Title: Ferry at Lomsund stops\nDate: 2026-03-05\nPublisher: Corvane Wire\n\nThe ferry at Lomsund stopped on Thursday after its engine caught fire. The 42 passengers were taken ashore in the boats of the harbour pilots, said harbour master Tove Rinn.\n"


def test_chroma_goes_away_and_comes_back(article_file: Path, tmp_path: Path, chroma: Chroma, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.assistant.api.newsroom.CHECK_SECONDS", 0.2)
    settings = Settings(home=tmp_path / "home", chroma=chroma.server.url)
    with open_store(settings.folder, DEFAULT_MODEL, chroma=settings.chroma_server) as store:
        ingest(store, [article_file])
        service = Service({"default": store}, settings)
        with serving(service) as url, httpx.Client(base_url=url, timeout=60) as client:

            def state() -> object:
                ready = client.get("/readyz")
                return ready.status_code, ready.json()["state"]

            with recorded_server(settings.home, ServerRecord(url, {name: key for key, name in service.own_keys.items()})):
                assert state() == (200, "ready") and client.post("/v1/ask", json=QUESTION).json()["notice"] is None
                chroma.kill()
                until(lambda: state() == (200, "degraded"))
                answer = client.post("/v1/ask", json=QUESTION).json()
                assert answer["status"] == "served" and answer["notice"] == BY_WORDS_ALONE
                second = article_file.with_name("ferry.txt")
                second.write_text(SECOND, "utf-8")
                assert find_server(settings), "a degraded server is used by the commands of its machine"
                with open_for_writing(settings) as served:
                    assert [n.message for n in ingest(served, [second]).notices] == [INDEX_BEHIND]
                assert state() == (200, "degraded")
                chroma.start()
                until(lambda: state() == (200, "ready"))
                assert client.post("/v1/ask", json=QUESTION).json()["notice"] is None
                with service.newsrooms["default"].lock:
                    assert store.index.ids() == store.archive.current_ids(), "the server has added what the ingest could not"
