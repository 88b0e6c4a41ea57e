"""A PostgreSQL database that has the archives in place of SQLite files."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.vectorstore.errors import BadInput

if TYPE_CHECKING:
    from sqlalchemy import URL

DRIVER = "postgresql+psycopg"
SCHEMES = ("postgresql", "postgres", DRIVER)
FORM = "postgresql+psycopg://USER:PASSWORD@HOST/DATABASE"
HOST = re.compile(r"[\w.:%-]*")
SCHEMA = "onrecord"


@dataclass(frozen=True)
class Database:
    """The place of one collection's archive: a database, and the schema of the collection in it."""

    url: "URL"
    schema: str

    def __str__(self) -> str:
        """For messages: without user and password."""
        return f"PostgreSQL at {self.url.host or 'this machine'}, database {self.url.database or 'of the user'}"

    def without_password(self, message: str) -> str:
        """The first line of a message of the server, without the password."""
        line = next(iter(message.strip().splitlines()), "no reason is given")
        return line.replace(str(self.url.password), "***") if self.url.password else line


def read_database_url(value: str) -> "URL":
    """The URL of a database. Raises BadInput; the message has no part of the URL, because one part is a password."""
    from sqlalchemy import make_url  # here, because reading settings must be quick
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(value.strip())
    except (ArgumentError, ValueError):
        raise BadInput(f"give the database as {FORM}") from None
    if url.drivername not in SCHEMES:
        raise BadInput(f"only PostgreSQL can have the archive in place of a file; give it as {FORM}")
    if not HOST.fullmatch(url.host or "") or "@" in (url.database or ""):  # a part of the password, which a message would show
        raise BadInput(f"the database must be given as {FORM}; in a user or password, write / as %2F, @ as %40 and : as %3A")
    return url.set(drivername=DRIVER)


def collection_database(url: "URL", collection: str, default: str) -> Database:
    """The place of a collection's archive. The default collection has the schema `onrecord`, the others `onrecord_NAME`."""
    return Database(url, SCHEMA if collection == default else f"{SCHEMA}_{collection.replace('-', '_')}")
