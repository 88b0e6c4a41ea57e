"""Jobs in PostgreSQL. Servers put them there; servers or `onrecord worker` processes take them, each job at least once.

A job is taken with SELECT … FOR UPDATE SKIP LOCKED. If the process dies that took it, it is free for another. Ingest makes the same of the same
documents, so that a job which is begun twice stores nothing twice.
"""

import logging
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Identity,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from onrecord.ingest.jobs.inbox import MAX_FINISHED, MAX_WAITING, PAGES, Inbox, Job, read_pages, read_upload
from onrecord.ingest.jobs.work import Work, count_nothing
from onrecord.ingest.sources import Given
from onrecord.vectorstore.clock import now
from onrecord.vectorstore.errors import Busy, DiskFull, NotFound, OnRecordError, known_error
from onrecord.vectorstore.logs import log_fields
from onrecord.vectorstore.shared import SharedDatabase, ago
from onrecord.vectorstore.store import Stopped, Store

MAX_TRIES = 5  # a job that fails or ends its process so often has failed
RETRY_SECONDS = 10.0  # before a job that failed, or whose process died, is tried again
POLL_SECONDS = 1.0  # between two looks for a job
NOTE_SECONDS = 0.5  # between two notes of a job's progress

metadata = MetaData()

jobs = Table(
    "jobs",
    metadata,
    Column("job_id", String, primary_key=True),
    Column("number", Integer, Identity(), nullable=False),  # in the order of arrival
    Column("collection", String, nullable=False),
    Column("body", JSON, nullable=False),  # `Job` as JSON
    Column("finished", Boolean, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("process_id", String),  # that works on it
    Column("changed_at", DateTime(timezone=True), nullable=False),
)

documents = Table(
    "job_documents",
    metadata,
    Column("job_id", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

log = logging.getLogger("onrecord.ingest.jobs")


class Taken(Stopped):
    """Another process works on the job now, because this one gave no sign of life for a while."""


class JobQueue:
    """The queue of all collections."""

    def __init__(self, shared: SharedDatabase) -> None:
        self._shared, self._engine = shared, shared.engine
        self._noted_at = 0.0
        self._working_on: set[str] = set()  # ids of the jobs of this process
        shared.create(metadata)

    def accept(self, collection: str, given: Sequence[tuple[str, bytes]], by_user: Mapping[str, str]) -> Job:
        """Store `(file name, content)` pairs as a job. Raises Busy if too many jobs are waiting."""
        job = Job(uuid.uuid4().hex, [name for name, _ in given], now(), by_user=dict(by_user))
        if self.waiting(collection) >= MAX_WAITING:
            raise Busy(f"{MAX_WAITING} jobs are already waiting; retry later")
        self.put(collection, job, given)
        return job

    def put(self, collection: str, job: Job, given: Sequence[tuple[str, bytes]]) -> None:
        """Store a job. It does nothing if the job is known."""
        from sqlalchemy.dialects.postgresql import insert as insert_new  # here, because a command without PostgreSQL must start quickly

        row = {"job_id": job.job_id, "collection": collection, "body": asdict(job), "finished": False, "tries": 0, "changed_at": func.clock_timestamp()}
        old = select(jobs.c.number).where(jobs.c.finished).order_by(jobs.c.number.desc()).offset(MAX_FINISHED).limit(1)
        with self._engine.begin() as db:
            if db.execute(insert_new(jobs).values(row).on_conflict_do_nothing()).rowcount:
                db.execute(insert(documents), [{"job_id": job.job_id, "number": n, "name": name, "content": content} for n, (name, content) in enumerate(given)])
            if (last := db.execute(old).scalar_one_or_none()) is not None:
                deleted = db.execute(delete(jobs).where(jobs.c.finished, jobs.c.number <= last).returning(jobs.c.job_id)).scalars().all()
                db.execute(delete(documents).where(documents.c.job_id.in_(deleted)))

    def waiting(self, collection: str) -> int:
        """The number of jobs that wait or are worked on."""
        with self._engine.connect() as db:
            return int(db.execute(select(func.count()).select_from(jobs).where(jobs.c.collection == collection, ~jobs.c.finished)).scalar_one())

    def job(self, collection: str, job_id: str) -> Job:
        """Raises NotFound if there is no such job, or if it finished long ago and was deleted."""
        with self._engine.connect() as db:
            body = db.execute(select(jobs.c.body).where(jobs.c.job_id == job_id, jobs.c.collection == collection)).scalar_one_or_none()
        if body is None:
            raise NotFound(f"there is no job {job_id}; the last {MAX_FINISHED} finished jobs are kept")
        return Job(**body)

    def take(self, collections: Sequence[str] | None = None) -> tuple[str, Job] | None:
        """The oldest job that nobody works on, with its collection. Args: collections: only of these."""
        is_left_over = (jobs.c.process_id == self._shared.process_id) & jobs.c.job_id.not_in(self._working_on)  # its end could not be noted
        is_free = or_(jobs.c.process_id.is_(None), ~self._shared.is_alive(jobs.c.process_id), is_left_over)
        query = select(jobs).where(~jobs.c.finished, is_free, or_(jobs.c.tries == 0, ~jobs.c.changed_at.between(ago(RETRY_SECONDS), ago(0))))
        if collections is not None:
            query = query.where(jobs.c.collection.in_(collections))
        with self._engine.begin() as db:
            row = db.execute(query.order_by(jobs.c.number).limit(1).with_for_update(skip_locked=True)).one_or_none()
            if row is None:
                return None
            job = Job(**row.body)
            given_up = row.tries >= MAX_TRIES
            if given_up:
                job.state, job.error = "failed", f"it was tried {row.tries} times; see the logs. Send the articles again, in smaller parts"
            changed = {"tries": row.tries + 1, "process_id": self._shared.process_id, "finished": given_up, "body": asdict(job)}
            db.execute(update(jobs).where(jobs.c.job_id == job.job_id).values(**changed, changed_at=func.clock_timestamp()))
        if given_up:
            return None
        self._working_on.add(job.job_id)
        return row.collection, job

    def documents(self, job: Job) -> Iterator[Given]:
        with tempfile.TemporaryDirectory(prefix="onrecord-job-") as folder:
            for number, name in enumerate(job.names):
                if name != PAGES:
                    path = Path(folder) / str(number)
                    path.write_bytes(self._content(job, number))
                    yield from read_upload(path, name, job.by_user)
                    path.unlink()

    def pages(self, job: Job) -> list[tuple[str, dict[str, str]]]:
        return [page for number, name in enumerate(job.names) if name == PAGES for page in read_pages(self._content(job, number).decode("utf-8"))]

    def note_progress(self, job: Job) -> None:
        if time.monotonic() - self._noted_at >= NOTE_SECONDS:
            self.save(job)
            self._noted_at = time.monotonic()

    def save(self, job: Job) -> None:
        """Store the state of a job. The documents of a finished job are deleted. Raises Taken."""
        with self._engine.begin() as db:
            self._update_own(db, job, body=asdict(job), finished=job.finished)
            if job.finished:
                db.execute(delete(documents).where(documents.c.job_id == job.job_id))

    def give_back(self, job: Job, failed: bool = False, counts: bool = True) -> None:
        """Leave a job to others. Args: failed: the next try comes a while later; counts: a failed try is one of `MAX_TRIES`."""
        tries = jobs.c.tries if failed and counts else func.greatest(jobs.c.tries - 1, int(failed))
        with self._engine.begin() as db:
            self._update_own(db, job, process_id=None, body=asdict(job), tries=tries)

    def leave(self, job: Job) -> None:
        """This process does not work on the job any more."""
        self._working_on.discard(job.job_id)

    def _update_own(self, db: Any, job: Job, **changed: Any) -> None:
        is_own = (jobs.c.job_id == job.job_id) & (jobs.c.process_id == self._shared.process_id)
        if not db.execute(update(jobs).where(is_own).values(**changed, changed_at=func.clock_timestamp())).rowcount:
            raise Taken

    def _content(self, job: Job, number: int) -> bytes:
        with self._engine.connect() as db:
            return bytes(db.execute(select(documents.c.content).where(documents.c.job_id == job.job_id, documents.c.number == number)).scalar_one())


def work_on(queue: JobQueue, work: Work, collection: str, job: Job) -> None:
    """Work on a job that was taken. What becomes of it is in the queue afterwards; an error of the database leaves it to the next try."""
    with log_fields(collection=collection, job_id=job.job_id):
        try:
            try:
                work.ingest(job)
                queue.save(job)
            except Taken:
                log.warning("job %s was taken over by another process", job.job_id)
            except Stopped:
                queue.give_back(job)
            except Exception as e:
                if isinstance(full := known_error(e), DiskFull):
                    log.error("job %s waits: %s", job.job_id, full)
                    queue.give_back(job, failed=True, counts=False)
                else:
                    log.exception("job %s failed; it is tried again, %d times in all", job.job_id, MAX_TRIES)
                    queue.give_back(job, failed=True)
        except (OnRecordError, Taken) as e:
            log.warning("the end of the work on job %s could not be noted: %s", job.job_id, e)
        finally:
            queue.leave(job)


class QueuedJobs:
    """The jobs of one collection, as `Jobs`, but in the queue. Args: works: whether this process works on them too."""

    def __init__(
        self, queue: JobQueue, works: bool, store: Store, turn: threading.Lock, fetch_private: bool = False, collection: str = "default", count: Callable[[str], None] = count_nothing
    ) -> None:
        self._queue, self._collection, self._works = queue, collection, works
        self._stopping, self._thread = threading.Event(), threading.Thread(target=self._run, name="ingest")
        self._work = Work(store, queue, turn, self._stopping, fetch_private, count)
        self._inbox = Inbox(store.home / "inbox")

    def start(self) -> None:
        for job_id in self._inbox.waiting():  # accepted before the queue was in use
            job = self._inbox.job(job_id)
            self._queue.put(self._collection, job, [(name, (self._inbox.folder / job_id / str(n)).read_bytes()) for n, name in enumerate(job.names)])
            job.state = "done"
            self._inbox.save(job)
        if self._works:
            self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread.ident:
            self._thread.join()

    @property
    def waiting(self) -> int:
        return self._queue.waiting(self._collection)

    def submit(self, given: Sequence[tuple[str, bytes]], by_user: Mapping[str, str]) -> Job:
        return self._queue.accept(self._collection, given, by_user)

    def job(self, job_id: str) -> Job:
        return self._queue.job(self._collection, job_id)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                taken = self._queue.take([self._collection])
            except OnRecordError as e:  # the database may be back at the next look
                log.warning("no job could be taken: %s", e)
                taken = None
            if taken is None:
                self._stopping.wait(POLL_SECONDS)
            else:
                work_on(self._queue, self._work, *taken)
