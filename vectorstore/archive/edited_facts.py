"""Facts of an article as a user has edited them. The rows of its versions have the edited facts, and in `as_read` the facts as they were read.

So every search, filter and list uses the edited facts. The text and the version's digest do not change, and a later version is edited too.
"""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from onrecord.vectorstore.archive.currency import is_retracted, reinstate, retire
from onrecord.vectorstore.archive.digests import hash_of
from onrecord.vectorstore.archive.rows import DETAILS, embedding_text, read_article
from onrecord.vectorstore.archive.tables import articles, edits, passages, versions
from onrecord.vectorstore.model import Article

EDITABLE = ("title", "publisher", "authors", "published_at", "language")
IN_INDEX = ("title", "published_at")  # facts that an index contains: the headline with each passage, the day with each vector
EDITED = "edited"  # the place of an edited fact
AS_READ = (*EDITABLE, "date_source", "published_time", "fact_sources")


def edits_in_force(db: Connection, article_id: str) -> dict[str, Any]:
    """The edited facts of an article, by their names in Article."""
    newest = select(func.max(edits.c.row)).where(edits.c.article_id == article_id).group_by(edits.c.fact)
    return {row.fact: row.value for row in db.execute(select(edits).where(edits.c.row.in_(newest))) if row.value is not None}


def edited(article: Article, changes: Mapping[str, Any]) -> Article:
    """An article with these facts in place of those that were read. A time of day goes with the day that it belongs to."""
    if not changes:
        return article
    facts = dict(changes)
    if authors := facts.get("authors"):
        facts["authors"] = tuple(authors)
    if day := facts.get("published_at"):
        facts["date_source"] = EDITED
        facts["published_time"] = article.published_time if (article.published_time or "").startswith(day) else None
    return replace(article, **facts, fact_sources={**article.fact_sources, **dict.fromkeys(changes, EDITED)})


def fact_columns(article: Article, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of a version's row that have its facts, edited. `article` has the facts as they were read."""
    shown = asdict(edited(article, changes))
    details = {name: shown[name] for name in DETAILS}
    as_read = {name: value for name, value in asdict(article).items() if name in AS_READ}
    plain = {name: shown[name] for name in ("title", "publisher", "published_at", "date_source")}
    return plain | {"authors": list(shown["authors"]), "details": details, "as_read": as_read if changes else None}


def as_it_was_read(row: Row[Any]) -> Article:
    """The article of a row of `versions`, with the facts as they were read."""
    article = read_article(row)
    return replace(article, **row.as_read | {"authors": tuple(row.as_read["authors"])}) if row.as_read else article


def write_facts(db: Connection, article_id: str) -> None:
    """Write the facts of all versions of an article again, by the edits in force."""
    changes = edits_in_force(db, article_id)
    for row in db.execute(select(versions).where(versions.c.article_id == article_id)).all():
        this = (versions.c.article_id == article_id) & (versions.c.version == row.version)
        db.execute(update(versions).where(this).values(fact_columns(as_it_was_read(row), changes)))


def renew_passages(db: Connection, article_id: str, edit: int) -> None:
    """Give the passages of the latest version new ids, so that each index takes them for others and gets their new headline and day.

    Args:
        edit: row of the edit. The ids differ from those before every other edit.
    """
    retire(db, article_id)
    query = (
        select(passages, versions.c.title, func.substr(versions.c.text, passages.c.start + 1, passages.c.end - passages.c.start).label("body"))
        .join(articles, (articles.c.article_id == passages.c.article_id) & (articles.c.latest == passages.c.version))
        .join(versions, (versions.c.article_id == passages.c.article_id) & (versions.c.version == passages.c.version))
        .where(passages.c.article_id == article_id)
    )
    for p in db.execute(query).all():
        renewed = {"passage_id": hash_of(f"{p.passage_id}\0{edit}")[:32], "context_hash": hash_of(embedding_text(p.title, p.body))}
        db.execute(update(passages).where(passages.c.row == p.row).values(renewed))
    if not is_retracted(db, article_id):
        reinstate(db, article_id)
