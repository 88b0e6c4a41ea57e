"""What differs between SQLite and PostgreSQL. All other files of this room use SQL that both understand, and ask a `Dialect` for the rest."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Connection, Table

SAME_VERSION = "ON v.article_id = p.article_id AND v.version = p.version"

Rows = Sequence[Mapping[str, Any]]


class Piece(NamedTuple):
    """A passage that has some of the words looked for. `piece` is a part of its text; the words found are between the characters 2 and 3."""

    article_id: str
    version: int
    start: int
    end: int
    piece: str


class Indexed(NamedTuple):
    """A passage for the full-text index. `row` is its row in `passages`."""

    row: int
    title: str
    body: str


def as_phrase(word: str) -> str:
    """A full-text query for a word."""
    return '"' + word.replace('"', "") + '"'


def snippet(table: str, words: int) -> str:
    """SQL of FTS5 for the piece of a `Piece`, cut from the second column of a table."""
    return f"snippet({table}, 1, char(2), char(3), '…', {words})"


class Dialect(Protocol):
    """The SQL of one database. A full-text query is written as for FTS5: phrases in quotation marks joined by OR, `"begin" *`, `body : (…)`."""

    ordered_join: str  # a join that reads the tables in the order in which they are written, where the database has one
    language: str  # the language of a version `v`
    matches: str  # condition on rows `f` of the full-text index; {} is the name of the parameter, whose value `text_query` gives
    in_list: str  # "IN …" for a parameter that is a JSON list of strings; {} is its name

    def create_newest(self, db: Connection) -> bool:
        """Create an empty archive in the newest schema at once. False if the numbered migrations create it step by step."""

    def lock_schema(self, db: Connection) -> None:
        """Let no other process change the schema until the transaction ends."""

    def schema_number(self, db: Connection) -> int:
        """The number of the last migration that the archive has had; 0 for an empty database."""

    def set_schema_number(self, db: Connection, number: int) -> None: ...

    def lock_writes(self, db: Connection, reads_first: bool) -> None:
        """Let no other process write until the transaction ends. `reads_first`: also before the first write."""

    def try_update_lock(self, db: Connection) -> bool:
        """Whether this connection is, until it is closed, the only one that may update what is derived from the archive."""

    def replace(self, db: Connection, table: Table, rows: Rows) -> None:
        """Insert rows in place of those with the same key."""

    def index_passages(self, db: Connection, found: Sequence[Indexed]) -> None:
        """Add passages to the full-text index."""

    def text_query(self, fts_query: str) -> str:
        """The value of the parameter of `matches`."""

    def match(self, db: Connection, fts_query: str, limit: int, until: str | None) -> list[tuple[str, float]]:
        """Ids and BM25 scores of the passages that match, best first, at most `limit`. `until` is the last day allowed; undated passages pass."""

    def match_within(self, db: Connection, fts_query: str, limit: int, where: str, values: Mapping[str, Any]) -> list[tuple[str, float]]:
        """As `match`, for passages with a condition over the aliases `p` (passages) and `v` (versions)."""

    def count_with(self, db: Connection, words: Sequence[str]) -> dict[str, int]:
        """The number of passages that have a word in any of its forms."""

    def indexed_words(self, db: Connection, first: str, shortest: int, longest: int) -> str:
        """The indexed words with this first letter and a number of letters between these two, joined by spaces."""

    def count_indexed(self, db: Connection, words: Sequence[str]) -> dict[str, int]:
        """The number of passages that have each indexed word."""

    def pieces(self, db: Connection, fts_query: str, ids: str, words: int) -> list[Piece]:
        """Passages of these articles (a JSON list) that match, best first, each with a piece of so many words."""
