"""A list of pages, as feeds and sitemaps give it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

MAX_ENTRIES = 50_000  # entries of one list; the limit of the sitemap protocol


@dataclass(frozen=True)
class Entry:
    """A page, or a sitemap of an index. It has an address, or else at least a text.

    `changed` is the time of its last change as written. `facts` are the facts that the list gives for this page. `channel` are those of the
    list itself, such as its title; the page's own facts take precedence over them. `markup` is the text of a feed's entry as HTML.
    """

    url: str
    changed: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    channel: dict[str, Any] = field(default_factory=dict)
    markup: str = ""
    key: str = ""  # identifies an entry without an address


@dataclass(frozen=True)
class Listing:
    """The entries in the order of the list. `listed` counts those that the list has; `unusable`, those with neither an address nor a text."""

    kind: str  # feed, urlset, sitemapindex
    entries: list[Entry]
    listed: int = 0
    unusable: int = 0


def instant(changed: str) -> float:
    """The time of a change in seconds since 1970, for sorting. 0 for an unknown time; a day or time without a zone counts as UTC."""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(changed.strip())
            return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return 0.0
