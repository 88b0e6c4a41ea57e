"""Records in a file and in PostgreSQL."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect

from onrecord.vectorstore.archive import postgres_engine
from onrecord.vectorstore.archive.archive import Archive
from onrecord.vectorstore.database import Database
from onrecord.vectorstore.records import DatabaseRecord, FileRecord, Record


def test_a_record_is_what_was_written_last(tmp_path: Path, place: Database | None) -> None:
    engine: Engine | None = None
    if place:
        Archive(tmp_path, database=place).close()  # makes the schema
        engine = postgres_engine(place)

    def open_record(name: str) -> Record:
        return DatabaseRecord(engine, name) if engine is not None else FileRecord(tmp_path / "folder" / f"{name}.json")

    record, other, again = open_record("a"), open_record("b"), open_record("a")
    assert record.read() is None and again.read() is None
    record.remove()
    record.write({"n": 1})
    other.write({"n": 2})
    assert again.read() == {"n": 1}
    again.write({"m": [1, "ø"]})
    assert (record.read(), other.read()) == ({"m": [1, "ø"]}, {"n": 2})
    record.remove()
    assert again.read() is None and other.read() == {"n": 2}
    if engine is not None:
        engine.dispose()


@pytest.mark.slow
def test_reading_makes_no_table(tmp_path: Path, database: Database) -> None:
    Archive(tmp_path, database=database).close()
    engine = postgres_engine(database)
    assert DatabaseRecord(engine, "a").read() is None and not inspect(engine).has_table("records")
    engine.dispose()


@pytest.mark.parametrize("content", ["", "[1]", "{", "3"])
def test_a_file_that_is_no_record_counts_as_none(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.json").write_text(content)
    assert FileRecord(tmp_path / "a.json").read() is None
