"""Reads passages: by id, by full-text search, by filter."""

import hashlib
from collections.abc import Iterable, Sequence

from sqlalchemy import func, select, text

from onrecord.vectorstore.archive.connection import SAME_VERSION, Connected, batches, is_same_version
from onrecord.vectorstore.archive.filters import DAY, Filters
from onrecord.vectorstore.archive.indexed_words import open_vocabulary
from onrecord.vectorstore.archive.rows import read_passage
from onrecord.vectorstore.archive.tables import passages, versions
from onrecord.vectorstore.model import Article, FoundPassage, Passage

MAX_COUNTED = 20_000  # passages that are counted for a word; the number for a more common word is estimated from the rows of the counted ones


class PassageReader(Connected):
    _frequencies: dict[str, int]
    _passage_count: int | None

    def forget_counts(self) -> None:
        """Clear the cached counts. Call this after passages were added or retired."""
        self._frequencies = {}
        self._passage_count = None

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """The current passages among these ids, by id."""
        found: dict[str, Passage] = {}
        with self._engine.connect() as db:
            for batch in batches(ids):
                for row in db.execute(select(passages).where(passages.c.passage_id.in_(batch), passages.c.current == 1)):
                    found[row.passage_id] = read_passage(row)
        return found

    def passages_of(self, article: Article) -> list[Passage]:
        """The passages of an article's current version, in the order of the text."""
        query = select(passages).where(passages.c.article_id == article.article_id, passages.c.current == 1).order_by(passages.c.start)
        with self._engine.connect() as db:
            return [read_passage(row) for row in db.execute(query)]

    def found_passages(self, ids: Sequence[str]) -> dict[str, FoundPassage]:
        """Current passages with their text, headline and day. Loading their articles too would take longer."""
        query = (
            select(passages, versions.c.title, versions.c.published_at, text("f.body"))
            .join(versions, is_same_version())
            .join(text("passages_fts f"), text("f.rowid = passages.row"))
        )
        rows: dict[str, FoundPassage] = {}
        with self._engine.connect() as db:
            for batch in batches(ids):
                for row in db.execute(query.where(passages.c.passage_id.in_(batch), passages.c.current == 1)):
                    rows[row.passage_id] = FoundPassage(read_passage(row), row.title, row.body, row.published_at)
        return rows

    def match(self, fts_query: str, limit: int, until: str | None = None) -> list[tuple[str, float]]:
        """Ids and BM25 scores of the passages that match an FTS5 query, best first. `until` is the last day allowed; undated passages pass."""
        # With CROSS JOINs, SQLite keeps the order of the full-text index. So it looks up days only until the limit is reached.
        query = text(
            "SELECT p.passage_id, -f.rank FROM passages_fts f CROSS JOIN passages p ON p.row = f.rowid CROSS JOIN versions v"
            f" {SAME_VERSION} WHERE passages_fts MATCH :query AND (:until IS NULL OR v.published_at IS NULL OR {DAY} <= :until)"
            " ORDER BY f.rank LIMIT :limit"
        )
        with self._engine.connect() as db:
            found = [(i, score) for i, score in db.execute(query, {"query": fts_query, "until": until, "limit": limit})]
        return sorted(found, key=lambda x: (-x[1], x[0]))

    def match_within(self, fts_query: str, limit: int, filters: Filters) -> list[tuple[str, float]]:
        """Ids and BM25 scores of the passages that match an FTS5 query and pass the filters, best first."""
        query = text(
            f"SELECT p.passage_id, -passages_fts.rank FROM passages_fts JOIN passages p ON p.row = passages_fts.rowid JOIN versions v {SAME_VERSION}"
            f" WHERE passages_fts MATCH :query AND {filters.where()} ORDER BY passages_fts.rank, p.passage_id LIMIT :limit"
        )
        with self._engine.connect() as db:
            return [(i, score) for i, score in db.execute(query, {"query": fts_query, "limit": limit} | filters.values())]

    def within(self, filters: Filters) -> list[str]:
        """Ids of the current passages that pass the filters."""
        query = text(f"SELECT p.passage_id FROM passages p JOIN versions v {SAME_VERSION} WHERE {filters.where()} ORDER BY p.row")
        with self._engine.connect() as db:
            return list(db.execute(query, filters.values()).scalars())

    def document_frequency(self, words: Iterable[str]) -> dict[str, int]:
        """The number of passages that have a word in any of its forms, by word. The numbers are cached until passages change."""
        query = text("SELECT count(*), max(rowid) FROM (SELECT rowid FROM passages_fts WHERE passages_fts MATCH :word LIMIT :counted)")
        wanted = list(words)
        known = self._frequencies  # if another thread stores an article meanwhile, `forget_counts` starts a new dictionary
        with self._engine.connect() as db:
            for w in wanted:
                if w not in known:
                    counted, row = db.execute(query, {"word": '"' + w.replace('"', "") + '"', "counted": MAX_COUNTED}).one()
                    if counted == MAX_COUNTED:
                        counted = counted * db.execute(select(func.max(passages.c.row))).scalar_one() // row
                    known[w] = counted
        return {w: known[w] for w in wanted}

    def words_like(self, first: str, shortest: int, longest: int) -> list[str]:
        """Indexed words, which are stems without diacritics, with this first letter and a number of letters between these two."""
        # One long string, because thousands of rows take ten times as long.
        query = text("SELECT group_concat(word, ' ') FROM words WHERE first = :first AND length BETWEEN :shortest AND :longest")
        with self._engine.connect() as db:
            joined = db.execute(query, {"first": first, "shortest": shortest, "longest": longest}).scalar_one()
        return joined.split(" ") if joined else []

    def passages_with(self, words: Iterable[str]) -> dict[str, int]:
        """The number of passages that have each indexed word."""
        query = text("SELECT doc FROM temp.vocabulary WHERE term = :word")
        with self._engine.connect() as db:
            open_vocabulary(db)
            return {w: db.execute(query, {"word": w}).scalar_one_or_none() or 0 for w in words}

    def body_with(self, word: str) -> str:
        """The headline and the text of a passage that has an indexed word; "" if none has."""
        query = text("SELECT title || ' ' || body FROM passages_fts WHERE passages_fts MATCH :word LIMIT 1")
        with self._engine.connect() as db:
            return db.execute(query, {"word": f'"{word}"'}).scalar_one_or_none() or ""

    def passage_count(self) -> int:
        """The number of current passages. It is cached until passages change."""
        counted = self._passage_count
        if counted is None:
            with self._engine.connect() as db:
                counted = int(db.execute(select(func.count()).select_from(passages).where(passages.c.current == 1)).scalar_one())
            self._passage_count = counted
        return counted

    def current_ids(self) -> set[str]:
        with self._engine.connect() as db:
            return set(db.execute(select(passages.c.passage_id).where(passages.c.current == 1)).scalars())

    def content_digest(self) -> str:
        """A hash of the ids of all current passages. An index that was built when the archive had the same hash contains the same passages."""
        query = select(passages.c.passage_id).where(passages.c.current == 1).order_by(passages.c.row)
        content = hashlib.sha256()
        with self._engine.connect() as db:
            for passage_id in db.execute(query).scalars():
                content.update(passage_id.encode())
        return content.hexdigest()
