"""An ingest on a real Ray of two workers."""

import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from onrecord.evals.suite.cases import corpus
from onrecord.ingest.cli import ingest_once
from onrecord.ingest.pipeline import Summary, ingest
from onrecord.ingest.ray_workers import RayWorkers
from onrecord.vectorstore.embedding import DEFAULT_MODEL
from onrecord.vectorstore.errors import BadInput, Unavailable
from onrecord.vectorstore.settings import read_settings
from onrecord.vectorstore.store import READING, archive_path, open_store

ray = pytest.importorskip("ray")
COMPARED = {  # what an ingest writes, without the times at which it did
    "versions": "SELECT article_id, version, digest, title, text FROM versions ORDER BY 1, 2",
    "passages": "SELECT passage_id, start, end, sentences, context_hash FROM passages ORDER BY 1",
    "embeddings": "SELECT context_hash, model, vector, sentences FROM embeddings ORDER BY 1",
    "statements": "SELECT article_id, version, extractor, payload FROM statements ORDER BY 1, 2, 3",
    "copies": "SELECT article_id, copy_id, share FROM copies ORDER BY 1, 2",
}


@pytest.fixture(scope="module")
def workers() -> Iterator[RayWorkers]:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    yield RayWorkers(ray, DEFAULT_MODEL)
    ray.shutdown()


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    home = tmp_path_factory.mktemp("without")
    with open_store(home, DEFAULT_MODEL) as store:
        ingest(store, [corpus() / "articles"])
    return written(home)


def written(home: Path) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(archive_path(home))) as db:
        return {table: db.execute(query).fetchall() for table, query in COMPARED.items()}


def ingest_on(workers: RayWorkers, home: Path, progress: Any = lambda *_: None) -> Summary:
    with open_store(home, DEFAULT_MODEL) as store:
        store.workers = workers
        return ingest(store, [corpus() / "articles"], progress, parse=workers.parse_all)


def test_ray_writes_the_same_archive(workers: RayWorkers, without: dict[str, list[Any]], tmp_path: Path) -> None:
    summary = ingest_on(workers, tmp_path)
    assert summary.added == len(without["versions"]) and not summary.rejected
    assert written(tmp_path) == without
    again = ingest_on(workers, tmp_path)
    assert (again.added, again.passages_embedded) == (0, 0)


@pytest.mark.parametrize("stage", ["reading", "embedding", READING])
def test_a_killed_worker_changes_nothing(workers: RayWorkers, without: dict[str, list[Any]], tmp_path: Path, stage: str) -> None:
    processes = ray.get([w.__ray_call__.remote(lambda _: os.getpid()) for w in workers._workers])
    killed = []

    def kill(name: str, done: int, total: int) -> None:
        if name == stage and not killed:
            with suppress(ProcessLookupError):
                os.kill(processes[0], signal.SIGKILL)
                killed.append(processes[0])

    ingest_on(workers, tmp_path, kill)
    assert killed and written(tmp_path) == without


@pytest.mark.parametrize(
    ("address", "error", "says"),
    [("127.0.0.1:1", Unavailable, "no Ray cluster answers at 127.0.0.1:1"), ("somewhere", BadInput, "somewhere is no address of a Ray cluster")],
)
def test_a_cluster_that_is_not_there_is_said_at_once(tmp_path: Path, address: str, error: type[Exception], says: str) -> None:
    home = tmp_path / "home"
    with pytest.raises(error, match=says):
        ingest_once(read_settings(home=home), [str(corpus() / "articles")], [], [], ray=address)
    assert not home.exists()
