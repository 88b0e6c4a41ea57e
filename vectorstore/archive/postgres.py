"""The archive in PostgreSQL: how it is opened, its full-text index and the SQL that only PostgreSQL has.

Each collection has a schema of its own. The full-text index is a table with a `tsvector` of the words that SQLite's index would have. PostgreSQL
finds the passages that have a word; `bm25.py` gives them the scores that SQLite gives them.
"""

import sys
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from itertools import groupby
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Engine, Identity, MetaData, String, Table, Text, create_engine, event, text

from onrecord.vectorstore.archive.bm25 import fold_words, quote, read_query, tsvector
from onrecord.vectorstore.archive.dialect import SAME_VERSION, Indexed, Piece, Rows, as_phrase
from onrecord.vectorstore.archive.filters import DAY
from onrecord.vectorstore.archive.tables import metadata
from onrecord.vectorstore.archive.tokens import snippets, tokenize
from onrecord.vectorstore.database import Database
from onrecord.vectorstore.errors import BadInput, DiskFull, OnRecordError, Unavailable

CONNECT_SECONDS = 10  # to wait for the server
SCHEMA_LOCK, WRITE_LOCK, UPDATE_LOCK = 1_330_795_077, 1_330_795_078, 1_330_795_079  # first keys of the advisory locks; the second key is of the schema
THIS_SCHEMA = "hashtext(current_setting('search_path'))"
COUNT = "(SELECT count(*) FROM passages_fts WHERE words @@ CAST(asked.query AS tsquery))"
IN_ORDER = ("versions", "statements")  # tables of which the order of insertion is asked for: SQLite has it in `rowid`
FULL_TEXT = (
    'CREATE TABLE passages_fts (rowid integer PRIMARY KEY, title text NOT NULL, body text NOT NULL, folded text COLLATE "C" NOT NULL,'
    " size integer NOT NULL, words tsvector NOT NULL)",
    "CREATE INDEX passages_fts_words ON passages_fts USING gin (words)",
    "CREATE INDEX passages_fts_size ON passages_fts (rowid) INCLUDE (size)",  # the number of all words, without reading the passages
)


@cache
def postgres_tables() -> MetaData:
    """The tables as PostgreSQL gets them: text is compared by code points, as in SQLite, and some tables keep the order of insertion."""
    changed = MetaData()
    for table in metadata.sorted_tables:
        copy = table.to_metadata(changed)
        for column in copy.c:
            if isinstance(column.type, String):
                column.type = Text(collation="C")
        if table.name in IN_ORDER:
            copy.append_column(Column("rowid", BigInteger, Identity(), nullable=False))
    return changed


def postgres_engine(database: Database) -> Engine:
    """The engine of a collection's schema. Every error of the server becomes one of ours, without the password.

    Raises:
        Unavailable: the client library of PostgreSQL is not installed.
    """
    if find_spec("psycopg") is None:
        raise Unavailable("ONRECORD_ARCHIVE names a PostgreSQL database, which needs a further package: pip install 'onrecord[postgres]'")
    # An article that is reported as stored survives a power cut, also where the server's default is another.
    options = f"-c search_path={database.schema} -c synchronous_commit=on -c client_min_messages=warning"
    engine = create_engine(database.url, pool_pre_ping=True, connect_args={"options": options, "connect_timeout": CONNECT_SECONDS}, hide_parameters=True)
    # A failed ping of an old connection is no error: SQLAlchemy then opens a new one.
    event.listen(engine, "handle_error", lambda context: None if context.is_pre_ping else error_for(context.original_exception, database))
    return engine


def error_for(error: BaseException, database: Database) -> OnRecordError | None:
    """The error to raise for an error of the client library; None if it is a fault of this program."""
    import psycopg

    if isinstance(error, psycopg.DataError) and "NUL" in str(error):
        return BadInput("the text has a character that PostgreSQL cannot store")
    if isinstance(error, psycopg.errors.DiskFull):
        return DiskFull(f"the disk of {database} is full; free some space there, then do the same again. What was stored before is still there")
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError | psycopg.errors.InsufficientPrivilege | psycopg.errors.InvalidCatalogName):
        return Unavailable(f"the archive in {database} cannot be used: {database.without_password(str(error))}")
    return None


class Postgres:
    ordered_join = "JOIN"
    language = "(v.details ->> 'language')"
    matches = "f.words @@ CAST(:{} AS tsquery)"
    in_list = "IN (SELECT json_array_elements_text(CAST(:{} AS json)))"

    def create_newest(self, db: Connection) -> bool:
        postgres_tables().create_all(db)
        for statement in (*FULL_TEXT, "CREATE TABLE schema_number (number integer NOT NULL)", "INSERT INTO schema_number VALUES (0)"):
            db.execute(text(statement))
        return True

    def lock_schema(self, db: Connection) -> None:
        db.execute(text(f"SELECT pg_advisory_xact_lock({SCHEMA_LOCK}, {THIS_SCHEMA})"))
        prepare_schema(db)

    def schema_number(self, db: Connection) -> int:
        if db.execute(text("SELECT to_regclass('schema_number')")).scalar_one() is None:
            return 0
        return int(db.execute(text("SELECT number FROM schema_number")).scalar_one())

    def set_schema_number(self, db: Connection, number: int) -> None:
        db.execute(text("UPDATE schema_number SET number = :number"), {"number": number})

    def lock_writes(self, db: Connection, reads_first: bool) -> None:
        """One process writes at a time, as in SQLite: so no two of them store the same version."""
        db.execute(text(f"SELECT pg_advisory_xact_lock({WRITE_LOCK}, {THIS_SCHEMA})"))

    def try_update_lock(self, db: Connection) -> bool:
        return bool(db.execute(text(f"SELECT pg_try_advisory_lock({UPDATE_LOCK}, {THIS_SCHEMA})")).scalar_one())

    def replace(self, db: Connection, table: Table, rows: Rows) -> None:
        from sqlalchemy.dialects.postgresql import insert  # here, because a command without PostgreSQL must start quickly

        own = postgres_tables().tables[table.name]
        query = insert(own)
        changed = {c.name: text("DEFAULT") if c.identity else query.excluded[c.name] for c in own.c if not c.primary_key}
        db.execute(query.on_conflict_do_update(index_elements=list(own.primary_key), set_=changed), list(rows))

    def index_passages(self, db: Connection, found: Sequence[Indexed]) -> None:
        read = [(p, tokenize(p.title, p.body)) for p in found]
        rows = [p._asdict() | {"folded": fold_words(*words), "size": sum(map(len, words)), "words": tsvector(*words)} for p, words in read]
        db.execute(text("INSERT INTO passages_fts VALUES (:row, :title, :body, :folded, :size, CAST(:words AS tsvector))"), rows)
        if terms := sorted({w for _, words in read for column in words for w in column}):
            add = text("INSERT INTO words (first, length, word) VALUES (:first, :length, :word) ON CONFLICT DO NOTHING")
            db.execute(add, [{"first": w[:1], "length": len(w), "word": w} for w in terms])

    def text_query(self, fts_query: str) -> str:
        return read_query(fts_query).tsquery()

    def match(self, db: Connection, fts_query: str, limit: int, until: str | None) -> list[tuple[str, float]]:
        condition = f"(v.published_at IS NULL OR {DAY} <= :until)" if until else "TRUE"
        return [(row.passage_id, score) for row, score in self._ranked(db, fts_query, condition, {"until": until})[:limit]]

    def match_within(self, db: Connection, fts_query: str, limit: int, where: str, values: Mapping[str, Any]) -> list[tuple[str, float]]:
        found = ((row.passage_id, score) for row, score in self._ranked(db, fts_query, where, values))
        return sorted(found, key=lambda x: (-x[1], x[0]))[:limit]

    def count_with(self, db: Connection, words: Sequence[str]) -> dict[str, int]:
        queries = [read_query(as_phrase(w)).tsquery() for w in words]
        return dict(zip(words, _counts(db, queries), strict=True))

    def indexed_words(self, db: Connection, first: str, shortest: int, longest: int) -> str:
        query = text("SELECT string_agg(word, ' ' ORDER BY length, word) FROM words WHERE first = :first AND length BETWEEN :shortest AND :longest")
        return db.execute(query, {"first": first, "shortest": shortest, "longest": longest}).scalar_one() or ""

    def count_indexed(self, db: Connection, words: Sequence[str]) -> dict[str, int]:
        return dict(zip(words, _counts(db, [quote(w) for w in words]), strict=True))

    def pieces(self, db: Connection, fts_query: str, ids: str, words: int) -> list[Piece]:
        ranked = self._ranked(db, fts_query, f"p.article_id {self.in_list.format('ids')}", {"ids": ids})
        best: dict[str, Any] = {}
        for row, _ in ranked:
            best.setdefault(row.article_id, row)
        cut = snippets(fts_query, ((row.rowid, row.title, row.body) for row in best.values()), words)
        return [Piece(row.article_id, row.version, row.start, row.end, cut[row.rowid]) for row in best.values() if row.rowid in cut]

    def _ranked(self, db: Connection, fts_query: str, where: str, values: Mapping[str, Any]) -> list[tuple[Any, float]]:
        """Rows of the passages that match, and their scores, best first; of the same score, the one that was stored first."""
        asked = read_query(fts_query)
        if not asked.phrases:
            return []
        query = text(
            'SELECT f.rowid, f.title, f.body, f.folded, f.size, p.passage_id, p.article_id, p.version, p.start, p."end"'
            f" FROM passages_fts f JOIN passages p ON p.row = f.rowid JOIN versions v {SAME_VERSION}"
            f" WHERE f.words @@ CAST(:asked AS tsquery) AND {where} ORDER BY f.rowid"
        )
        rows = db.execute(query, {**values, "asked": asked.tsquery()}).all()
        total, size = db.execute(text("SELECT count(*), coalesce(sum(size), 0) FROM passages_fts")).one()
        scores = asked.scores([(row.folded, row.size) for row in rows], _counts(db, asked.tsqueries()), total, int(size))
        return sorted(zip(rows, scores, strict=True), key=lambda found: -found[1])


def _counts(db: Connection, queries: Sequence[str]) -> list[int]:
    """For each query the number of passages that it finds."""
    asked = text(f"SELECT {COUNT} FROM unnest(CAST(:queries AS text[])) WITH ORDINALITY AS asked(query, n) ORDER BY n")
    return list(db.execute(asked, {"queries": list(queries)}).scalars())


def prepare_schema(db: Connection) -> None:
    """Create the schema of the connection, if it does not exist, and the functions that queries use. Call this under a lock."""
    schema = db.execute(text("SELECT current_setting('search_path')")).scalar_one()
    if db.execute(text("SHOW server_encoding")).scalar_one() != "UTF8":
        raise Unavailable("the archive's database must have the encoding UTF8: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0")
    if db.execute(text("SELECT 1 FROM pg_namespace WHERE nspname = :name"), {"name": schema}).first() is None:
        db.execute(text(f"CREATE SCHEMA {schema}"))
    if db.execute(text("SELECT to_regprocedure('fold(text)')")).scalar_one() is None:
        db.exec_driver_sql(fold_function(has_icu=db.execute(text("SELECT 1 FROM pg_collation WHERE collname = 'und-x-icu'")).first() is not None))


def fold_function(has_icu: bool) -> str:
    """SQL for `fold` of speaker_names.py: lower case, without accents and punctuation."""
    by_letters = 'COLLATE "und-x-icu"' if has_icu else ""
    marks = "".join(f"\\U{first:08X}-\\U{last:08X}" for first, last in combining_ranges())
    plain = f"lower(regexp_replace(normalize(coalesce($1, ''), NFKD), '[{marks}]', '', 'g') {by_letters})"
    words = f"btrim(regexp_replace({plain} {by_letters}, '\\W+', ' ', 'g'))"
    return f"CREATE FUNCTION fold(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $fold$ SELECT {words} COLLATE \"C\" $fold$".replace("%", "%%")


@cache
def combining_ranges() -> list[tuple[int, int]]:
    """First and last code points of the ranges of accents and other combining characters."""
    combining = [c for c in range(sys.maxunicode + 1) if unicodedata.combining(chr(c))]
    runs = ([c for _, c in run] for _, run in groupby(enumerate(combining), key=lambda item: item[1] - item[0]))
    return [(run[0], run[-1]) for run in runs]
