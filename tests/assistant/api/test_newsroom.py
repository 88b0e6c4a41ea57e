"""A server notices what another process has put into its archive, and goes on after its database or its disk was of no use for a while."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from onrecord.assistant.api.newsroom import Newsroom, open_newsroom
from onrecord.assistant.turn import Assistant
from onrecord.ingest.pipeline import ingest
from onrecord.vectorstore.database import Database
from onrecord.vectorstore.embedding import DEFAULT_MODEL
from onrecord.vectorstore.errors import DiskFull, Unavailable
from onrecord.vectorstore.store import Store, open_store
from tests.serving import until


@pytest.mark.slow
def test_articles_of_a_server_with_an_index_of_its_own_are_indexed_here_too(
    newsroom: Store, article_file: Path, tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.assistant.api.newsroom.CHECK_SECONDS", 0.2)
    with open_store(tmp_path / "a", DEFAULT_MODEL, newsroom.embedder, database) as store, open_store(tmp_path / "b", DEFAULT_MODEL, newsroom.embedder, database) as other:
        served = open_newsroom("default", store, Assistant(store))
        served.start()
        try:
            assert served.state == "ready" and store.archive.passage_count() == 0
            assert ingest(other, [article_file]).added == 1
            until(lambda: store.indexed_passages and not store.index_is_behind)
            with served.lock:
                assert store.index.ids() == other.index.ids() != set()
        finally:
            served.stop()


@contextmanager
def failing(store: Store, errors: list[Exception], monkeypatch: pytest.MonkeyPatch) -> Iterator[Newsroom]:
    """A newsroom whose index cannot be updated as often as there are errors."""
    monkeypatch.setattr("onrecord.assistant.api.newsroom.CHECK_SECONDS", 0.05)
    catch_up = store.catch_up

    def fail_first(*arguments: Any, **options: Any) -> int:
        if errors:
            raise errors.pop(0)
        return catch_up(*arguments, **options)

    monkeypatch.setattr(store, "catch_up", fail_first)
    served = open_newsroom("default", store, Assistant(store))
    try:
        yield served
    finally:
        served.stop()


@pytest.mark.parametrize(("error", "state"), [(DiskFull(), "ready"), (Unavailable("no model"), "broken: Unavailable"), (ValueError("x"), "broken: ValueError")])
def test_a_server_that_starts_on_a_full_disk_is_ready_when_there_is_space(newsroom: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, state: str) -> None:
    with open_store(tmp_path / "home", DEFAULT_MODEL, newsroom.embedder) as store, failing(store, [error] * 3, monkeypatch) as served:
        served.start()
        assert served.state == state


@pytest.mark.slow
def test_a_server_that_starts_without_its_database_waits_for_it_and_misses_no_change(
    newsroom: Store, article_file: Path, tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    errors: list[Exception] = [Unavailable("away")] * 2
    with (
        open_store(tmp_path / "a", DEFAULT_MODEL, newsroom.embedder, database) as store, open_store(tmp_path / "b", DEFAULT_MODEL, newsroom.embedder, database) as other,
        failing(store, errors, monkeypatch) as served,
    ):  # fmt: skip
        served.start()
        assert served.state == "ready"
        errors += [Unavailable("away")] * 2  # at the update that follows the change
        assert ingest(other, [article_file]).added == 1
        until(lambda: store.indexed_passages)
        assert errors == []
