"""The archive in a SQLite file: how it is opened, its full-text index (FTS5) and the SQL that only SQLite has."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, StaticPool, Table, create_engine, event, func, insert, select, text

from onrecord.vectorstore.archive.dialect import SAME_VERSION, Indexed, Piece, Rows, as_phrase, snippet
from onrecord.vectorstore.archive.filters import DAY
from onrecord.vectorstore.archive.indexed_words import add_words, open_vocabulary
from onrecord.vectorstore.archive.speaker_names import fold
from onrecord.vectorstore.archive.tables import passages

MAPPED_BYTES = 2**32  # bytes of the file that SQLite maps into memory, and so reads without a copy
LOCK_SECONDS = 30  # seconds to wait while another process writes
MAX_COUNTED = 20_000  # passages that are counted for a word; the number for a more common word is estimated from the rows of the counted ones


def sqlite_engine(path: Path, in_memory: bool) -> Engine:
    """The engine of an archive file, or of an empty archive in memory. The folder of the file is created."""
    if in_memory:
        engine = create_engine(URL.create("sqlite"), poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": LOCK_SECONDS})
    event.listen(engine, "connect", configure)
    return engine


def configure(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")  # an article that is reported as stored survives a power cut
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA mmap_size = {MAPPED_BYTES}")  # queries read passages from all over the file; the mapping makes that three times as fast
    cursor.close()
    connection.create_function("fold", 1, lambda name: fold(name or ""), deterministic=True)


class Sqlite:
    ordered_join = "CROSS JOIN"
    language = "json_extract(v.details, '$.language')"
    matches = "passages_fts MATCH :{}"
    in_list = "IN (SELECT value FROM json_each(:{}))"

    def create_newest(self, db: Connection) -> bool:
        return False

    def lock_schema(self, db: Connection) -> None:
        pass

    def schema_number(self, db: Connection) -> int:
        return int(db.execute(text("PRAGMA user_version")).scalar_one())

    def set_schema_number(self, db: Connection, number: int) -> None:
        db.execute(text(f"PRAGMA user_version = {number}"))

    def lock_writes(self, db: Connection, reads_first: bool) -> None:
        if reads_first:  # otherwise the first write takes the lock
            db.exec_driver_sql("BEGIN IMMEDIATE")

    def try_update_lock(self, db: Connection) -> bool:
        return True  # the lock of the home is enough

    def replace(self, db: Connection, table: Table, rows: Rows) -> None:
        db.execute(insert(table).prefix_with("OR REPLACE"), list(rows))

    def index_passages(self, db: Connection, found: Sequence[Indexed]) -> None:
        rows = [p._asdict() for p in found]
        db.execute(text("INSERT INTO passages_fts (rowid, title, body) VALUES (:row, :title, :body)"), rows)
        add_words(db, rows)

    def text_query(self, fts_query: str) -> str:
        return fts_query

    def match(self, db: Connection, fts_query: str, limit: int, until: str | None) -> list[tuple[str, float]]:
        # With CROSS JOINs, SQLite keeps the order of the full-text index. So it looks up days only until the limit is reached.
        query = text(
            "SELECT p.passage_id, -f.rank FROM passages_fts f CROSS JOIN passages p ON p.row = f.rowid CROSS JOIN versions v"
            f" {SAME_VERSION} WHERE passages_fts MATCH :query AND (:until IS NULL OR v.published_at IS NULL OR {DAY} <= :until)"
            " ORDER BY f.rank LIMIT :limit"
        )
        return [(i, score) for i, score in db.execute(query, {"query": fts_query, "until": until, "limit": limit})]

    def match_within(self, db: Connection, fts_query: str, limit: int, where: str, values: Mapping[str, Any]) -> list[tuple[str, float]]:
        query = text(
            f"SELECT p.passage_id, -passages_fts.rank FROM passages_fts JOIN passages p ON p.row = passages_fts.rowid JOIN versions v {SAME_VERSION}"
            f" WHERE passages_fts MATCH :query AND {where} ORDER BY passages_fts.rank, p.passage_id LIMIT :limit"
        )
        return [(i, score) for i, score in db.execute(query, {"query": fts_query, "limit": limit, **values})]

    def count_with(self, db: Connection, words: Sequence[str]) -> dict[str, int]:
        query = text("SELECT count(*), max(rowid) FROM (SELECT rowid FROM passages_fts WHERE passages_fts MATCH :word LIMIT :counted)")
        found: dict[str, int] = {}
        for w in words:
            counted, row = db.execute(query, {"word": as_phrase(w), "counted": MAX_COUNTED}).one()
            if counted == MAX_COUNTED:
                counted = counted * db.execute(select(func.max(passages.c.row))).scalar_one() // row
            found[w] = counted
        return found

    def indexed_words(self, db: Connection, first: str, shortest: int, longest: int) -> str:
        # One long string, because thousands of rows take ten times as long.
        query = text("SELECT group_concat(word, ' ') FROM words WHERE first = :first AND length BETWEEN :shortest AND :longest")
        return db.execute(query, {"first": first, "shortest": shortest, "longest": longest}).scalar_one() or ""

    def count_indexed(self, db: Connection, words: Sequence[str]) -> dict[str, int]:
        query = text("SELECT doc FROM temp.vocabulary WHERE term = :word")
        open_vocabulary(db)
        return {w: db.execute(query, {"word": w}).scalar_one_or_none() or 0 for w in words}

    def pieces(self, db: Connection, fts_query: str, ids: str, words: int) -> list[Piece]:
        query = text(
            f"SELECT p.article_id, p.version, p.start, p.\"end\", {snippet('passages_fts', words)} AS piece"
            " FROM passages_fts JOIN passages p ON p.row = passages_fts.rowid"
            f" WHERE passages_fts MATCH :query AND p.article_id {self.in_list.format('ids')} ORDER BY passages_fts.rank, p.row"
        )
        return [Piece(*row) for row in db.execute(query, {"query": fts_query, "ids": ids})]
