"""Lists of the archive's articles, outlets and months for people. Only the latest versions are listed."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlalchemy import text

from onrecord.vectorstore.archive.archive import Archive
from onrecord.vectorstore.archive.dialect import Dialect, Piece
from onrecord.vectorstore.archive.dialects import dialect_of
from onrecord.vectorstore.archive.filters import first_and_last_day
from onrecord.vectorstore.archive.speaker_names import SPOKEN, speaker_values
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.words import WORD

LATEST = (
    "FROM articles a JOIN versions v ON v.article_id = a.article_id AND v.version = a.latest"
    " LEFT JOIN retractions r ON r.article_id = a.article_id AND r.undone_at IS NULL"
)
DAY = "coalesce(substr(v.published_at, 1, 10), '')"  # "" for an undated article
CONTAINS = "a.article_id IN (SELECT p.article_id FROM passages_fts f JOIN passages p ON p.row = f.rowid WHERE {})"
QUOTES = f"a.article_id IN (SELECT s.article_id FROM ({SPOKEN}) s JOIN articles l ON l.article_id = s.article_id AND l.latest = s.version)"
OPENS, CLOSES = "\x02", "\x03"  # around a word that was found, in a piece of a passage
PIECE_WORDS = 24
MAX_WORDS = 10  # words of `text` that are looked up
MIN_STEM, MAX_ENDING = 5, 4  # letters; a word that is being typed is also looked up without its last letters: "embankmen" has the stem "embank"

Missing = Literal["publisher", "date", "language", "authors"]
Sort = Literal["newest", "oldest", "added", "publisher", "title"]
ABSENT: dict[str, str] = {
    "publisher": "v.publisher IS NULL",
    "date": "v.published_at IS NULL",
    "language": "{language} IS NULL",
    "authors": "json_array_length(v.authors) = 0",
}
ORDERS: dict[str, tuple[str, str]] = {  # key and direction; articles with the same key are sorted by id
    "newest": (DAY, "DESC"),  # undated articles come last
    "oldest": (f"CASE WHEN {DAY} = '' THEN '~' ELSE {DAY} END", "ASC"),  # here too
    "added": ("v.ingested_at", "DESC"),
    "publisher": ("CASE WHEN v.publisher IS NULL THEN '~' ELSE fold(v.publisher) END", "ASC"),
    "title": ("fold(v.title)", "ASC"),
}


@dataclass(frozen=True)
class Listed:
    article_id: str
    version: int
    title: str
    publisher: str | None
    published_at: str | None
    url: str | None
    language: str | None
    retracted: str | None  # the reason
    ingested_at: str  # ISO time at which this version was stored


@dataclass(frozen=True)
class ListFilters:
    """Which articles are listed.

    Args:
        publisher: outlet, in any case.
        since, until: first and last day (ISO). An undated article passes neither.
        language: code such as `en`.
        missing: facts of which the article lacks at least one.
        text: words that the headline and text contain, all of them and in any form. A retracted article is not found by words.
        typing: the last word of `text` may be incomplete.
        speaker: person or body that the article quotes.

    Raises:
        BadInput: a day is malformed, the first is after the last, a fact is unknown, or `text` has no word.
    """

    publisher: str | None = None
    since: str | None = None
    until: str | None = None
    language: str | None = None
    missing: tuple[str, ...] = ()  # names in `Missing`
    text: str | None = None
    typing: bool = False
    speaker: str | None = None

    def __post_init__(self) -> None:
        since, until = first_and_last_day(self.since, self.until)
        object.__setattr__(self, "since", since)
        object.__setattr__(self, "until", until)
        if unknown := set(self.missing) - set(get_args(Missing)):
            raise BadInput(f"missing is {', '.join(sorted(unknown))}; choose from {', '.join(get_args(Missing))}")
        if self.text is not None and not self.words:
            raise BadInput("the text to look for has no word in it")

    @property
    def words(self) -> list[str]:
        return WORD.findall(self.text or "")[:MAX_WORDS]

    def word_queries(self) -> list[str]:
        """An FTS5 query for each word."""
        queries = [f'"{word}"' for word in self.words]
        if self.typing and queries:
            queries[-1] = begun(self.words[-1])
        return queries

    def where(self, dialect: Dialect) -> str:
        """An SQL condition over the aliases of `LATEST`."""
        absent = " OR ".join(ABSENT[name].format(language=dialect.language) for name in self.missing)
        given = {
            "fold(v.publisher) = fold(:publisher)": self.publisher,
            f"{DAY} >= :since": self.since,
            f"{DAY} <> '' AND {DAY} <= :until": self.until,
            f"{dialect.language} = lower(:language)": self.language,
            f"({absent})": self.missing,
            QUOTES: self.speaker,
        }
        return " AND ".join(["1 = 1", *(c for c, value in given.items() if value), *(CONTAINS.format(dialect.matches.format(f"word{n}")) for n in range(len(self.words)))])

    def values(self, dialect: Dialect) -> dict[str, Any]:
        """The parameters of `where`."""
        plain = {"publisher": self.publisher, "since": self.since, "until": self.until, "language": self.language}
        words = {f"word{n}": dialect.text_query(query) for n, query in enumerate(self.word_queries())}
        return plain | words | (speaker_values(self.speaker) if self.speaker else {})


def begun(word: str) -> str:
    """An FTS5 query for words that begin with these letters. The index has stems, and the end of a long word may not be in its stem."""
    shorter = (word[:-n] for n in range(1, MAX_ENDING + 1) if len(word) - n >= MIN_STEM)
    return " OR ".join([f'"{word}" *', *(f'"{stem}"' for stem in shorter)])


ALL = ListFilters()


def list_articles(
    archive: Archive, limit: int = 50, after: str | None = None, filters: ListFilters = ALL, sort: str = "newest", skip: int = 0
) -> tuple[list[Listed], str | None]:
    """A page of articles, and the value of `after` for the next page. The value is None on the last page.

    Args:
        after: begin behind this article, the last one of the page before. The filters and the order must be the same.
        sort: a name in `Sort`.
        skip: begin behind so many articles.

    Raises:
        BadInput: `after` is not the `next` of an earlier page, or `sort` is unknown.
    """
    if sort not in ORDERS:
        raise BadInput(f"sort is {sort}; choose one of {', '.join(ORDERS)}")
    key, direction = ORDERS[sort]
    behind = f"({key}, a.article_id) {'<' if direction == 'DESC' else '>'} (:key, :after)" if after is not None else "1 = 1"
    with archive.engine.connect() as db:
        dialect = dialect_of(db)
        query = text(
            f"SELECT v.article_id, v.version, v.title, v.publisher, v.published_at, v.url, {dialect.language} AS language, r.reason AS retracted, v.ingested_at"
            f" {LATEST} WHERE {behind} AND {filters.where(dialect)} ORDER BY {key} {direction}, a.article_id {direction} LIMIT :limit OFFSET :skip"
        )
        at = db.execute(text(f"SELECT {key} {LATEST} WHERE a.article_id = :after"), {"after": after}).scalar_one_or_none()
        if after is not None and at is None:
            raise BadInput("`after` must be the `next` of an earlier page")
        rows = db.execute(query, filters.values(dialect) | {"key": at, "after": after, "limit": limit + 1, "skip": skip}).all()
    listed = [Listed(*row) for row in rows[:limit]]
    return listed, listed[-1].article_id if len(rows) > limit else None


@dataclass(frozen=True)
class Excerpt:
    """The passage of an article that has most of the words looked for: its place, and a piece of it in which `found` are the words, as `(start, end)`."""

    version: int
    start: int
    end: int
    text: str
    found: tuple[tuple[int, int], ...]


def excerpts(archive: Archive, article_ids: Sequence[str], filters: ListFilters) -> dict[str, Excerpt]:
    """For each article the passage that fits the words of the filters best. An article whose headline alone has them is left out."""
    if not filters.words:
        return {}
    query = f"body : ({' OR '.join(filters.word_queries())})"
    best: dict[str, Excerpt] = {}
    with archive.engine.connect() as db:
        for row in dialect_of(db).pieces(db, query, json.dumps(list(article_ids)), PIECE_WORDS):
            best.setdefault(row.article_id, _excerpt(row))
    return best


def _excerpt(row: Piece) -> Excerpt:
    pieces = re.split(f"[{OPENS}{CLOSES}]", " ".join(row.piece.split()))
    text, found = "", []
    for n, piece in enumerate(pieces):
        if n % 2:  # between the marks
            found.append((len(text), len(text) + len(piece)))
        text += piece
    return Excerpt(row.version, row.start, row.end, text, tuple(found))


def count_articles(archive: Archive, filters: ListFilters = ALL) -> int:
    """The number of articles that pass the filters."""
    with archive.engine.connect() as db:
        dialect = dialect_of(db)
        return int(db.execute(text(f"SELECT count(*) {LATEST} WHERE {filters.where(dialect)}"), filters.values(dialect)).scalar_one())


def by_publisher(archive: Archive) -> list[dict[str, Any]]:
    """`{publisher, articles, oldest, newest}` for each publisher, the largest first. `publisher` is None for articles that state none."""
    query = text(
        f"SELECT v.publisher, count(*) AS articles, min(substr(v.published_at, 1, 10)) AS oldest, max(substr(v.published_at, 1, 10)) AS newest"
        f" {LATEST} GROUP BY v.publisher ORDER BY count(*) DESC, v.publisher NULLS FIRST"
    )
    with archive.engine.connect() as db:
        return [dict(row._mapping) for row in db.execute(query)]


def by_month(archive: Archive) -> list[dict[str, Any]]:
    """`{month, articles}` for each month, the oldest first. Undated articles are left out."""
    query = text(f"SELECT substr(v.published_at, 1, 7) AS month, count(*) AS articles {LATEST} WHERE v.published_at IS NOT NULL GROUP BY 1 ORDER BY 1")
    with archive.engine.connect() as db:
        return [dict(row._mapping) for row in db.execute(query)]
