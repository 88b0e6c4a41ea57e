"""Runs in PostgreSQL, so that every process on the database can give the answer of each run, or ask the question again if the process died that worked on it.

Stored are the question, the state, and the answer or the error, not the events in between.
"""

import logging
import time
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Column, Connection, DateTime, MetaData, Row, String, Table, delete, func, insert, or_, select, update

from onrecord.assistant.error_bodies import UNEXPECTED, error_body
from onrecord.vectorstore.errors import NotFound, OnRecordError
from onrecord.vectorstore.shared import SharedDatabase, ago
from onrecord.vectorstore.store import Stopped

KEPT_SECONDS = 3600  # time that the outcome of a run is kept
UNFINISHED_KEPT_SECONDS = 24 * 3600  # time that a question is kept which died with its process
RETRY_SECONDS = (1, 2, 4, 8, 16, 32)  # to wait after each try to store an error
RUNNING, ANSWERED, FAILED, STOPPED = "running", "answered", "failed", "stopped"

log = logging.getLogger(__name__)
metadata = MetaData()

runs = Table(
    "runs",
    metadata,
    Column("run_id", String, primary_key=True),
    Column("owner", String, nullable=False),  # name of a key; "" for callers without a key
    Column("collection", String, nullable=False),
    Column("question", JSON, nullable=False),  # body of the request
    Column("process_id", String, nullable=False),  # that works on it
    Column("state", String, nullable=False),
    Column("outcome", JSON),  # body of the answer or of the error
    Column("changed_at", DateTime(timezone=True), nullable=False),
)


@dataclass(frozen=True)
class StoredRun:
    question: dict[str, Any]
    state: str
    outcome: Any


class StoredRuns:
    """Only the process that works on a run may end it; `take_over` makes this process that one."""

    def __init__(self, shared: SharedDatabase) -> None:
        self._shared = shared
        shared.create(metadata)

    def begin(self, run_id: str, owner: str, collection: str, question: dict[str, Any]) -> None:
        row = {"run_id": run_id, "owner": owner, "collection": collection, "question": question, "state": RUNNING}
        old = or_((runs.c.state != RUNNING) & (runs.c.changed_at < ago(KEPT_SECONDS)), runs.c.changed_at < ago(UNFINISHED_KEPT_SECONDS))
        with self._shared.engine.begin() as db:
            db.execute(delete(runs).where(old))
            db.execute(insert(runs).values(**row, process_id=self._shared.process_id, changed_at=func.clock_timestamp()))

    def answer(self, run_id: str, body: Any, db: Connection | None = None) -> None:
        """Store the answer. Raises Stopped if the run was stopped or taken over; then nothing else of it must be stored.

        Args:
            db: a transaction of the same database, so that both is stored or nothing.
        """
        if db is None:
            with self._shared.engine.begin() as own:
                return self.answer(run_id, body, own)
        query = update(runs).where(*self._own(run_id)).values(state=ANSWERED, outcome=body, changed_at=func.clock_timestamp())
        if not db.execute(query, execution_options={"schema_translate_map": {None: self._shared.schema}}).rowcount:
            raise Stopped

    def fail(self, run_id: str, error: Exception) -> None:
        """Store the error. If the database is away, this is tried again for a minute, because others wait for a run whose process is alive."""
        known = isinstance(error, OnRecordError)
        body = error_body(type(error).__name__ if known else "InternalError", str(error) if known else UNEXPECTED)
        query = update(runs).where(*self._own(run_id)).values(state=FAILED, outcome=body, changed_at=func.clock_timestamp())
        for seconds in RETRY_SECONDS:
            try:
                with self._shared.engine.begin() as db:
                    db.execute(query)
                return
            except OnRecordError as e:
                log.warning("the error of run %s could not be stored: %s", run_id, e)
                time.sleep(seconds)

    def stop(self, owner: str, collection: str, run_id: str) -> bool:
        """Whether there is such a run. If it has not ended, its answer will be discarded."""
        with self._shared.engine.begin() as db:
            found = self._find(db, owner, collection, run_id)
            db.execute(update(runs).where(runs.c.run_id == run_id, runs.c.owner == owner, runs.c.state == RUNNING).values(state=STOPPED, changed_at=func.clock_timestamp()))
        return found is not None

    def get(self, owner: str, collection: str, run_id: str) -> StoredRun:
        """Raises NotFound if the owner has no such run, or it ended long ago."""
        with self._shared.engine.connect() as db:
            row = self._find(db, owner, collection, run_id)
        if row is None:
            raise NotFound(f"there is no run {run_id}; the outcome of a run is kept for {KEPT_SECONDS // 60} minutes; ask again")
        return StoredRun(row.question, row.state, row.outcome)

    def take_over(self, run_id: str) -> bool:
        """Whether this process is now to work on the run, because the one that did has died."""
        is_orphan = (runs.c.run_id == run_id) & (runs.c.state == RUNNING) & ~self._shared.is_alive(runs.c.process_id)
        with self._shared.engine.begin() as db:
            return bool(db.execute(update(runs).where(is_orphan).values(process_id=self._shared.process_id, changed_at=func.clock_timestamp())).rowcount)

    def _own(self, run_id: str) -> tuple[Any, ...]:
        return runs.c.run_id == run_id, runs.c.state == RUNNING, runs.c.process_id == self._shared.process_id

    def _find(self, db: Connection, owner: str, collection: str, run_id: str) -> Row[Any] | None:
        return db.execute(select(runs).where(runs.c.run_id == run_id, runs.c.owner == owner, runs.c.collection == collection)).one_or_none()
