"""The index on a real Chroma server, which a test may kill and start again."""

import shutil
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import numpy as np
import pytest
from pydantic import SecretStr

from onrecord.assistant.turn import Assistant, answer_turn
from onrecord.assistant.wording import BY_WORDS_ALONE
from onrecord.evals.bench.backends import Chroma
from onrecord.ingest.pipeline import ingest
from onrecord.vectorstore.chroma_client import ChromaServer
from onrecord.vectorstore.embedding import DEFAULT_MODEL
from onrecord.vectorstore.errors import BadInput, IndexAway
from onrecord.vectorstore.search import Query, search
from onrecord.vectorstore.server_index import ServerIndex
from onrecord.vectorstore.settings import read_settings
from onrecord.vectorstore.store import INDEX_BEHIND, Store, index_state, open_store

ROWS = [(f"p{n}", vector / np.linalg.norm(vector), "2026-03-04") for n, vector in enumerate(np.random.default_rng(1).normal(size=(40, 8)).astype(np.float32))]
QUESTION = "How many tanks were destroyed in the valley?"
SECOND = "Title: Ferry at Lomsund stops\nDate: 2026-03-05\nPublisher: Corvane Wire\n\nThe ferry at Lomsund stopped on Thursday after its engine caught fire. The 42 passengers were taken ashore in the boats of the harbour pilots, said harbour master Tove Rinn.\n"
QUESTIONS = (
    Query("How many people did the flood kill?"),
    Query("What did the governor say about the levy?", until="2026-05-25"),
    Query("Which airport closed because of the strike?", since="2026-03-01"),
    Query("the minister denied it"),
)


def index_of(folder: Path, chroma: Chroma, model: str = "model") -> ServerIndex:
    return ServerIndex(folder, model, chroma.server)


def build(index: ServerIndex, rows: list[tuple[str, np.ndarray, str]] = ROWS) -> None:
    index.create()
    assert sum(index.add(rows, 16)) == len(rows)
    index.finish()


def own_collections(chroma: Chroma, index: ServerIndex) -> dict[str, int]:
    return {name: n for name, n in chroma.collections().items() if name.startswith(index._prefix(index._newsroom()))}


def test_finds_what_the_index_in_the_home_finds(newsroom: Store, newsroom_home: Path, tmp_path: Path, chroma: Chroma) -> None:
    with open_store(shutil.copytree(newsroom_home, tmp_path / "home"), DEFAULT_MODEL, chroma=chroma.server) as store:
        store.catch_up()
        assert store.index.ids() == store.archive.current_ids()
        for query in QUESTIONS:
            expected, found = search(newsroom, query), search(store, query)
            assert expected and [(h.passage.passage_id, h.found_by) for h in found] == [(h.passage.passage_id, h.found_by) for h in expected]
        passages = store.archive.passage_count()
    assert index_state(tmp_path / "home", DEFAULT_MODEL, passages, chroma.server) == "ready"


def test_a_build_is_searched_until_the_next_one_is_complete(tmp_path: Path, chroma: Chroma) -> None:
    other, index = index_of(tmp_path / "other", chroma), index_of(tmp_path / "own", chroma)
    build(other)
    build(index)
    before = own_collections(chroma, index)
    index.create()
    list(index.add(ROWS[:8]))
    assert len(own_collections(chroma, index)) == 2
    assert index.nearest(ROWS[30][1], 1)[0][0] == "p30", "the old build is searched"
    index.finish()
    after = own_collections(chroma, index)
    assert list(after.values()) == [8] and after.keys() != before.keys(), "the old build is gone"
    assert index.nearest(ROWS[30][1], 1)[0][0] != "p30"
    assert own_collections(chroma, other) and other.nearest(ROWS[30][1], 1)[0][0] == "p30", "another newsroom's collection stays"


def test_a_build_that_was_interrupted_is_never_opened(tmp_path: Path, chroma: Chroma) -> None:
    index = index_of(tmp_path, chroma)
    build(index)
    index.create()
    list(index.add(ROWS[:8]))
    index.close()
    again = index_of(tmp_path, chroma)
    assert again.state(len(ROWS)) == "building" and again.open(len(ROWS))
    assert again.ids() == {r[0] for r in ROWS}
    again.finish()
    assert list(own_collections(chroma, again).values()) == [len(ROWS)] and again.state(len(ROWS)) == "ready"


def test_changes_are_written_to_the_build(tmp_path: Path, chroma: Chroma) -> None:
    index = index_of(tmp_path, chroma)
    build(index, ROWS[:20])
    index.delete(["p3"])
    assert index.state(20) == "building", "until the change is complete"
    list(index.add(ROWS[20:22]))
    index.finish()
    assert index.ids() == {r[0] for r in ROWS[:22]} - {"p3"} and index.state(21) == "ready"
    index.close("level 1")
    assert index_of(tmp_path, chroma).level == "level 1"


def test_another_model_and_a_copied_home_need_a_build_of_their_own(tmp_path: Path, chroma: Chroma) -> None:
    index = index_of(tmp_path / "home", chroma)
    build(index)
    assert not index_of(tmp_path / "home", chroma, "other model").open(len(ROWS))
    shutil.copytree(tmp_path / "home", tmp_path / "copy")
    copy = index_of(tmp_path / "copy", chroma)
    assert not copy.open(len(ROWS))
    build(copy, ROWS[:5])
    assert len(index.ids()) == len(ROWS), "the copy does not touch the collection of the first home"


def test_days_limit_what_is_found(tmp_path: Path, chroma: Chroma) -> None:
    index = index_of(tmp_path, chroma)
    build(index, [(i, v, "2026-03-04" if n % 2 else "2026-03-09") for n, (i, v, _) in enumerate(ROWS)])
    assert {i for i, _ in index.nearest(ROWS[0][1], 40, "2026-03-05")} == {f"p{n}" for n in range(1, 40, 2)}


def test_a_killed_server_is_used_again_when_it_is_back(tmp_path: Path, chroma: Chroma, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.vectorstore.server_index.RETRY_SECONDS", 0)
    index = index_of(tmp_path, chroma)
    build(index)
    chroma.kill()
    for use in (lambda: index.nearest(ROWS[0][1], 3), index.ids, lambda: list(index.add(ROWS[:1])), lambda: index.delete(["p1"]), index.create, index.finish):
        with pytest.raises(IndexAway, match="Chroma"):
            use()
    assert index.is_away and index.state(len(ROWS)) == "away"
    chroma.start()
    assert index.nearest(ROWS[0][1], 1)[0][0] == "p0" and not index.is_away


def test_a_server_that_hangs_delays_one_question(tmp_path: Path, chroma: Chroma, monkeypatch: pytest.MonkeyPatch) -> None:
    index = index_of(tmp_path, chroma)
    build(index)
    index.close()
    monkeypatch.setattr("onrecord.vectorstore.chroma_client.CALL_SECONDS", 1.0)
    index.open(len(ROWS))
    with chroma.hanging():
        for limit in (5.0, 0.5):
            began = time.monotonic()
            with pytest.raises(IndexAway):
                index.nearest(ROWS[0][1], 3)
            assert time.monotonic() - began < limit
        index.check()
        assert index.is_away
    index.check()
    assert not index.is_away and index.nearest(ROWS[0][1], 1)[0][0] == "p0"


def test_questions_and_ingest_go_on_without_the_server(article_file: Path, tmp_path: Path, chroma: Chroma, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.vectorstore.server_index.RETRY_SECONDS", 0)
    with open_store(tmp_path / "home", DEFAULT_MODEL, chroma=chroma.server) as store:
        assistant = Assistant(store)
        assert ingest(store, [article_file]).notices == []
        assert (whole := answer_turn(assistant, QUESTION).answer).citations and whole.notice is None

        chroma.kill()
        answer = answer_turn(assistant, QUESTION).answer
        assert answer.text == whole.text and answer.notice == BY_WORDS_ALONE
        assert answer_turn(assistant, "Thanks!").answer.notice is None, "no search, no notice"

        second = article_file.with_name("ferry.txt")
        second.write_text(SECOND, "utf-8")
        summary = ingest(store, [second])
        assert summary.added == 1 and [n.message for n in summary.notices] == [INDEX_BEHIND]
        assert store.is_degraded and "engine" in answer_turn(assistant, "Why did the ferry at Lomsund stop?").answer.text
        with pytest.raises(IndexAway):
            store.catch_up(rebuild=True)

        chroma.start()
        store.catch_up()
        assert not store.is_degraded and store.index.ids() == store.archive.current_ids()
        assert answer_turn(assistant, QUESTION).answer.notice is None
    with open_store(tmp_path / "home", DEFAULT_MODEL, chroma=chroma.server) as store:
        assert not store.needs_catch_up(), "the record of the index is complete"


def test_a_collection_that_the_server_lost_is_built_again(article_file: Path, tmp_path: Path, chroma: Chroma) -> None:
    with open_store(tmp_path / "home", DEFAULT_MODEL, chroma=chroma.server) as store:
        ingest(store, [article_file])
        client = chroma.server.connect()
        for name in own_collections(chroma, store.index):
            client.delete_collection(name)
        assert search(store, Query(QUESTION)) and store.by_words_alone and store.is_degraded
        store.catch_up()
        assert store.index.ids() == store.archive.current_ids() and not store.is_degraded


def test_an_ingest_into_a_new_home_needs_no_server(article_file: Path, tmp_path: Path, chroma: Chroma) -> None:
    chroma.kill()
    with open_store(tmp_path / "home", DEFAULT_MODEL, chroma=chroma.server) as store:
        assert ingest(store, [article_file]).added == 1 and search(store, Query(QUESTION))
    chroma.start()
    with open_store(tmp_path / "home", DEFAULT_MODEL, chroma=chroma.server) as store:
        assert store.needs_catch_up()
        store.catch_up()
        assert store.index.ids() == store.archive.current_ids()


@pytest.fixture
def proxy() -> Iterator[str]:
    """The address of a server that asks for a token."""

    class Refusing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.headers["Authorization"] == "Bearer right" else 401)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Refusing)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_token_is_sent_and_never_shown(proxy: str) -> None:
    ChromaServer(proxy, SecretStr("right")).ping()
    wrong = ChromaServer(proxy, SecretStr("wr0ng-token"))
    with pytest.raises(IndexAway, match="ONRECORD_CHROMA_TOKEN") as refused:
        wrong.ping()
    assert "wr0ng-token" not in f"{refused.value} {wrong!r} {wrong.describe(ValueError('Bearer wr0ng-token'))}"


@pytest.mark.parametrize("address", ["localhost:8000", "ftp://chroma", "http://", "http://desk:s3cret@chroma:8000", "http://chroma:8000?key=s3cret", "http://chroma 8000"])
def test_an_address_of_another_form_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_CHROMA", address)
    with pytest.raises(BadInput, match="http://HOST:PORT") as refused:
        read_settings()
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000", "https://chroma.example", "http://[::1]:8000", "http://chroma:8000/index/"])
def test_the_address_of_the_settings(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_settings().chroma_server is None
    monkeypatch.setenv("ONRECORD_CHROMA", address)
    monkeypatch.setenv("ONRECORD_CHROMA_TOKEN", "t0ken")
    settings = read_settings()
    assert settings.chroma_server and settings.chroma_server.url == address.rstrip("/") and settings.chroma_server.headers == {"Authorization": "Bearer t0ken"}
    assert "t0ken" not in repr(settings)
