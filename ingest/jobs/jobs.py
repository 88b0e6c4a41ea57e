"""A thread that ingests the jobs of the inbox one after the other."""

import logging
import os
import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from onrecord.ingest.documents import Rejected
from onrecord.ingest.jobs.inbox import Inbox, Job
from onrecord.ingest.pipeline import ingest
from onrecord.ingest.sources import Given
from onrecord.ingest.web import Fetcher, Web
from onrecord.vectorstore.logs import log_fields
from onrecord.vectorstore.model import Article
from onrecord.vectorstore.store import Stopped, Store

NO_MEMORY = Path(os.devnull)  # no record of earlier fetches, so that a page that a client names is always fetched
PAUSE = 0.005  # seconds without the lock after each use; otherwise this thread may take it again before a waiting question gets it
log = logging.getLogger("onrecord.ingest.jobs")


def count_nothing(_: str) -> None:
    pass


class Jobs:
    """The jobs of one collection and the thread that works on them.

    Args:
        turn: the lock that answering uses too.
        fetch_private: also fetch pages from private addresses.
        collection: name of the collection, for the log.
        count: gets the outcome of each document: added, updated, unchanged or rejected.
    """

    def __init__(self, store: Store, turn: threading.Lock, fetch_private: bool = False, collection: str = "default", count: Callable[[str], None] = count_nothing) -> None:
        self._count = count
        self._store, self._turn, self._fetch_private, self._collection = store, turn, fetch_private, collection
        self.inbox = Inbox(store.home / "inbox")
        self._queue: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._current: Job | None = None
        self._stopping = threading.Event()
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
            try:
                with log_fields(collection=self._collection, job_id=job_id):
                    self._work_on(self.inbox.job(job_id))
            except Stopped:
                return
            except Exception:  # for example a full disk; the other jobs must still run
                log.exception("job %s could not be saved; it continues when the server starts again", job_id)

    def _work_on(self, job: Job) -> None:
        """Raises Stopped when the server stops. The job continues after the next start."""
        if job.state != "done":  # a job can be done here if it was queued twice, or if a crash prevented deleting its documents
            self._current = job
            try:
                self._ingest(job)
            except Stopped:
                raise
            except Exception as e:  # the job reports it; the next job may succeed
                log.exception("job %s failed", job.job_id)
                job.state, job.error = "failed", f"{type(e).__name__}; see the server log. It is tried again when the server starts"
        self.inbox.save(job)
        self._current = None

    def _ingest(self, job: Job) -> None:
        def acknowledge(article: Article, outcome: str) -> None:
            self._count(outcome)
            if job.articles.get(article.article_id) != "added" or outcome == "updated":
                job.articles[article.article_id] = outcome

        def progress(stage: str, done: int, total: int) -> None:
            if self._stopping.is_set():
                self.inbox.save(job)
                raise Stopped
            if stage != "reading" and job.state == "archiving":
                job.state = "indexing"
                self.inbox.save(job)
            job.stage, job.done, job.total = stage, done, total

        job.state, job.error = "archiving", None
        summary = ingest(self._store, [], progress, further=self._given(job), acknowledge=acknowledge, turn=self._polite_turn)
        job.rejected = [{"where": r.where, "reason": r.reason} for r in summary.rejected]
        for _ in job.rejected:
            self._count("rejected")
        job.notices = [{"where": n.where, "message": n.message} for n in summary.notices]
        job.state, job.stage, job.done, job.total = "done", "", 0, 0

    def _given(self, job: Job) -> Iterator[Given]:
        yield from self.inbox.documents(job)
        if pages := self.inbox.pages(job):
            with closing(Fetcher(self._fetch_private)) as fetcher:
                web = Web(fetcher, NO_MEMORY)
                for url, by_user in pages:
                    yield from (given if isinstance(given, Rejected) else replace(given, by_user=by_user) for given in web.pages([url]))

    @contextmanager
    def _polite_turn(self) -> Iterator[None]:
        with self._turn:
            yield
        time.sleep(PAUSE)
