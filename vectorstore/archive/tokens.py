"""The words of a text as SQLite's full-text index has them, for a database that is not SQLite.

SQLite itself makes them, in a small index in memory. So both databases have the same words, and the same pieces of passages.
"""

import sqlite3
import threading
from collections.abc import Iterable
from functools import lru_cache

from onrecord.vectorstore.archive.dialect import snippet
from onrecord.vectorstore.archive.indexed_words import TOKENIZER

MAX_LETTERS = 255  # of a word; PostgreSQL's words have at most 2046 bytes
COLUMNS = ("title", "body")

_thread = threading.local()


def tokenize(*columns: str) -> list[list[str]]:
    """The words of a headline, or of a headline and a passage, in their order."""
    db = _index()
    found: list[list[str]] = [[] for _ in columns]
    names = COLUMNS[: len(columns)]
    db.execute(f"INSERT INTO texts (rowid, {', '.join(names)}) VALUES (1{', ?' * len(columns)})", columns)
    for column, term in db.execute("SELECT col, term FROM words ORDER BY col, offset"):
        found[names.index(column)].append(term[:MAX_LETTERS])
    db.execute("INSERT INTO texts (texts) VALUES ('delete-all')")
    return found


@lru_cache(4096)
def tokens_of(phrase: str) -> tuple[str, ...]:
    return tuple(tokenize(phrase)[0])


def snippets(fts_query: str, texts: Iterable[tuple[int, str, str]], words: int) -> dict[int, str]:
    """For each text (its number, headline and passage) a piece of the passage that has the words of an FTS5 query, as SQLite cuts it."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    try:
        db.execute(f"CREATE VIRTUAL TABLE found USING fts5(title, body, {TOKENIZER})")
        db.executemany("INSERT INTO found (rowid, title, body) VALUES (?, ?, ?)", texts)
        return dict(db.execute(f"SELECT rowid, {snippet('found', words)} FROM found WHERE found MATCH ?", [fts_query]))
    finally:
        db.close()


def _index() -> sqlite3.Connection:
    """An index in memory for this thread."""
    if not hasattr(_thread, "db"):
        _thread.db = sqlite3.connect(":memory:", isolation_level=None)
        _thread.db.execute(f"CREATE VIRTUAL TABLE texts USING fts5(title, body, content='', {TOKENIZER})")
        _thread.db.execute("CREATE VIRTUAL TABLE words USING fts5vocab(texts, instance)")
    return _thread.db  # type: ignore[no-any-return]
