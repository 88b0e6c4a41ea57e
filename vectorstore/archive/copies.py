"""Copies: articles with the same text under different URLs or outlets.

A shingle is five consecutive words. MinHash signatures find candidates quickly; then the exact share of common shingles decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select, text, tuple_

from onrecord.vectorstore.archive.excerpts import shingles, words_of
from onrecord.vectorstore.archive.tables import articles, bands, copies, signatures, versions
from onrecord.vectorstore.model import Article

if TYPE_CHECKING:
    from onrecord.vectorstore.archive.archive import Archive

SHINGLE_WORDS = 5
BANDS, ROWS = 42, 3  # bands of a signature, and hashes in a band; articles that share half of their shingles have a common band in 99.6% of cases, a fifth in 29%
MIN_COPIED_SHARE = 0.5  # share of the shorter article's shingles that the other article must have
MIN_COMMON = 20  # common shingles; two articles with fewer have only a quotation in common
MAX_COMPARED = 40  # candidates with the most common bands that are compared exactly
BATCH = 64  # articles between two commits
SCHEME = "affine32"  # hash scheme of datasketch; signatures of different schemes cannot be compared

Shingles = frozenset[tuple[str, ...]]


@dataclass(frozen=True)
class Copy:
    """An article of the same story. `share` is None if only a third article connects the two."""

    article: Article
    share: float | None


# Writing


def link_copies(archive: Archive, progress: Callable[[str, int, int], None]) -> None:
    """Compare every latest version that was not compared yet. This can be interrupted and called again."""
    missing = articles_without_signature(archive)
    shingles_of = lru_cache(512)(lambda article_id: story_shingles(archive.article(article_id).text))
    for at in range(0, len(missing), BATCH):
        progress("looking for copies", at, len(missing))
        with archive.writing() as db:
            for article_id, version in missing[at : at + BATCH]:
                delete_signature(db, article_id)
                link_article(db, article_id, version, shingles_of)
    if missing:
        progress("looking for copies", len(missing), len(missing))


def articles_without_signature(archive: Archive) -> list[tuple[str, int]]:
    done = select(signatures.c.article_id, signatures.c.version)
    query = select(articles.c.article_id, articles.c.latest).where(tuple_(articles.c.article_id, articles.c.latest).not_in(done))
    with archive.engine.connect() as db:
        return [(a, v) for a, v in db.execute(query.order_by(articles.c.article_id))]


def delete_signature(db: Connection, article_id: str) -> None:
    """Delete the signature and the links of an earlier version."""
    blob = db.execute(select(signatures.c.minhash).where(signatures.c.article_id == article_id)).scalar_one_or_none()
    if blob is not None:
        db.execute(delete(bands).where(bands.c.key.in_(band_keys(blob)), bands.c.article_id == article_id))
        db.execute(delete(copies).where(or_(copies.c.article_id == article_id, copies.c.copy_id == article_id)))
        db.execute(delete(signatures).where(signatures.c.article_id == article_id))


def link_article(db: Connection, article_id: str, version: int, shingles_of: Callable[[str], Shingles]) -> None:
    """Store an article's signature, and its links to the copies found."""
    mine = shingles_of(article_id)
    blob = minhash_signature(mine)
    keys = band_keys(blob) if mine else []
    for other in find_candidates(db, keys):
        if share := copied(mine, shingles_of(other)):
            pair = [{"article_id": a, "copy_id": b, "share": round(share, 4)} for a, b in ((article_id, other), (other, article_id))]
            db.execute(insert(copies), pair)
    db.execute(insert(signatures).values(article_id=article_id, version=version, minhash=blob))
    if keys:
        db.execute(insert(bands), [{"key": k, "article_id": article_id} for k in keys])


def find_candidates(db: Connection, keys: Sequence[int]) -> list[str]:
    """Ids of articles that share a band, those with the most common bands first."""
    shared = func.count().label("shared")
    query = select(bands.c.article_id, shared).where(bands.c.key.in_(keys)).group_by(bands.c.article_id).order_by(shared.desc(), bands.c.article_id)
    return [row.article_id for row in db.execute(query.limit(MAX_COMPARED))]


def minhash_signature(found: Shingles) -> bytes:
    from datasketch import MinHash  # imported here, because it takes a second

    minhash = MinHash(num_perm=BANDS * ROWS, scheme=SCHEME)
    minhash.update_batch([" ".join(s).encode("utf-8", "surrogatepass") for s in found])
    return bytes(np.asarray(minhash.hashvalues, dtype="<u4").tobytes())


def band_keys(blob: bytes) -> list[int]:
    """A number for each band. The number fits SQLite's signed 64 bits."""
    width = len(blob) // BANDS
    return [
        int.from_bytes(blake2b(blob[n * width : (n + 1) * width], digest_size=8, salt=n.to_bytes(2, "big")).digest(), "big", signed=True)
        for n in range(BANDS)
    ]


def story_shingles(body: str) -> Shingles:
    return frozenset(shingles(words_of(body), SHINGLE_WORDS))


def copied(one: Shingles, other: Shingles) -> float:
    """The share of the shorter text's shingles that the other text has. 0 if the two are not copies."""
    shorter = min(len(one), len(other))
    common = len(one & other)
    share = common / shorter if shorter else 0.0
    return share if share >= MIN_COPIED_SHARE and common >= min(MIN_COMMON, 0.9 * shorter) else 0.0


# Reading

STORY = text(
    "WITH RECURSIVE story(id) AS (SELECT article_id FROM articles WHERE article_id = :id"
    " UNION SELECT c.copy_id FROM story JOIN copies c ON c.article_id = story.id) SELECT id FROM story"
).bindparams(bindparam("id"))


def copies_of(archive: Archive, article_id: str) -> list[Copy]:
    """The other articles of a story. The earliest published comes first, undated ones come last."""
    with archive.engine.connect() as db:
        story = set(db.execute(STORY, {"id": article_id}).scalars()) - {article_id}
        shares = {row.copy_id: row.share for row in db.execute(select(copies).where(copies.c.article_id == article_id))}
    return [Copy(a, shares.get(a.article_id)) for a in in_order(archive, story)]


def in_order(archive: Archive, ids: Iterable[str]) -> Iterator[Article]:
    """Articles by publication time, the earliest first. Articles of the same time are in the order in which they were stored."""
    query = select(versions.c.article_id).where(versions.c.version == 1).where(versions.c.article_id.in_(list(ids)))
    with archive.engine.connect() as db:
        in_stored_order = list(db.execute(query.order_by(text("versions.rowid"))).scalars())
    found = [archive.article(i) for i in in_stored_order]
    return iter(sorted(found, key=publication_order))


def publication_order(article: Article) -> tuple[bool, str, str]:
    day = (article.published_at or "")[:10]
    return not day, day, article.published_time or ""


def origin_of(archive: Archive, article_id: str) -> Article:
    """The earliest article of a story. An article without copies is its own origin."""
    with archive.engine.connect() as db:
        story = list(db.execute(STORY, {"id": article_id}).scalars())
    return next(in_order(archive, story))


def stories(archive: Archive, ids: Iterable[str]) -> dict[str, str]:
    """A story id for each article id. Copies of the same text have the same story id."""
    with archive.engine.connect() as db:
        return {i: min([i, *db.execute(STORY, {"id": i}).scalars()]) for i in set(ids)}
