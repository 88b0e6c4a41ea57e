"""The words of the full-text index, by first letter and length: where the correction of a misspelt word looks.

The full-text index lists its words too, but to read the list it reads all places of each word. A word stays here when the last passage that
had it is gone; `passages_with` then says 0.
"""

from sqlalchemy import Connection, text

from onrecord.vectorstore.archive.dialect import Rows

TOKENIZER = "tokenize='porter unicode61 remove_diacritics 2'"
# `fresh` is an index of the added passages. It has the same tokenizer, so it has the same words. Its list is short.
FRESH = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.fresh USING fts5(title, body, content='', {TOKENIZER})",
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.fresh_words USING fts5vocab(temp, fresh, row)",
)
ADD = "INSERT OR IGNORE INTO main.words (first, length, word) SELECT substr(term, 1, 1), length(term), term FROM "


def add_words(db: Connection, rows: Rows) -> None:
    """Add the words of passages. Args: rows: `row`, `title` and `body` of each, as in the full-text index."""
    for statement in FRESH:
        db.execute(text(statement))
    db.execute(text("INSERT INTO temp.fresh (rowid, title, body) VALUES (:row, :title, :body)"), rows)
    db.execute(text(ADD + "temp.fresh_words"))
    db.execute(text("INSERT INTO temp.fresh (fresh) VALUES ('delete-all')"))


def add_all_words(db: Connection) -> None:
    """Add the words of all passages in the full-text index. For 50,000 passages this takes seconds."""
    open_vocabulary(db)
    db.execute(text(ADD + "temp.vocabulary"))


def open_vocabulary(db: Connection) -> None:
    db.execute(text("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, passages_fts, row)"))
