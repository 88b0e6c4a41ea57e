"""Lists of the archive's articles, outlets and months for people. Only the latest versions are listed."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from onrecord.vectorstore.archive.archive import Archive
from onrecord.vectorstore.errors import BadInput

LATEST = (
    "FROM articles a JOIN versions v ON v.article_id = a.article_id AND v.version = a.latest"
    " LEFT JOIN retractions r ON r.article_id = a.article_id AND r.undone_at IS NULL"
)
DAY = "coalesce(substr(v.published_at, 1, 10), '')"  # undated articles come last


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


def list_articles(archive: Archive, limit: int = 50, after: str | None = None, publisher: str | None = None) -> tuple[list[Listed], str | None]:
    """A page of articles, the newest first, and the value of `after` for the next page. The value is None on the last page.

    Raises:
        BadInput: `after` is not the `next` of an earlier page.
    """
    day, _, article_id = (after or "").partition(":")
    if after is not None and not article_id:
        raise BadInput("`after` must be the `next` of an earlier page")
    query = text(
        f"SELECT v.article_id, v.version, v.title, v.publisher, v.published_at, v.url, json_extract(v.details, '$.language') AS language,"
        f" r.reason AS retracted, {DAY} AS day {LATEST} WHERE (:article_id = '' OR ({DAY}, a.article_id) < (:day, :article_id))"
        f" AND (:publisher IS NULL OR fold(v.publisher) = fold(:publisher)) ORDER BY {DAY} DESC, a.article_id DESC LIMIT :limit"
    )
    with archive.engine.connect() as db:
        rows = db.execute(query, {"day": day, "article_id": article_id, "publisher": publisher, "limit": limit + 1}).all()
    listed = [Listed(**{k: v for k, v in row._mapping.items() if k != "day"}) for row in rows[:limit]]
    return listed, f"{rows[limit - 1].day}:{rows[limit - 1].article_id}" if len(rows) > limit else None


def by_publisher(archive: Archive) -> list[dict[str, Any]]:
    """`{publisher, articles, oldest, newest}` for each publisher, the largest first. `publisher` is None for articles that state none."""
    query = text(
        f"SELECT v.publisher, count(*) AS articles, min(substr(v.published_at, 1, 10)) AS oldest, max(substr(v.published_at, 1, 10)) AS newest"
        f" {LATEST} GROUP BY v.publisher ORDER BY count(*) DESC, v.publisher"
    )
    with archive.engine.connect() as db:
        return [dict(row._mapping) for row in db.execute(query)]


def by_month(archive: Archive) -> list[dict[str, Any]]:
    """`{month, articles}` for each month, the oldest first. Undated articles are left out."""
    query = text(f"SELECT substr(v.published_at, 1, 7) AS month, count(*) AS articles {LATEST} WHERE v.published_at IS NOT NULL GROUP BY 1 ORDER BY 1")
    with archive.engine.connect() as db:
        return [dict(row._mapping) for row in db.execute(query)]
