"""Keys and limits that all processes on one PostgreSQL database share: each accepts every key, and their requests are counted together."""

import logging
import math
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import JSON, Column, Connection, DateTime, Index, MetaData, Row, String, Table, delete, func, insert, or_, select, update

from onrecord.assistant.api.access.keys import Key, Keys, KeyStore, make_key, name_in_use, no_key
from onrecord.assistant.api.access.limits import Limits, parse_rate, too_many_at_once, too_often
from onrecord.assistant.tokens import hash_token
from onrecord.vectorstore.clock import now
from onrecord.vectorstore.errors import OnRecordError
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.shared import SharedDatabase, open_shared

ADDING_LOCK, COUNTING_LOCK = 1_330_795_080, 1_330_795_081  # first keys of the advisory locks

log = logging.getLogger(__name__)
metadata = MetaData()

keys = Table(
    "keys",
    metadata,
    Column("sha256", String, primary_key=True),
    Column("name", String, nullable=False, index=True),  # homes whose keys were taken over may have used one name twice
    Column("scopes", JSON, nullable=False),
    Column("collection", String, nullable=False),
    Column("created_at", String, nullable=False),
    Column("removed_at", String),  # the row stays, so that a home's file does not bring the key back
)

requests = Table(
    "requests",
    metadata,
    Column("request_id", String, primary_key=True),
    Column("name", String, nullable=False),  # of the key
    Column("at", DateTime(timezone=True), nullable=False),
    Column("process_id", String),  # that works on it; NULL once it has ended
    Index("requests_of_a_key", "name", "at"),
)


class SharedKeys:
    """The keys in PostgreSQL, as a `KeyStore`. Args: file: keys of a home, which are taken over; the file itself stays as it is."""

    def __init__(self, shared: SharedDatabase, file: Keys) -> None:
        self._engine = shared.engine
        shared.create(metadata)
        if found := file.all():
            self._take_over(found)

    def _take_over(self, found: list[Key]) -> None:
        from sqlalchemy.dialects.postgresql import insert  # here, because a command without PostgreSQL must start quickly

        with self._engine.begin() as db:
            db.execute(insert(keys).on_conflict_do_nothing(), [row_of(key) for key in found])

    def add(self, name: str, scopes: tuple[str, ...], collection: str) -> str:
        key, token = make_key(name, scopes, collection)
        with self._engine.begin() as db:
            db.execute(select(func.pg_advisory_xact_lock(ADDING_LOCK)))
            if db.execute(select(keys.c.sha256).where(keys.c.name == name, keys.c.removed_at.is_(None))).first():
                raise name_in_use(name)
            db.execute(insert(keys).values(row_of(key)))
        return token

    def remove(self, name: str) -> None:
        with self._engine.begin() as db:
            if not db.execute(update(keys).where(keys.c.name == name, keys.c.removed_at.is_(None)).values(removed_at=now())).rowcount:
                raise no_key(name)

    def all(self) -> list[Key]:
        with self._engine.connect() as db:
            return [read_key(row) for row in db.execute(select(keys).where(keys.c.removed_at.is_(None)).order_by(keys.c.created_at, keys.c.name))]

    def find(self, token: str) -> Key | None:
        with self._engine.connect() as db:
            row = db.execute(select(keys).where(keys.c.sha256 == hash_token(token), keys.c.removed_at.is_(None))).one_or_none()
        return read_key(row) if row else None


def row_of(key: Key) -> dict[str, Any]:
    return {"sha256": key.sha256, "name": key.name, "scopes": list(key.scopes), "collection": key.collection, "created_at": key.created_at}


def read_key(row: Row[Any]) -> Key:
    return Key(row.name, tuple(row.scopes), row.collection, row.created_at, row.sha256)


class SharedLimits:
    """As `Limits`, for the requests to all processes together. Those of a process that died count as ended."""

    def __init__(self, shared: SharedDatabase, rate: str, concurrent: int) -> None:
        self._shared, self._rate, self._concurrent = shared, parse_rate(rate), concurrent
        self._ended: set[str] = set()  # requests whose end is not in the database yet
        shared.create(metadata)

    @contextmanager
    def admit(self, name: str) -> Iterator[None]:
        """Count a request while the block runs. Raises Busy with the seconds after which to retry."""
        with self._shared.engine.begin() as db:
            request_id = self._count(db, name)
        try:
            yield
        finally:
            self._ended.add(request_id)
            self._note_ends()

    def _note_ends(self) -> None:
        ended = self._ended.copy()
        try:
            with self._shared.engine.begin() as db:
                db.execute(update(requests).where(requests.c.request_id.in_(ended)).values(process_id=None))
            self._ended -= ended
        except OnRecordError as e:  # the end of the next request notes it; this one has its response already
            log.warning("the end of a request could not be noted: %s", e)

    def _count(self, db: Connection, name: str) -> str:
        db.execute(select(func.pg_advisory_xact_lock(COUNTING_LOCK, func.hashtext(name))))  # requests with one key are counted one after the other
        at: Any = db.execute(select(func.clock_timestamp())).scalar_one()
        since = at - timedelta(seconds=self._rate.get_expiry())
        is_counted = (requests.c.at > since) & (requests.c.at <= at)  # a later one was made before the clock was set back, and would count for too long
        own, is_running = requests.c.name == name, self._shared.is_alive(requests.c.process_id)
        db.execute(delete(requests).where(own, ~is_counted, or_(requests.c.process_id.is_(None), ~is_running)))
        if db.execute(select(func.count()).select_from(requests).where(own, is_running)).scalar_one() >= self._concurrent:
            raise too_many_at_once(self._concurrent)
        last = select(requests.c.at).where(own, is_counted).order_by(requests.c.at.desc()).offset(self._rate.amount - 1).limit(1)
        if (first := db.execute(last).scalar_one_or_none()) is not None:
            raise too_often(self._rate, math.ceil((first - since).total_seconds()))
        request_id = uuid.uuid4().hex
        db.execute(insert(requests).values(request_id=request_id, name=name, at=at, process_id=self._shared.process_id))
        return request_id


def open_keys(settings: Settings, shared: SharedDatabase | None) -> KeyStore:
    """The keys of the home, or of the database if there is one."""
    return SharedKeys(shared, Keys(settings.home)) if shared else Keys(settings.home)


@contextmanager
def opened_keys(settings: Settings) -> Iterator[KeyStore]:
    """The keys alone, without a server."""
    shared = open_shared(settings)
    try:
        yield open_keys(settings, shared)
    finally:
        if shared:
            shared.close()


def open_limits(settings: Settings, shared: SharedDatabase | None) -> Limits | SharedLimits:
    return SharedLimits(shared, settings.rate, settings.concurrent) if shared else Limits(settings.rate, settings.concurrent)
