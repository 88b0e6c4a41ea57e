"""What the processes that share a PostgreSQL database know of each other.

Every process says every few seconds that it is alive. Work that a process had begun is free for others once it has not said so for a while.
The tables of other rooms are in the same schema, that of the collection `default`, whatever collection a row is about.
"""

import logging
import threading
import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, DateTime, MetaData, String, Table, delete, func, select
from sqlalchemy.exc import DatabaseError

from onrecord.vectorstore.archive import dialect_of, postgres_engine
from onrecord.vectorstore.database import Database
from onrecord.vectorstore.errors import OnRecordError, Unavailable
from onrecord.vectorstore.settings import DEFAULT_COLLECTION, Settings

BEAT_SECONDS = 3.0  # between two signs of life
ALIVE_SECONDS = 15.0  # after its last sign of life, a process counts as dead; a busy machine may delay a sign by seconds

metadata = MetaData()
processes = Table("processes", metadata, Column("process_id", String, primary_key=True), Column("seen_at", DateTime(timezone=True), nullable=False))

log = logging.getLogger(__name__)


class SharedDatabase:
    """A connection to what the processes share. Args: database: the place of the collection `default`. Raises Unavailable if it cannot be opened."""

    def __init__(self, database: Database) -> None:
        self.process_id = uuid.uuid4().hex
        self._database, self.schema = database, database.schema
        self.engine = postgres_engine(database)
        self._stopping = threading.Event()
        self._beating = threading.Thread(target=self._beat_on, name="signs-of-life", daemon=True)
        self.create(metadata)

    def create(self, tables: MetaData) -> None:
        """Create the tables that do not exist yet."""
        try:
            with self.engine.begin() as db:
                dialect_of(db).lock_schema(db)
                tables.create_all(db)
        except DatabaseError as e:
            raise Unavailable(f"the tables in {self._database} cannot be opened: see the log of its server") from e

    def start(self) -> None:
        """Give signs of life until `close`. Work that is marked with `process_id` is not free meanwhile."""
        self._beat()
        self._beating.start()

    def close(self) -> None:
        """After this, work that is marked with `process_id` is free for others at once."""
        self._stopping.set()
        if self._beating.ident:
            self._beating.join()
            try:
                with self.engine.begin() as db:
                    db.execute(delete(processes).where(processes.c.process_id == self.process_id))
            except OnRecordError as e:  # others find out by the time
                log.warning("the end of this process could not be noted: %s", e)
        self.engine.dispose()

    def answers(self) -> bool:
        """Whether the database answers now."""
        try:
            with self.engine.connect() as db:
                return bool(db.execute(select(1)).scalar_one())
        except OnRecordError:
            return False

    def is_alive(self, process_id: ColumnElement[Any]) -> ColumnElement[bool]:
        """SQL: whether the process is alive. A sign of life in the future was given before the clock was set back; a living process gives a new one."""
        is_recent = processes.c.seen_at.between(ago(ALIVE_SECONDS), ago(-ALIVE_SECONDS))
        return process_id.in_(select(processes.c.process_id).where(is_recent))

    def _beat_on(self) -> None:
        while not self._stopping.wait(BEAT_SECONDS):
            try:
                self._beat()
            except Exception as e:  # for example a restart of the database; the next one may succeed
                log.warning("a sign of life could not be given: %s", e)

    def _beat(self) -> None:
        from sqlalchemy.dialects.postgresql import insert  # here, because a command without PostgreSQL must start quickly

        row = insert(processes).values(process_id=self.process_id, seen_at=func.clock_timestamp())
        with self.engine.begin() as db:
            db.execute(delete(processes).where(processes.c.seen_at < ago(10 * ALIVE_SECONDS)))
            db.execute(row.on_conflict_do_update(index_elements=[processes.c.process_id], set_={"seen_at": func.clock_timestamp()}))


def ago(seconds: float) -> ColumnElement[Any]:
    """SQL: the time so long ago, by the clock of the database."""
    return func.clock_timestamp() - timedelta(seconds=seconds)


def open_shared(settings: Settings) -> SharedDatabase | None:
    """What processes share if the archive is in PostgreSQL; None if it is a file."""
    database = settings.database_of(DEFAULT_COLLECTION)
    return SharedDatabase(database) if database else None
