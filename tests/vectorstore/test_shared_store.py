"""Stores of several processes over one PostgreSQL and one Chroma server: they have one index, and one of them updates it at a time."""

import threading
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from onrecord.evals.bench.backends import Chroma
from onrecord.ingest.pipeline import ingest
from onrecord.vectorstore.database import Database
from onrecord.vectorstore.embedding import DEFAULT_MODEL, Embedder
from onrecord.vectorstore.store import WAITING, Stopped, Store, index_state, open_store

pytestmark = pytest.mark.slow


class Opened(ExitStack):
    """Stores with homes of their own."""

    def __init__(self, folder: Path, embedder: Embedder, database: Database, chroma: Chroma) -> None:
        super().__init__()
        self._folder, self._embedder, self._database, self._chroma = folder, embedder, database, chroma

    def store(self, home: str) -> Store:
        return self.enter_context(open_store(self._folder / home, DEFAULT_MODEL, self._embedder, self._database, self._chroma.server))

    def state(self, home: str, passages: int) -> str:
        return index_state(self._folder / home, DEFAULT_MODEL, passages, self._chroma.server, self._database)


@pytest.fixture
def opened(tmp_path: Path, newsroom: Store, database: Database, chroma: Chroma) -> "Opened":
    return Opened(tmp_path, newsroom.embedder, database, chroma)


def nearest(store: Store) -> list[str] | None:
    found = store.nearest(store.embed_question("tanks destroyed in the valley"), 3)
    return None if found is None else [passage_id for passage_id, _ in found]


def test_what_one_has_indexed_the_other_finds(opened: Opened, chroma: Chroma, article_file: Path) -> None:
    before = len(chroma.collections())
    with opened:
        first, second = opened.store("a"), opened.store("b")
        for store in (first, second):
            store.catch_up()
        assert ingest(first, [article_file]).added == 1
        assert second.archive.passage_count() >= 0 and nearest(second) == nearest(first) != []
        second.archive.forget_counts()
        assert second.is_level() and second.catch_up() == 0
        assert len(chroma.collections()) == before + 1, "they have one collection together"
        first.catch_up(rebuild=True)
        second.catch_up()
        assert nearest(second) == nearest(first) != []
        assert opened.state("c", first.archive.passage_count()) == "ready"
        third = opened.store("a")  # the home of the first one, at the same time
        assert third.is_level() and third.catch_up() == 0 and nearest(third) == nearest(first)


def test_a_process_waits_for_the_one_that_updates_or_leaves_it_the_work(opened: Opened, article_file: Path) -> None:
    with opened:
        first, second = opened.store("a"), opened.store("b")
        first.catch_up()
        with first.archive.updating() as mine:
            assert mine
            began = time.monotonic()
            assert second.catch_up(wait=False) == 0 and time.monotonic() - began < 5
            stages: list[str] = []

            def stop(stage: str, done: int, total: int) -> None:
                stages.append(stage)
                if len(stages) == 2:
                    raise Stopped

            with pytest.raises(Stopped):
                second.catch_up(stop)
            assert stages == [WAITING, WAITING]
            waiting = threading.Thread(target=second.catch_up)
            waiting.start()
        waiting.join(60)
        assert not waiting.is_alive()
        assert ingest(second, [article_file]).added == 1 and nearest(first) == nearest(second) != []


def test_the_lock_of_a_process_that_dies_is_free(opened: Opened) -> None:
    with opened:
        first, second = opened.store("a"), opened.store("b")
        with first.archive.updating() as mine, second.archive.updating() as other:
            assert mine and not other
        with second.archive.updating() as other:
            assert other
