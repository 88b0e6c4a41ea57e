"""Filters of a search, and their SQL."""

import json
from dataclasses import dataclass

from onrecord.vectorstore.archive.dialect import Dialect
from onrecord.vectorstore.archive.speaker_names import SPOKEN, speaker_values
from onrecord.vectorstore.calendar import iso_day
from onrecord.vectorstore.errors import BadInput

DAY = "substr(v.published_at, 1, 10)"
# Without an ordered join and +, SQLite reads every passage first.
SPOKEN_BY = (
    f"p.row IN (SELECT q.row FROM ({SPOKEN}) s {{join}} passages q"
    " ON q.article_id = s.article_id AND q.version = s.version AND +q.current = 1 AND q.start < s.\"end\" AND s.start < q.\"end\")"
)


def first_and_last_day(since: str | None, until: str | None) -> tuple[str | None, str | None]:
    """Both days in ISO form: 20260301 is valid input too, but the SQL compares days as text. Raises BadInput if a filter with them is wrong."""
    since, until = iso_day(since, "since"), iso_day(until, "until")
    if since and until and since > until:
        raise BadInput(f"since ({since}) is after until ({until}); no article can pass")
    return since, until


@dataclass(frozen=True)
class Filters:
    """Filters by the first and last day of publication (ISO), by outlet (in any case), by the speaker whom a passage must quote, and by article ids.

    Undated articles pass `until`, because it excludes only articles that are known to be later. They do not pass `since`.

    Raises:
        BadInput: a day is malformed, or the first is after the last.
    """

    since: str | None = None
    until: str | None = None
    publisher: str | None = None
    said_by: str | None = None
    articles: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        since, until = first_and_last_day(self.since, self.until)
        object.__setattr__(self, "since", since)
        object.__setattr__(self, "until", until)

    def where(self, dialect: Dialect) -> str:
        """An SQL condition over the aliases `p` (passages) and `v` (versions)."""
        conditions = ["p.current = 1"]
        if self.until:
            conditions.append(f"(v.published_at IS NULL OR {DAY} <= :until)")
        if self.since:
            conditions.append(f"{DAY} >= :since")
        if self.publisher:
            conditions.append("fold(v.publisher) = fold(:publisher)")
        if self.said_by:
            conditions.append(SPOKEN_BY.format(join=dialect.ordered_join))
        if self.articles:
            conditions.append(f"v.article_id {dialect.in_list.format('articles')}")
        return " AND ".join(conditions)

    def values(self) -> dict[str, str | None]:
        said_by = speaker_values(self.said_by) if self.said_by else {}
        return {"since": self.since, "until": self.until, "publisher": self.publisher, "articles": json.dumps(self.articles)} | said_by


NO_FILTERS = Filters()
