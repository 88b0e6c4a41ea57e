"""Jobs of the inbox: a full disk delays them, and a jump of the clock does not change their order."""

import errno
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.ingest.jobs import jobs as module
from onrecord.ingest.jobs.inbox import Inbox, Job, arrival
from onrecord.ingest.jobs.jobs import Jobs
from onrecord.vectorstore.store import Store
from tests.serving import until

NO_FACTS: dict[str, str] = {}
DAY_NS = 86_400 * 10**9


def upload(number: int) -> list[tuple[str, bytes]]:
    return [("ferry.txt", f"Ferry {number} stops\n\nThe ferry stopped on Wednesday.".encode())]


@pytest.fixture
def jobs(newsroom: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Jobs]:
    """Jobs in an inbox of their own. What they do is what a test puts in place of `Work.ingest`."""
    monkeypatch.setattr(module, "FULL_SECONDS", 0.1)
    made = Jobs(newsroom, threading.Lock())
    made.inbox.folder = tmp_path / "inbox"
    yield made
    made.stop()


def test_a_full_disk_delays_a_job_and_those_after_it(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    has_space, worked_on = threading.Event(), list[str]()

    def ingest(job: Job) -> None:
        if not has_space.is_set():
            raise OSError(errno.ENOSPC, "No space left on device")
        worked_on.append(job.job_id)
        job.state = "done"

    monkeypatch.setattr(jobs._work, "ingest", ingest)
    ids = [jobs.submit(upload(n), NO_FACTS).job_id for n in range(3)]
    jobs.start()
    until(lambda: jobs.job(ids[0]).error)
    waiting = jobs.job(ids[0])
    assert waiting.state == "queued" and "free some space" in str(waiting.error) and worked_on == []
    has_space.set()
    until(lambda: jobs.job(ids[2]).finished)
    assert list(dict.fromkeys(worked_on)) == ids and [jobs.job(i).state for i in ids] == ["done"] * 3


def test_the_disk_may_be_full_when_the_outcome_is_stored(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    failures, save = [OSError(errno.ENOSPC, "No space left on device")] * 2, jobs.inbox.save

    def save_at_third_try(job: Job) -> None:
        if failures:
            raise failures.pop()
        save(job)

    monkeypatch.setattr(jobs._work, "ingest", lambda job: setattr(job, "state", "done"))
    monkeypatch.setattr(jobs.inbox, "save", save_at_third_try)
    job_id = jobs.submit(upload(1), NO_FACTS).job_id
    jobs.start()
    until(lambda: jobs.inbox.job(job_id).finished)


def test_jobs_of_a_server_that_stops_while_the_disk_is_full_stay_in_the_inbox(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    def ingest(job: Job) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(jobs._work, "ingest", ingest)
    job_id = jobs.submit(upload(1), NO_FACTS).job_id
    jobs.start()
    until(lambda: jobs.job(job_id).error)
    jobs.stop()
    assert jobs.inbox.waiting() == [job_id]


@pytest.mark.parametrize("shift", [DAY_NS, -DAY_NS])
def test_jobs_wait_in_the_order_in_which_they_came_whatever_the_clock_says(tmp_path: Path, shift: int) -> None:
    inbox, ids = Inbox(tmp_path), list[str]()
    for number in range(4):
        ids.append(inbox.accept(upload(number), NO_FACTS).job_id)
        if number == 1:
            for job_id in ids:  # as if they had been stored before the clock jumped
                stamp = arrival(tmp_path / job_id) + shift
                os.utime(tmp_path / job_id / "0", ns=(stamp, stamp))
    assert inbox.waiting() == ids
