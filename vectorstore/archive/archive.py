"""The store of record: articles, versions, passages, cached embeddings and the full-text index, in one SQLite file."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from sqlalchemy import URL, Connection, Engine, Row, and_, create_engine, delete, event, func, insert, select, text, tuple_, update
from sqlalchemy.exc import DatabaseError

from onrecord.vectorstore.archive.currency import STANDING, is_retracted, retire
from onrecord.vectorstore.archive.digests import digest
from onrecord.vectorstore.archive.filters import DAY, Filters
from onrecord.vectorstore.archive.rows import from_bytes, passage_row, passage_text, read_article, read_passage, to_bytes, version_row
from onrecord.vectorstore.archive.speaker_names import fold, spoken_rows
from onrecord.vectorstore.archive.tables import articles, embeddings, files, migrate, passages, retractions, spoken, statements, versions
from onrecord.vectorstore.embedding import PassageText
from onrecord.vectorstore.errors import NotFound, Unavailable
from onrecord.vectorstore.model import Article, Found, Passage

MAPPED = 2**32  # bytes of the file that are read without a copy
IN_BATCH = 500  # SQLite's oldest limit on variables in one statement is 999
COUNTED = 20_000  # passages with a word; of one in more, how many is estimated from the share of the archive that holds these
SAME_VERSION = "ON v.article_id = p.article_id AND v.version = p.version"

T = TypeVar("T")


class Archive:
    """Every other store is built from this one.

    Args:
        path: the SQLite file; made when missing.

    Raises:
        Unavailable: the file is not an archive, or cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.forget_counts()
        self._engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": 30})
        event.listen(self._engine, "connect", _configure)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with self._engine.begin() as db:
                migrate(db)
        except (DatabaseError, OSError) as e:
            raise Unavailable(f"the archive {path} cannot be opened: {getattr(e, 'orig', e)}") from e

    def close(self) -> None:
        self._engine.dispose()

    @property
    def engine(self) -> Engine:
        """For queries that have files of their own."""
        return self._engine

    def forget_counts(self) -> None:
        """To be called after passages came or went."""
        self._frequencies: dict[str, int] = {}
        self._passages: int | None = None

    # Writing

    def put(self, article: Article, spans: Sequence[tuple[int, int, Sequence[tuple[int, int]]]]) -> str:
        """Store an article with its passages `(start, end, sentence spans)`: one transaction, kept once this returns.

        Returns:
            `added`, `updated` (a new version of a known article) or `unchanged` (this version is known; a folder that holds
            an article's old and new state may be ingested again without the two taking turns).
        """
        told = digest(asdict(article))
        with self._engine.begin() as db:
            known = db.execute(_latest(article.article_id)).one_or_none()
            same = select(versions.c.version).where(versions.c.article_id == article.article_id, versions.c.digest == told)
            if db.execute(same).first():
                return "unchanged"
            stored = replace(article, version=known.version + 1 if known else 1)
            retire(db, article.article_id)
            db.execute(insert(versions).values(version_row(stored, told)))
            if known:
                db.execute(update(articles).where(articles.c.article_id == stored.article_id).values(latest=stored.version))
            else:
                db.execute(insert(articles).values(article_id=stored.article_id, latest=stored.version))
            self._put_passages(db, stored, spans)
            if is_retracted(db, article.article_id):
                retire(db, article.article_id)
        self.forget_counts()
        return "updated" if known else "added"

    def _put_passages(self, db: Connection, article: Article, spans: Sequence[tuple[int, int, Sequence[tuple[int, int]]]]) -> None:
        if not spans:
            return
        rows = [passage_row(article, *span) for span in spans]
        keys = db.execute(insert(passages).returning(passages.c.row, sort_by_parameter_order=True), rows).scalars().all()
        db.execute(
            text("INSERT INTO passages_fts (rowid, title, body) VALUES (:row, :title, :body)"),
            [{"row": k, "title": article.title, "body": article.text[r["start"] : r["end"]]} for k, r in zip(keys, rows, strict=True)],
        )

    def put_embeddings(self, model: str, hashes: Sequence[str], vectors: np.ndarray, sentences: Sequence[np.ndarray]) -> None:
        """Vectors of passages, and of the sentences of each."""
        rows = [
            {"context_hash": h, "model": model, "vector": np.asarray(v, dtype="<f4").tobytes(), "sentences": to_bytes(s)}
            for h, v, s in zip(hashes, vectors, sentences, strict=True)
        ]
        with self._engine.begin() as db:
            db.execute(insert(embeddings).prefix_with("OR REPLACE"), rows)

    def put_statements(self, extractor: str, found: dict[tuple[str, int], list[Any]]) -> None:
        """What an extractor made of article versions, by (article, version)."""
        rows = [{"article_id": a, "version": v, "extractor": extractor, "payload": payload} for (a, v), payload in found.items()]
        with self._engine.begin() as db:
            db.execute(insert(statements).prefix_with("OR REPLACE"), rows)
            for (article_id, version), payload in found.items():
                db.execute(delete(spoken).where(spoken.c.article_id == article_id, spoken.c.version == version))
                if said := list(spoken_rows(article_id, version, payload)):
                    db.execute(insert(spoken), said)

    def put_files(self, rows: Sequence[dict[str, Any]]) -> None:
        """What was found in files that have been read to their end, as rows of the table `files`."""
        if rows:
            with self._engine.begin() as db:
                db.execute(insert(files).prefix_with("OR REPLACE"), rows)

    # Reading

    def files(self, release: str) -> dict[str, Row[Any]]:
        """By path: those that this release has read."""
        with self._engine.connect() as db:
            return {row.path: row for row in db.execute(select(files).where(files.c.release == release))}

    def article(self, article_id: str, version: int | None = None) -> Article:
        """Raises NotFound when there is no such article or version."""
        query = _latest(article_id) if version is None else select(versions).where(_is_version(article_id, version))
        with self._engine.connect() as db:
            row = db.execute(query).one_or_none()
        if row is None:
            which = f"article {article_id}" if version is None else f"version {version} of article {article_id}"
            raise NotFound(f"{which} is not in the archive")
        return read_article(row)

    def articles(self, keys: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Article]:
        found: dict[tuple[str, int], Article] = {}
        with self._engine.connect() as db:
            for some in _batches(sorted(set(keys)), IN_BATCH // 3):
                # SQLite looks up single columns in its index; for pairs alone it reads the whole table.
                of_articles = versions.c.article_id.in_({article_id for article_id, _ in some})
                for row in db.execute(select(versions).where(of_articles, tuple_(versions.c.article_id, versions.c.version).in_(some))):
                    found[row.article_id, row.version] = read_article(row)
        return found

    def article_ids(self) -> list[str]:
        with self._engine.connect() as db:
            return list(db.execute(select(articles.c.article_id).order_by(articles.c.article_id)).scalars())

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        found: dict[str, Passage] = {}
        with self._engine.connect() as db:
            for some in _batches(ids, IN_BATCH):
                for row in db.execute(select(passages).where(passages.c.passage_id.in_(some), passages.c.current == 1)):
                    found[row.passage_id] = read_passage(row)
        return found

    def passages_of(self, article: Article) -> list[Passage]:
        """Those of its current version, in the order of the text."""
        query = select(passages).where(passages.c.article_id == article.article_id, passages.c.current == 1).order_by(passages.c.start)
        with self._engine.connect() as db:
            return [read_passage(row) for row in db.execute(query)]

    def match(self, fts_query: str, limit: int, until: str | None = None) -> list[tuple[str, float]]:
        """Ids and BM25 of the passages that match an FTS5 query, best first; `until` is the last day allowed (undated stay)."""
        # SQLite keeps the order of the full-text index through CROSS JOINs, and so looks up no more days than it takes to fill the limit.
        query = text(
            "SELECT p.passage_id, -f.rank FROM passages_fts f CROSS JOIN passages p ON p.row = f.rowid CROSS JOIN versions v"
            f" {SAME_VERSION} WHERE passages_fts MATCH :query AND (:until IS NULL OR v.published_at IS NULL OR {DAY} <= :until)"
            " ORDER BY f.rank LIMIT :limit"
        )
        with self._engine.connect() as db:
            found = [(i, score) for i, score in db.execute(query, {"query": fts_query, "until": until, "limit": limit})]
        return sorted(found, key=lambda x: (-x[1], x[0]))

    def found(self, ids: Sequence[str]) -> dict[str, Found]:
        """Current passages with their text, headline and day, without reading their articles whole."""
        query = (
            select(passages, versions.c.title, versions.c.published_at, text("f.body"))
            .join(versions, _same_version())
            .join(text("passages_fts f"), text("f.rowid = passages.row"))
        )
        rows: dict[str, Found] = {}
        with self._engine.connect() as db:
            for some in _batches(ids, IN_BATCH):
                for row in db.execute(query.where(passages.c.passage_id.in_(some), passages.c.current == 1)):
                    rows[row.passage_id] = Found(read_passage(row), row.title, row.body, row.published_at)
        return rows

    def match_within(self, fts_query: str, limit: int, filters: Filters) -> list[tuple[str, float]]:
        """Ids and BM25 of the passages that match an FTS5 query and pass the filters, best first."""
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

    def publishers(self) -> list[str]:
        with self._engine.connect() as db:
            return list(db.execute(select(versions.c.publisher).where(versions.c.publisher.is_not(None)).distinct().order_by(versions.c.publisher)).scalars())

    def document_frequency(self, words: Iterable[str]) -> dict[str, int]:
        """In how many passages each word stands, in any of its forms. Counted once a word until something is put."""
        query = text("SELECT count(*), max(rowid) FROM (SELECT rowid FROM passages_fts WHERE passages_fts MATCH :word LIMIT :counted)")
        wanted = list(words)
        known = self._frequencies  # another thread may put an article meanwhile, and begin a new one
        with self._engine.connect() as db:
            for w in wanted:
                if w not in known:
                    counted, row = db.execute(query, {"word": '"' + w.replace('"', "") + '"', "counted": COUNTED}).one()
                    if counted == COUNTED:
                        counted = counted * db.execute(select(func.max(passages.c.row))).scalar_one() // row
                    known[w] = counted
        return {w: known[w] for w in wanted}

    def passage_count(self) -> int:
        """Current passages. Counted once until something is put."""
        counted = self._passages
        if counted is None:
            with self._engine.connect() as db:
                counted = int(db.execute(select(func.count()).select_from(passages).where(passages.c.current == 1)).scalar_one())
            self._passages = counted
        return counted

    def statements(self, article: Article, extractor: str) -> list[Any] | None:
        """What an extractor made of this version, or None when it has not read it yet."""
        query = select(statements.c.payload).where(
            statements.c.article_id == article.article_id, statements.c.version == article.version, statements.c.extractor == extractor
        )
        with self._engine.connect() as db:
            return db.execute(query).scalar_one_or_none()

    def counts(self) -> dict[str, Any]:
        """Articles, of them retracted, passages, and the oldest and newest day of publication."""
        day = func.substr(versions.c.published_at, 1, 10)
        latest = versions.join(articles, and_(articles.c.article_id == versions.c.article_id, articles.c.latest == versions.c.version))
        with self._engine.connect() as db:
            n, newest, oldest = db.execute(select(func.count(), func.max(day), func.min(day)).select_from(latest)).one()
            current = db.execute(select(func.count()).select_from(passages).where(passages.c.current == 1)).scalar_one()
            out = db.execute(select(func.count()).select_from(retractions).where(STANDING)).scalar_one()
        return {"articles": n, "retracted": out, "passages": current, "newest": newest, "oldest": oldest}

    # What the index is built from

    def current_ids(self) -> set[str]:
        with self._engine.connect() as db:
            return set(db.execute(select(passages.c.passage_id).where(passages.c.current == 1)).scalars())

    def level(self) -> str:
        """A digest of what is current: an index that was filled at the same one holds the same passages."""
        query = select(passages.c.passage_id).where(passages.c.current == 1).order_by(passages.c.row)
        level = hashlib.sha256()
        with self._engine.connect() as db:
            for passage_id in db.execute(query).scalars():
                level.update(passage_id.encode())
        return level.hexdigest()

    def unread(self, extractor: str) -> list[tuple[str, int]]:
        """Article and version of what is current and has no statements by this extractor yet."""
        done = select(statements.c.article_id, statements.c.version).where(statements.c.extractor == extractor)
        query = select(articles.c.article_id, articles.c.latest).where(tuple_(articles.c.article_id, articles.c.latest).not_in(done))
        with self._engine.connect() as db:
            return [(a, v) for a, v in db.execute(query.order_by(articles.c.article_id))]

    def unembedded(self, model: str) -> dict[str, PassageText]:
        """Current passages that have no vectors of this model yet, by the hash of their text."""
        done = select(embeddings.c.context_hash).where(embeddings.c.model == model, embeddings.c.sentences.is_not(None))
        body = func.substr(versions.c.text, passages.c.start + 1, passages.c.end - passages.c.start).label("body")
        query = (
            select(passages, versions.c.title, body)
            .join(versions, _same_version())
            .where(passages.c.current == 1, passages.c.context_hash.not_in(done))
            .order_by(passages.c.row)
        )
        with self._engine.connect() as db:
            return {row.context_hash: passage_text(row.title, row.body, read_passage(row)) for row in db.execute(query)}

    def vectors(self, model: str, ids: Sequence[str]) -> Iterator[tuple[str, np.ndarray, str | None]]:
        """Passage id, vector and day of publication of those of the passages that are embedded."""
        query = (
            select(passages.c.passage_id, embeddings.c.vector, versions.c.published_at)
            .join(embeddings, and_(embeddings.c.context_hash == passages.c.context_hash, embeddings.c.model == model))
            .join(versions, _same_version())
        )
        with self._engine.connect() as db:
            for some in _batches(ids, IN_BATCH):
                for passage_id, blob, published_at in db.execute(query.where(passages.c.passage_id.in_(some))):
                    yield passage_id, np.frombuffer(blob, dtype="<f4"), published_at

    def sentence_vectors(self, model: str, found: Sequence[Passage]) -> dict[str, np.ndarray]:
        """Unit vectors of the sentences of each passage that is embedded, by passage id; shape (sentences, dimension)."""
        query = select(passages.c.passage_id, embeddings.c.sentences).join(
            embeddings, and_(embeddings.c.context_hash == passages.c.context_hash, embeddings.c.model == model)
        )
        held = {p.passage_id: len(p.sentences) for p in found}
        vectors: dict[str, np.ndarray] = {}
        with self._engine.connect() as db:
            for some in _batches(list(held), IN_BATCH):
                for passage_id, blob in db.execute(query.where(passages.c.passage_id.in_(some), embeddings.c.sentences.is_not(None))):
                    vectors[passage_id] = from_bytes(blob, held[passage_id])
        return vectors


def _configure(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")  # an acknowledged article outlives a power cut
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA mmap_size = {MAPPED}")  # passages are read from all over the file: a third of the time
    cursor.close()
    connection.create_function("fold", 1, lambda name: fold(name or ""), deterministic=True)


def _latest(article_id: str) -> Any:
    return select(versions).join(articles, and_(articles.c.article_id == versions.c.article_id, articles.c.latest == versions.c.version)).where(
        articles.c.article_id == article_id
    )


def _is_version(article_id: str, version: int) -> Any:
    return and_(versions.c.article_id == article_id, versions.c.version == version)


def _same_version() -> Any:
    return and_(versions.c.article_id == passages.c.article_id, versions.c.version == passages.c.version)


def _batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for at in range(0, len(items), size):
        yield items[at : at + size]
