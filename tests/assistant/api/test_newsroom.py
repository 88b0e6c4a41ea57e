"""A server notices what another process has put into its archive."""

from pathlib import Path

import pytest

from onrecord.assistant.api.newsroom import open_newsroom
from onrecord.assistant.turn import Assistant
from onrecord.ingest.pipeline import ingest
from onrecord.vectorstore.database import Database
from onrecord.vectorstore.embedding import DEFAULT_MODEL
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
