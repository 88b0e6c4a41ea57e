"""Copies: one text under several addresses or outlets. MinHash finds candidates, an exact comparison of their word runs decides."""

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

SHINGLE = 5  # words
BANDS, ROWS = 42, 3  # of a signature: of two articles that share half of all their shingles, 99.6% have a band in common, at a fifth 29%
COPIED = 0.5  # share of the shorter article's shingles that stand in the other
LEAST = 20  # shingles in common; fewer are a quotation that both print
COMPARED = 40  # candidates, those with the most bands in common
BATCH = 64  # articles between two commits
SCHEME = "affine32"  # of datasketch: signatures of another cannot be compared

Shingles = frozenset[tuple[str, ...]]


@dataclass(frozen=True)
class Copy:
    """An article of the same story; `share` is None where only other copies connect the two."""

    article: Article
    share: float | None


# Writing


def link_copies(archive: Archive, progress: Callable[[str, int, int], None]) -> None:
    """Compares every article whose newest version has not been, once. Can be interrupted and called again."""
    missing = unsigned(archive)
    shingles_of = lru_cache(512)(lambda article_id: story_shingles(archive.article(article_id).text))
    for at in range(0, len(missing), BATCH):
        progress("looking for copies", at, len(missing))
        with archive.engine.begin() as db:
            for article_id, version in missing[at : at + BATCH]:
                forget(db, article_id)
                link(db, article_id, version, shingles_of)
    if missing:
        progress("looking for copies", len(missing), len(missing))


def unsigned(archive: Archive) -> list[tuple[str, int]]:
    done = select(signatures.c.article_id, signatures.c.version)
    query = select(articles.c.article_id, articles.c.latest).where(tuple_(articles.c.article_id, articles.c.latest).not_in(done))
    with archive.engine.connect() as db:
        return [(a, v) for a, v in db.execute(query.order_by(articles.c.article_id))]


def forget(db: Connection, article_id: str) -> None:
    """What an earlier version was compared to."""
    blob = db.execute(select(signatures.c.minhash).where(signatures.c.article_id == article_id)).scalar_one_or_none()
    if blob is not None:
        db.execute(delete(bands).where(bands.c.key.in_(keys(blob)), bands.c.article_id == article_id))
        db.execute(delete(copies).where(or_(copies.c.article_id == article_id, copies.c.copy_id == article_id)))
        db.execute(delete(signatures).where(signatures.c.article_id == article_id))


def link(db: Connection, article_id: str, version: int, shingles_of: Callable[[str], Shingles]) -> None:
    mine = shingles_of(article_id)
    blob = signature(mine)
    found = keys(blob) if mine else []
    for other in candidates(db, found):
        if share := copied(mine, shingles_of(other)):
            pair = [{"article_id": a, "copy_id": b, "share": round(share, 4)} for a, b in ((article_id, other), (other, article_id))]
            db.execute(insert(copies), pair)
    db.execute(insert(signatures).values(article_id=article_id, version=version, minhash=blob))
    if found:
        db.execute(insert(bands), [{"key": k, "article_id": article_id} for k in found])


def candidates(db: Connection, found: Sequence[int]) -> list[str]:
    shared = func.count().label("shared")
    query = select(bands.c.article_id, shared).where(bands.c.key.in_(found)).group_by(bands.c.article_id).order_by(shared.desc(), bands.c.article_id)
    return [row.article_id for row in db.execute(query.limit(COMPARED))]


def signature(found: Shingles) -> bytes:
    from datasketch import MinHash  # a second to import

    minhash = MinHash(num_perm=BANDS * ROWS, scheme=SCHEME)
    minhash.update_batch([" ".join(s).encode("utf-8", "surrogatepass") for s in found])
    return bytes(np.asarray(minhash.hashvalues, dtype="<u4").tobytes())


def keys(blob: bytes) -> list[int]:
    """A number for each band, which fits SQLite's signed 64 bits."""
    width = len(blob) // BANDS
    return [
        int.from_bytes(blake2b(blob[n * width : (n + 1) * width], digest_size=8, salt=n.to_bytes(2, "big")).digest(), "big", signed=True)
        for n in range(BANDS)
    ]


def story_shingles(body: str) -> Shingles:
    return frozenset(shingles(words_of(body), SHINGLE))


def copied(one: Shingles, other: Shingles) -> float:
    """Share of the shorter one's shingles that stand in the other; 0 where the two are no copies."""
    shorter = min(len(one), len(other))
    common = len(one & other)
    share = common / shorter if shorter else 0.0
    return share if share >= COPIED and common >= min(LEAST, 0.9 * shorter) else 0.0


# Reading

STORY = text(
    "WITH RECURSIVE story(id) AS (VALUES(:id) UNION SELECT c.copy_id FROM story JOIN copies c ON c.article_id = story.id) SELECT id FROM story"
).bindparams(bindparam("id"))


def copies_of(archive: Archive, article_id: str) -> list[Copy]:
    """The other articles of its story, the earliest published first and undated ones last."""
    with archive.engine.connect() as db:
        story = set(db.execute(STORY, {"id": article_id}).scalars()) - {article_id}
        shares = {row.copy_id: row.share for row in db.execute(select(copies).where(copies.c.article_id == article_id))}
    return [Copy(a, shares.get(a.article_id)) for a in in_order(archive, story)]


def in_order(archive: Archive, ids: Iterable[str]) -> Iterator[Article]:
    """The earliest published first, then what the archive took in first."""
    query = select(versions.c.article_id).where(versions.c.version == 1).where(versions.c.article_id.in_(list(ids)))
    with archive.engine.connect() as db:
        taken_in = list(db.execute(query.order_by(versions.c.ingested_at, text("versions.rowid"))).scalars())
    found = [archive.article(i) for i in taken_in]
    return iter(sorted(found, key=published))


def published(article: Article) -> tuple[bool, str, str]:
    day = (article.published_at or "")[:10]
    return not day, day, article.published_time or ""


def origin_of(archive: Archive, article_id: str) -> Article:
    """The earliest article of its story: itself, where it has no copies or is the earliest."""
    with archive.engine.connect() as db:
        story = list(db.execute(STORY, {"id": article_id}).scalars())
    return next(in_order(archive, story))


def stories(archive: Archive, ids: Iterable[str]) -> dict[str, str]:
    """For each article a name of its story, which its copies share."""
    with archive.engine.connect() as db:
        return {i: min(db.execute(STORY, {"id": i}).scalars()) for i in set(ids)}
