"""Stores and reads the vectors of passages and of their sentences. The key is the text and the model, so no text is embedded twice."""

from collections.abc import Iterator, Sequence

import numpy as np
from sqlalchemy import and_, func, select

from onrecord.vectorstore.archive.connection import Connected, batches, is_same_version
from onrecord.vectorstore.archive.dialects import dialect_of
from onrecord.vectorstore.archive.rows import from_bytes, passage_text, read_passage, to_bytes
from onrecord.vectorstore.archive.tables import embeddings, passages, versions
from onrecord.vectorstore.embedding import PassageText
from onrecord.vectorstore.model import Passage


class Vectors(Connected):
    def put_embeddings(self, model: str, hashes: Sequence[str], vectors: np.ndarray, sentences: Sequence[np.ndarray]) -> None:
        """Store vectors of passages, shape (passages, dimension), and for each passage those of its sentences, shape (sentences, dimension)."""
        rows = [
            {"context_hash": h, "model": model, "vector": np.asarray(v, dtype="<f4").tobytes(), "sentences": to_bytes(s)}
            for h, v, s in zip(hashes, vectors, sentences, strict=True)
        ]
        with self.writing() as db:
            dialect_of(db).replace(db, embeddings, rows)

    def missing_embeddings(self, model: str) -> dict[str, PassageText]:
        """Current passages that have no vectors of this model yet, by the hash of their text."""
        done = select(embeddings.c.context_hash).where(embeddings.c.model == model, embeddings.c.sentences.is_not(None))
        body = func.substr(versions.c.text, passages.c.start + 1, passages.c.end - passages.c.start).label("body")
        query = (
            select(passages, versions.c.title, body)
            .join(versions, is_same_version())
            .where(passages.c.current == 1, passages.c.context_hash.not_in(done))
            .order_by(passages.c.row)
        )
        with self._engine.connect() as db:
            return {row.context_hash: passage_text(row.title, row.body, read_passage(row)) for row in db.execute(query)}

    def vectors(self, model: str, ids: Sequence[str]) -> Iterator[tuple[str, np.ndarray, str | None]]:
        """Passage id, vector and day of publication of those passages that are embedded."""
        query = (
            select(passages.c.passage_id, embeddings.c.vector, versions.c.published_at)
            .join(embeddings, and_(embeddings.c.context_hash == passages.c.context_hash, embeddings.c.model == model))
            .join(versions, is_same_version())
        )
        with self._engine.connect() as db:
            for batch in batches(ids):
                for passage_id, blob, published_at in db.execute(query.where(passages.c.passage_id.in_(batch))):
                    yield passage_id, np.frombuffer(blob, dtype="<f4"), published_at

    def sentence_vectors(self, model: str, found: Sequence[Passage]) -> dict[str, np.ndarray]:
        """Unit vectors of the sentences of each passage that is embedded, by passage id; shape (sentences, dimension)."""
        query = select(passages.c.passage_id, embeddings.c.sentences).join(
            embeddings, and_(embeddings.c.context_hash == passages.c.context_hash, embeddings.c.model == model)
        )
        counts = {p.passage_id: len(p.sentences) for p in found}
        vectors: dict[str, np.ndarray] = {}
        with self._engine.connect() as db:
            for batch in batches(list(counts)):
                for passage_id, blob in db.execute(query.where(passages.c.passage_id.in_(batch), embeddings.c.sentences.is_not(None))):
                    vectors[passage_id] = from_bytes(blob, counts[passage_id])
        return vectors
