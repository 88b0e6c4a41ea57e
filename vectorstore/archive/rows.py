"""Converts articles, passages and vectors to rows of the archive and back."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from sqlalchemy import Row

from onrecord.vectorstore.archive.digests import hash_of
from onrecord.vectorstore.clock import now
from onrecord.vectorstore.embedding import TINY, PassageText, unit
from onrecord.vectorstore.model import Article, Passage, Removed

DETAILS = ("canonical_url", "published_time", "updated_at", "language", "fact_sources", "corrections", "broken_quotes")


def version_row(article: Article, digest: str) -> dict[str, Any]:
    facts = asdict(article)
    details = {name: facts.pop(name) for name in DETAILS}
    return facts | {"details": details, "digest": digest, "authors": list(article.authors), "ingested_at": now()}


def passage_row(article: Article, start: int, end: int, sentences: Sequence[tuple[int, int]]) -> dict[str, Any]:
    body = article.text[start:end]
    identity = f"{article.article_id}\0{article.version}\0{start}\0{end}\0{body}"
    return {
        "passage_id": hash_of(identity)[:32],
        "article_id": article.article_id,
        "version": article.version,
        "start": start,
        "end": end,
        "sentences": [list(s) for s in sentences],
        "context_hash": hash_of(embedding_text(article.title, body)),
        "current": 1,
    }


def read_article(row: Row[Any]) -> Article:
    facts = row._asdict()
    details: dict[str, Any] = dict(row.details or {})
    spans: dict[str, Any] = {name: tuple((start, end) for start, end in details.pop(name, ())) for name in ("corrections", "broken_quotes")}
    return Article(
        **details,
        **spans,
        **{k: facts[k] for k in ("article_id", "version", "title", "url", "publisher", "published_at", "date_source", "text")},
        authors=tuple(row.authors),
        removed=tuple(Removed(**r) for r in row.removed),
    )


def read_passage(row: Row[Any]) -> Passage:
    spans = tuple((s[0], s[1]) for s in row.sentences)
    return Passage(row.passage_id, row.article_id, row.version, row.start, row.end, spans)


def embedding_text(title: str, body: str) -> str:
    """The text that is embedded for a passage. The headline gives context for search; it is never quoted."""
    return f"{title}\n{body}"


def passage_text(title: str, body: str, passage: Passage) -> PassageText:
    at = len(embedding_text(title, "")) - passage.start
    return PassageText(embedding_text(title, body), tuple((s + at, e + at) for s, e in passage.sentences))


def to_bytes(vectors: np.ndarray) -> bytes:
    """Vectors with one byte per dimension. This takes a quarter of the space and changes a cosine by about a thousandth."""
    largest = np.abs(vectors).max(axis=1, keepdims=True, initial=TINY)
    return bytes(np.round(vectors * (127 / largest)).astype(np.int8))


def from_bytes(blob: bytes, count: int) -> np.ndarray:
    return unit(np.frombuffer(blob, dtype=np.int8).reshape(count, -1).astype(np.float32)) if count else np.zeros((0, 0), np.float32)
