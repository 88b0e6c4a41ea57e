"""A thread that ingests the jobs of the inbox one after the other."""

import logging
import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from onrecord.ingest.jobs.inbox import Inbox, Job
from onrecord.ingest.jobs.work import Work, count_nothing
from onrecord.vectorstore.errors import DiskFull, known_error
from onrecord.vectorstore.logs import log_fields
from onrecord.vectorstore.store import Stopped, Store

FULL_SECONDS = 5.0  # before a job is tried again for which the disk had no space

log = logging.getLogger("onrecord.ingest.jobs")


class Jobs:
    """The jobs of one collection, in an inbox in the home, and the thread that works on them.

    Args:
        turn: the lock that answering uses too.
        fetch_private: also fetch pages from private addresses.
        collection: name of the collection, for the log.
        count: gets the outcome of each document: added, updated, unchanged or rejected.
    """

    def __init__(self, store: Store, turn: threading.Lock, fetch_private: bool = False, collection: str = "default", count: Callable[[str], None] = count_nothing) -> None:
        self._collection = collection
        self.inbox = Inbox(store.home / "inbox")
        self._queue: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._current: Job | None = None
        self._stopping = threading.Event()
        self._work = Work(store, self.inbox, turn, self._stopping, fetch_private, count)
        self._thread = threading.Thread(target=self._run, name="ingest")

    def start(self) -> None:
        """Start the thread. Call this when the index is up to date and open."""
        for job_id in self.inbox.waiting():
            self._queue.put(job_id)
        self._thread.start()

    def stop(self) -> None:
        """Stop the thread. The method returns when the current job has stopped, at the latest after its current batch."""
        self._stopping.set()
        self._queue.put(None)
        if self._thread.ident:
            self._thread.join()

    @property
    def waiting(self) -> int:
        """The number of jobs that wait or are worked on."""
        return self._queue.qsize() + (self._current is not None)

    def submit(self, documents: Sequence[tuple[str, bytes]], by_user: Mapping[str, str]) -> Job:
        job = self.inbox.accept(documents, by_user)
        self._queue.put(job.job_id)
        return job

    def job(self, job_id: str) -> Job:
        """The current state of a job. Raises NotFound if there is no such job."""
        current = self._current
        return replace(current, articles=dict(current.articles)) if current and current.job_id == job_id else self.inbox.job(job_id)

    def _run(self) -> None:
        while (job_id := self._queue.get()) is not None and not self._stopping.is_set():
            with log_fields(collection=self._collection, job_id=job_id):
                while not self._try(job_id) and not self._stopping.wait(FULL_SECONDS):
                    pass  # the jobs after it wait too, so that a later state of an article stays the later version

    def _try(self, job_id: str) -> bool:
        """False if the disk is full, so that the job must be tried again."""
        try:
            self._work_on(self.inbox.job(job_id))
        except Stopped:
            pass
        except Exception as e:  # the other jobs must still run
            if isinstance(full := known_error(e), DiskFull):
                log.error("job %s waits: %s", job_id, full)
                return False
            log.exception("job %s could not be saved; it continues when the server starts again", job_id)
        return True

    def _work_on(self, job: Job) -> None:
        """Raises Stopped when the server stops. The job continues after the next start."""
        if job.state != "done":  # a job can be done here if it was queued twice, or if a crash prevented deleting its documents
            self._current = job
            try:
                self._work.ingest(job)
            except Stopped:
                raise
            except Exception as e:  # the job reports it; the next job may succeed
                if isinstance(full := known_error(e), DiskFull):
                    job.state, job.error = "queued", str(full)
                    raise
                log.exception("job %s failed", job.job_id)
                job.state, job.error = "failed", f"{type(e).__name__}; see the server log. It is tried again when the server starts"
        self.inbox.save(job)
        self._current = None
