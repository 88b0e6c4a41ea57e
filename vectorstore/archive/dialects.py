"""The dialect of an open connection."""

from sqlalchemy import Connection

from onrecord.vectorstore.archive.dialect import Dialect
from onrecord.vectorstore.archive.postgres import Postgres
from onrecord.vectorstore.archive.sqlite import Sqlite

DIALECTS: dict[str, Dialect] = {"sqlite": Sqlite(), "postgresql": Postgres()}


def dialect_of(db: Connection) -> Dialect:
    return DIALECTS[db.dialect.name]
