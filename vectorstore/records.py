"""Small records, such as which build of the index is the current one: a JSON file in the home, or a row in PostgreSQL where several processes need it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import JSON, Column, Engine, MetaData, String, Table, delete, inspect, select

from onrecord.vectorstore.archive import dialect_of
from onrecord.vectorstore.atomic import write_json

metadata = MetaData()
records = Table("records", metadata, Column("name", String, primary_key=True), Column("value", JSON, nullable=False))


class Record(Protocol):
    def read(self) -> dict[str, Any] | None:
        """None if there is no record that can be read."""

    def write(self, value: Mapping[str, Any]) -> None: ...

    def remove(self) -> None: ...


class FileRecord:
    """A record in a file. The first one creates its folder."""

    def __init__(self, path: Path, durable: bool = False) -> None:
        self._path, self._durable = path, durable

    def read(self) -> dict[str, Any] | None:
        try:
            return dict(json.loads(self._path.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def write(self, value: Mapping[str, Any]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_json(self._path, dict(value), durable=self._durable)

    def remove(self) -> None:
        self._path.unlink(missing_ok=True)


class DatabaseRecord:
    """A record in the schema of a collection. The first one creates the table, so that reading changes nothing."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine, self._name = engine, name
        self._has_table = False

    def read(self) -> dict[str, Any] | None:
        with self._engine.connect() as db:
            self._has_table = self._has_table or inspect(db).has_table(records.name)
            return db.execute(select(records.c.value).where(records.c.name == self._name)).scalar_one_or_none() if self._has_table else None

    def write(self, value: Mapping[str, Any]) -> None:
        from sqlalchemy.dialects.postgresql import insert  # here, because a command without PostgreSQL must start quickly

        row = insert(records).values(name=self._name, value=dict(value))
        with self._engine.begin() as db:
            if not self._has_table:
                dialect_of(db).lock_schema(db)
                metadata.create_all(db)
            db.execute(row.on_conflict_do_update(index_elements=[records.c.name], set_={"value": row.excluded["value"]}))
        self._has_table = True

    def remove(self) -> None:
        if self.read() is not None:
            with self._engine.begin() as db:
                db.execute(delete(records).where(records.c.name == self._name))
