"""Edits: a user corrects a fact of an article. Each edit is kept with who made it and when, and can be undone. The text cannot be edited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, insert, select

from onrecord.vectorstore.archive.edited_facts import (
    EDITABLE,
    IN_INDEX,
    as_it_was_read,
    edited,
    edits_in_force,
    renew_passages,
    write_facts,
)
from onrecord.vectorstore.archive.tables import articles, edits, versions
from onrecord.vectorstore.clock import now
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.fact_values import valid_fact

if TYPE_CHECKING:
    from onrecord.vectorstore.archive.archive import Archive


@dataclass(frozen=True)
class Edit:
    """A fact that a user has changed. `before` is the value until then. `value` is None if the fact is again as it was read."""

    fact: str
    before: Any
    value: Any
    edited_by: str
    edited_at: str  # ISO time


def edit(archive: Archive, article_id: str, changes: Mapping[str, Any], by: str) -> list[Edit]:
    """Edit facts of an article, in all of its versions and in later ones, in one transaction.

    Args:
        changes: new values by the names of `EDITABLE`. An empty value brings back what was read.
        by: who edits: the name of an API key, or of a user of this machine.

    Returns:
        The edits that were made. A fact that has this value already is left out.

    Raises:
        BadInput: a value is not valid, or a fact cannot be edited.
        NotFound: there is no such article.
    """
    if unknown := changes.keys() - set(EDITABLE):
        raise BadInput(f"{', '.join(sorted(unknown))} cannot be edited; {', '.join(EDITABLE)} can")
    wanted = {name: valid_fact(name, value) for name, value in changes.items()}
    archive.article(article_id)
    with archive.writing(reads_first=True) as db:  # no other process may edit or ingest between the reading and the writing
        found = find_changes(db, article_id, wanted, by)
        rows = [db.execute(insert(edits).values(article_id=article_id, **asdict(e)).returning(edits.c.row)).scalar_one() for e in found]
        if rows:
            write_facts(db, article_id)
        if any(e.fact in IN_INDEX for e in found):
            renew_passages(db, article_id, rows[-1])
    archive.forget_counts()
    return found


def find_changes(db: Connection, article_id: str, wanted: Mapping[str, Any], by: str) -> list[Edit]:
    """The edits that the wanted values need."""
    in_force = edits_in_force(db, article_id)
    row = db.execute(
        select(versions).join(articles, (articles.c.article_id == versions.c.article_id) & (articles.c.latest == versions.c.version))
        .where(articles.c.article_id == article_id)
    ).one()  # fmt: skip
    shown = asdict(edited(as_it_was_read(row), in_force))
    return [Edit(name, shown[name], value, by, now()) for name, value in wanted.items() if in_force.get(name) != value]


def edits_of(archive: Archive, article_id: str) -> list[Edit]:
    """All edits of an article, also undone ones, the oldest first."""
    query = select(edits).where(edits.c.article_id == article_id).order_by(edits.c.row)
    with archive.engine.connect() as db:
        return [Edit(row.fact, row.before, row.value, row.edited_by, row.edited_at) for row in db.execute(query)]
