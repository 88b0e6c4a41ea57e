"""The work on one job: its documents and pages are ingested, and the job reports what became of them."""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from onrecord.ingest.documents import Rejected
from onrecord.ingest.jobs.inbox import Job
from onrecord.ingest.pipeline import ingest
from onrecord.ingest.sources import Given
from onrecord.ingest.web import Fetcher, Web
from onrecord.vectorstore.model import Article
from onrecord.vectorstore.store import Stopped, Store

NO_MEMORY = Path(os.devnull)  # no record of earlier fetches, so that a page that a client names is always fetched
PAUSE = 0.005  # seconds without the lock after each use; otherwise this thread may take it again before a waiting question gets it
log = logging.getLogger("onrecord.ingest.jobs")


def count_nothing(_: str) -> None:
    pass


class Box(Protocol):
    """Where a job and its documents are stored: in the home, or in PostgreSQL."""

    def documents(self, job: Job) -> Iterator[Given]: ...

    def pages(self, job: Job) -> list[tuple[str, dict[str, str]]]: ...

    def note_progress(self, job: Job) -> None:
        """Make the job's progress known to whoever asks. Raises Stopped if this process must not go on with it."""

    def save(self, job: Job) -> None: ...


class Work:
    """The work on the jobs of one collection.

    Args:
        turn: the lock that answering uses too.
        stopping: when it is set, the work ends at its next step.
        fetch_private: also fetch pages from private addresses.
        count: gets the outcome of each document: added, updated, unchanged or rejected.
    """

    def __init__(self, store: Store, box: Box, turn: threading.Lock, stopping: threading.Event, fetch_private: bool = False, count: Callable[[str], None] = count_nothing) -> None:
        self._store, self._box, self._turn, self._stopping, self._fetch_private, self._count = store, box, turn, stopping, fetch_private, count

    def ingest(self, job: Job) -> None:
        """Bring the job to the state `done`. After an interruption, the same call continues. Raises Stopped."""

        def acknowledge(article: Article, outcome: str) -> None:
            self._count(outcome)
            if job.articles.get(article.article_id) != "added" or outcome == "updated":
                job.articles[article.article_id] = outcome

        def progress(stage: str, done: int, total: int) -> None:
            if self._stopping.is_set():
                self._box.save(job)
                raise Stopped
            if stage != "reading" and job.state == "archiving":
                job.state = "indexing"
                self._box.save(job)
            job.stage, job.done, job.total = stage, done, total
            self._box.note_progress(job)

        job.state, job.error = "archiving", None
        summary = ingest(self._store, [], progress, further=self._given(job), acknowledge=acknowledge, turn=self._polite_turn)
        job.rejected = [{"where": r.where, "reason": r.reason} for r in summary.rejected]
        for _ in job.rejected:
            self._count("rejected")
        job.notices = [{"where": n.where, "message": n.message} for n in summary.notices]
        job.state, job.stage, job.done, job.total = "done", "", 0, 0

    def _given(self, job: Job) -> Iterator[Given]:
        yield from self._box.documents(job)
        if pages := self._box.pages(job):
            with closing(Fetcher(self._fetch_private)) as fetcher:
                web = Web(fetcher, NO_MEMORY)
                for url, by_user in pages:
                    yield from (given if isinstance(given, Rejected) else replace(given, by_user=by_user) for given in web.pages([url]))

    @contextmanager
    def _polite_turn(self) -> Iterator[None]:
        with self._turn:
            yield
        time.sleep(PAUSE)
