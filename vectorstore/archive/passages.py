"""Reads passages: by id, by full-text search, by filter."""

import hashlib
from collections.abc import Iterable, Sequence

from sqlalchemy import func, select, text

from onrecord.vectorstore.archive.connection import Connected, batches, is_same_version
from onrecord.vectorstore.archive.dialect import SAME_VERSION
from onrecord.vectorstore.archive.dialects import dialect_of
from onrecord.vectorstore.archive.filters import Filters
from onrecord.vectorstore.archive.rows import read_passage
from onrecord.vectorstore.archive.tables import passages, versions
from onrecord.vectorstore.model import Article, FoundPassage, Passage


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
        with self._engine.connect() as db:
            found = dialect_of(db).match(db, fts_query, limit, until)
        return sorted(found, key=lambda x: (-x[1], x[0]))

    def match_within(self, fts_query: str, limit: int, filters: Filters) -> list[tuple[str, float]]:
        """Ids and BM25 scores of the passages that match an FTS5 query and pass the filters, best first."""
        with self._engine.connect() as db:
            dialect = dialect_of(db)
            return dialect.match_within(db, fts_query, limit, filters.where(dialect), filters.values())

    def within(self, filters: Filters) -> list[str]:
        """Ids of the current passages that pass the filters."""
        with self._engine.connect() as db:
            where = filters.where(dialect_of(db))
            query = text(f"SELECT p.passage_id FROM passages p JOIN versions v {SAME_VERSION} WHERE {where} ORDER BY p.row")
            return list(db.execute(query, filters.values()).scalars())

    def document_frequency(self, words: Iterable[str]) -> dict[str, int]:
        """The number of passages that have a word in any of its forms, by word. The numbers are cached until passages change."""
        wanted = list(words)
        known = self._frequencies  # if another thread stores an article meanwhile, `forget_counts` starts a new dictionary
        if unknown := list(dict.fromkeys(w for w in wanted if w not in known)):
            with self._engine.connect() as db:
                known |= dialect_of(db).count_with(db, unknown)
        return {w: known[w] for w in wanted}

    def words_like(self, first: str, shortest: int, longest: int) -> list[str]:
        """Indexed words, which are stems without diacritics, with this first letter and a number of letters between these two."""
        with self._engine.connect() as db:
            joined = dialect_of(db).indexed_words(db, first, shortest, longest)
        return joined.split(" ") if joined else []

    def passages_with(self, words: Iterable[str]) -> dict[str, int]:
        """The number of passages that have each indexed word."""
        with self._engine.connect() as db:
            return dialect_of(db).count_indexed(db, list(words))

    def body_with(self, word: str) -> str:
        """The headline and the text of a passage that has an indexed word; "" if none has."""
        with self._engine.connect() as db:
            dialect = dialect_of(db)
            query = text(f"SELECT f.title || ' ' || f.body FROM passages_fts f WHERE {dialect.matches.format('word')} ORDER BY f.rowid LIMIT 1")
            return db.execute(query, {"word": dialect.text_query(f'"{word}"')}).scalar_one_or_none() or ""

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

    def last_change(self) -> tuple[int, int]:
        """Another value after passages were added or retired. It is read more quickly than `content_digest`."""
        with self._engine.connect() as db:
            newest, current = db.execute(select(func.max(passages.c.row), func.sum(passages.c.current))).one()
        return newest or 0, current or 0

    def content_digest(self) -> str:
        """A hash of the ids of all current passages. An index that was built when the archive had the same hash contains the same passages."""
        query = select(passages.c.passage_id).where(passages.c.current == 1).order_by(passages.c.row)
        content = hashlib.sha256()
        with self._engine.connect() as db:
            for passage_id in db.execute(query).scalars():
                content.update(passage_id.encode())
        return content.hexdigest()
