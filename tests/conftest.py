"""Fixtures: the sample newsroom in a home of its own, taken in once a session by the real pipeline."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.assistant.turn import Assistant
from onrecord.evals.suite.cases import corpus
from onrecord.ingest.pipeline import ingest
from onrecord.vectorstore.embedding.embedder import DEFAULT_MODEL
from onrecord.vectorstore.store import Store, open_store

for name in [k for k in os.environ if k.startswith("ONRECORD_")]:
    del os.environ[name]  # a developer's own settings decide nothing here
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # as for a shell's job in the background: processes that tests start would ignore it too
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def interruptible() -> None:
    """A command that a test or a fixture runs in this process ends with Ctrl-C ignored, as it should; processes started later inherit that."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("newsroom"), DEFAULT_MODEL) as store:
        summary = ingest(store, [corpus() / "articles"])
        assert not summary.rejected
        yield store


@pytest.fixture(scope="session")
def assistant(newsroom: Store) -> Assistant:
    return Assistant(newsroom)


@pytest.fixture
def article_file(tmp_path: Path) -> Path:
    """One article of our own, in the manner of the trade: nothing but contested claims."""
    folder = tmp_path / "articles"
    folder.mkdir()
    path = folder / "valley.txt"
    path.write_text(
        "Title: Two accounts of a night in the valley\nDate: 2026-03-04\nPublisher: Corvane Wire\n\n"
        "General Ivo Kask claimed that more than 15 tanks had been destroyed in the valley on Sunday.\n\n"
        "read more: why the valley matters\n\n"
        "Minister Oona Vell denied that. “We lost four tanks,” she said. She added that the general was telling stories.\n",
        "utf-8",
    )
    return path
