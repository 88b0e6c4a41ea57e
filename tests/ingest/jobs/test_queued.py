"""Jobs in PostgreSQL: each is taken by one process at a time, and none is lost with a process. A worker is killed here."""

import errno
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from onrecord.evals.bench.backends import Chroma, Postgres
from onrecord.evals.suite import corpus
from onrecord.ingest.jobs import queued as module
from onrecord.ingest.jobs.inbox import Inbox, Job
from onrecord.ingest.jobs.queued import MAX_TRIES, JobQueue, QueuedJobs, Taken, work_on
from onrecord.vectorstore.archive import Archive
from onrecord.vectorstore.database import Database, collection_database, read_database_url
from onrecord.vectorstore.embedding import DEFAULT_MODEL
from onrecord.vectorstore.errors import Busy, NotFound, Unavailable
from onrecord.vectorstore.shared import ALIVE_SECONDS, SharedDatabase, ago, processes
from onrecord.vectorstore.store import Store
from tests.serving import until

pytestmark = pytest.mark.slow
FERRY = ("ferry.txt", b"Title: Ferry stops\nDate: 2026-03-05\n\nThe ferry to Oske stopped on Wednesday. It had carried 40 passengers a day.\n")
NO_FACTS: dict[str, str] = {}


@pytest.fixture
def connect(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], JobQueue]]:
    """A function that makes the queue of one more process."""
    monkeypatch.setattr(module, "RETRY_SECONDS", 0.0)
    opened: list[SharedDatabase] = []

    def make() -> JobQueue:
        opened.append(SharedDatabase(database))
        opened[-1].start()
        return JobQueue(opened[-1])

    yield make
    for one in opened:
        one.close()


def seem_dead(queue: JobQueue) -> None:
    queue._shared._stopping.set()
    with queue._engine.begin() as db:
        db.execute(update(processes).where(processes.c.process_id == queue._shared.process_id).values(seen_at=ago(ALIVE_SECONDS + 1)))


def taken_id(queue: JobQueue) -> str | None:
    taken = queue.take()
    return taken[1].job_id if taken else None


def test_each_job_is_taken_once_and_in_the_order_of_arrival(connect: Callable[[], JobQueue]) -> None:
    first, second = connect(), connect()
    ids = [first.accept(name, [FERRY], NO_FACTS).job_id for name in ("default", "sports", "default")]
    assert [taken_id(second), taken_id(first)] == ids[:2]
    assert first.take(["sports"]) is None and taken_id(first) == ids[2] and taken_id(second) is None
    assert first.waiting("default") == 2 and second.job("sports", ids[1]).names == ["ferry.txt"]
    for collection, job_id in (("default", ids[1]), ("sports", "0" * 32)):
        with pytest.raises(NotFound):
            first.job(collection, job_id)


def test_many_processes_take_no_job_twice(connect: Callable[[], JobQueue]) -> None:
    queues = [connect() for _ in range(4)]
    ids = [queues[0].accept("default", [FERRY], NO_FACTS).job_id for _ in range(12)]
    taken: list[str] = []

    def take_all(queue: JobQueue) -> None:
        while job_id := taken_id(queue):
            taken.append(job_id)

    threads = [threading.Thread(target=take_all, args=(queue,)) for queue in queues]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(ids)


def test_a_job_of_a_dead_process_is_free_and_that_process_cannot_end_it(connect: Callable[[], JobQueue]) -> None:
    dead, alive = connect(), connect()
    accepted = dead.accept("default", [FERRY], {"publisher": "Oske Post"})
    taken = dead.take()
    assert taken and alive.take() is None
    seem_dead(dead)
    again = alive.take()
    assert again and again[1].job_id == accepted.job_id
    with pytest.raises(Taken):
        dead.save(taken[1])
    (given,) = alive.documents(again[1])
    assert given.by_user == {"publisher": "Oske Post"}  # type: ignore[union-attr]
    again[1].state = "done"
    alive.save(again[1])
    assert dead.job("default", accepted.job_id).state == "done" and alive.waiting("default") == 0


def test_a_full_disk_delays_a_job_and_costs_no_try(connect: Callable[[], JobQueue], monkeypatch: pytest.MonkeyPatch) -> None:
    queue = connect()
    accepted = queue.accept("default", [FERRY], NO_FACTS)
    for _ in range(MAX_TRIES + 2):
        taken = queue.take()
        assert taken and taken[1].job_id == accepted.job_id
        work_on(queue, FullDisk(), *taken)  # type: ignore[arg-type]
    monkeypatch.setattr(module, "RETRY_SECONDS", 60.0)
    assert queue.take() is None, "the next try comes later"


@pytest.mark.parametrize("hours", [24, -24])
def test_a_job_that_failed_does_not_wait_for_a_day_if_the_clock_jumps(connect: Callable[[], JobQueue], monkeypatch: pytest.MonkeyPatch, hours: int) -> None:
    monkeypatch.setattr(module, "RETRY_SECONDS", 60.0)
    queue = connect()
    accepted = queue.accept("default", [FERRY], NO_FACTS)
    taken = queue.take()
    assert taken
    queue.give_back(taken[1], failed=True)
    assert queue.take() is None
    with queue._engine.begin() as db:  # the same as setting the clock back or ahead
        db.execute(update(module.jobs).values(changed_at=module.jobs.c.changed_at + timedelta(hours=hours)))
    assert taken_id(queue) == accepted.job_id


class FullDisk:
    """Stands in for `Work`."""

    def ingest(self, job: Job) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_job_that_is_given_back_does_not_lose_a_try_but_one_that_fails_does(connect: Callable[[], JobQueue]) -> None:
    queue = connect()
    accepted = queue.accept("default", [FERRY], NO_FACTS)
    for failed in [False] * MAX_TRIES + [True] * MAX_TRIES:
        taken = queue.take()
        assert taken
        queue.give_back(taken[1], failed)
    assert queue.take() is None
    job = queue.job("default", accepted.job_id)
    assert job.state == "failed" and job.error and "5 times" in job.error


def test_a_job_whose_end_could_not_be_noted_is_tried_again_by_the_same_process(connect: Callable[[], JobQueue], monkeypatch: pytest.MonkeyPatch) -> None:
    queue, asked = connect(), []

    class Failing:
        def ingest(self, job: Job) -> None:
            asked.append(job.job_id)
            raise Unavailable("the database is away")

    accepted = queue.accept("default", [FERRY], NO_FACTS)
    with monkeypatch.context() as away:
        away.setattr(queue, "give_back", lambda *_, **__: Failing().ingest(accepted))
        taken = queue.take()
        assert taken and queue.take() is None
        work_on(queue, Failing(), *taken)  # type: ignore[arg-type]
    assert taken_id(queue) == accepted.job_id and len(asked) == 2


def test_a_full_queue_takes_no_more_and_old_jobs_are_deleted(connect: Callable[[], JobQueue], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_WAITING", 2)
    monkeypatch.setattr(module, "MAX_FINISHED", 1)
    queue = connect()
    ids = [queue.accept("default", [FERRY], NO_FACTS).job_id for _ in range(2)]
    with pytest.raises(Busy, match="are already waiting"):
        queue.accept("default", [FERRY], NO_FACTS)
    for _ in ids:
        taken = queue.take()
        assert taken
        taken[1].state = "done"
        queue.save(taken[1])
    queue.accept("default", [FERRY], NO_FACTS)
    with pytest.raises(NotFound):
        queue.job("default", ids[0])
    assert queue.job("default", ids[1]).state == "done"


def test_jobs_that_waited_in_the_home_are_taken_over(connect: Callable[[], JobQueue], tmp_path: Path) -> None:
    class Home:
        home = tmp_path

    inbox, queue = Inbox(tmp_path / "inbox"), connect()
    accepted = inbox.accept([FERRY, ("pages", b'{"url": "https://example.org/a", "by_user": {}}\n')])
    store: Store = Home()  # type: ignore[assignment]
    for _ in range(2):
        QueuedJobs(queue, False, store, threading.Lock()).start()
    taken = queue.take()
    assert taken and taken[1].job_id == accepted.job_id and queue.take() is None
    assert queue.pages(taken[1]) == [("https://example.org/a", {})] and list(inbox.unfinished()) == []


@pytest.mark.timeout(600)
def test_a_worker_that_is_killed_loses_nothing(postgres: Postgres, chroma: Chroma, tmp_path: Path) -> None:
    environment = {"ONRECORD_ARCHIVE": postgres.create("workers"), "ONRECORD_CHROMA": chroma.server.url}
    shared = SharedDatabase(collection_database(read_database_url(environment["ONRECORD_ARCHIVE"]), "default", "default"))
    queue, started = JobQueue(shared), []

    def start(home: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "onrecord.assistant", "worker", "--home", str(tmp_path / home)]
        started.append(subprocess.Popen(command, env=os.environ | environment))
        return started[-1]

    def job_of(accepted: Job) -> Job:
        return queue.job("default", accepted.job_id)

    try:
        last, *texts = [(p.name, p.read_bytes()) for p in sorted((corpus() / "articles").glob("*.txt"))]
        large, small = queue.accept("default", texts, NO_FACTS), queue.accept("default", [last], NO_FACTS)
        first = start("a")
        until(lambda: job_of(large).articles, 120)
        assert job_of(large).state in ("archiving", "indexing"), "it is in the middle of the job"
        first.kill()
        second = start("b")
        for job in (large, small):
            until(lambda job=job: job_of(job).finished, 240)
        assert (job_of(large).state, len(job_of(large).articles), job_of(large).rejected) == ("done", len(texts), [])
        assert (job_of(small).state, list(job_of(small).articles.values())) == ("done", ["added"])
        archive = Archive(Path(), database=shared._database)
        assert len(archive.article_ids()) == len(texts) + 1
        assert {archive.article(article_id).version for article_id in archive.article_ids()} == {1}, "nothing is stored twice"
        assert archive.missing_embeddings(DEFAULT_MODEL) == {}
        assert set(chroma.collections().values()) >= {archive.passage_count()}
        archive.close()
        second.terminate()
        assert second.wait(60) == 0
    finally:
        for process in started:
            process.kill()
            process.wait()
        shared.close()
