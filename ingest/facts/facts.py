"""Facts of an article. Each has the place where it was read: beside the text (stated, feed, mail, document), on the page, or in the file name.

A date is never guessed. In particular, the time of the ingest is not used.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from onrecord.ingest.cleaning import plain
from onrecord.ingest.facts.authors import author_names
from onrecord.ingest.facts.language import language_of

ISO_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/_.](\d\d?)[-/_.](\d\d?)(?!\d)")
ISO_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S*")
LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_].*)?", re.IGNORECASE)



@dataclass(frozen=True)
class Facts:
    """`published_at` is a day. `published_time` and `updated_at` are as exact as the source. `sources` has the place where each fact was read."""

    title: str | None
    publisher: str | None
    authors: tuple[str, ...]
    published_at: str | None
    published_time: str | None
    updated_at: str | None
    language: str | None
    sources: dict[str, str]


class StatedFacts:
    """Facts as the source gives them. A fact beside the text takes precedence over a fact in the text."""

    def __init__(self, text: Mapping[str, Any], text_from: str, beside: Mapping[str, Any], beside_from: str) -> None:
        self.layers = ((beside, beside_from), (text, text_from))

    def get(self, *names: str) -> tuple[Any, str]:
        """The first value under any of these names, and the place where it was read. `(None, "none")` if there is no value."""
        return next(self.all(*names), (None, "none"))

    def all(self, *names: str) -> Iterator[tuple[Any, str]]:
        for facts, where in self.layers:
            yield from ((facts[name], where) for name in names if facts.get(name))


def read_facts(stated: StatedFacts, text: str, url: str | None, file_name: str) -> Facts:
    title, title_from = stated.get("title")
    publisher, publisher_from = stated.get("publisher")
    authors, authors_from = stated.get("authors")
    day, time, day_from = publication_of(stated, file_name)
    updated, updated_from = update_of(stated, day, time)
    language, language_from = stated_language(stated) or (language_of(text), "text")
    if not one_line(publisher):
        publisher, publisher_from = host_of(url), "address"
    found: dict[str, tuple[Any, str]] = {
        "title": (one_line(title), title_from),
        "publisher": (one_line(publisher), publisher_from),
        "authors": (author_names(authors), authors_from),
        "published_at": (day, day_from),
        "updated_at": (updated, updated_from),
        "language": (language, language_from),
    }
    values = {name: value for name, (value, _) in found.items()}
    return Facts(**values, published_time=time, sources={name: where if value else "none" for name, (value, where) in found.items()})


def publication_of(stated: StatedFacts, file_name: str) -> tuple[str | None, str | None, str]:
    """The day of publication (ISO), its time if it is known, and the place where the day was read."""
    for value, where in stated.all("publish_date", "date"):
        if day := parse_day(str(value)):
            times = (parse_time(str(v)) for v, _ in stated.all("published_time", "publish_date", "date"))
            return day, next((t for t in times if t and t[:10] == day), None), where
    day = find_iso_day(file_name)
    return day, None, "file name" if day else "none"


def update_of(stated: StatedFacts, day: str | None, time: str | None) -> tuple[str | None, str]:
    """The time of the last update and the place where it was read. None if it is not later than the publication."""
    for value, where in stated.all("updated"):
        changed = parse_time(str(value)) or parse_day(str(value))
        if changed and changed != time and changed > (day or "") and not (time and is_not_before(time, changed)):
            return changed, where
    return None, "none"


def is_not_before(one: str, other: str) -> bool:
    """Whether one time is at or after another. If one of them has no time zone, only their days are compared."""
    try:
        return datetime.fromisoformat(one) >= datetime.fromisoformat(other)
    except TypeError:
        return one[:10] > other[:10]


def stated_language(stated: StatedFacts) -> tuple[str, str] | None:
    value, where = stated.get("language", "lang")
    found = LANGUAGE.fullmatch(str(value or "").strip())
    return (found[1].lower(), where) if found else None


def parse_day(value: str) -> str | None:
    return find_iso_day(value) or parse_written_day(value[:40])


def find_iso_day(value: str) -> str | None:
    found = ISO_DAY.search(value)
    try:
        return date(*(int(x) for x in found.groups())).isoformat() if found else None
    except ValueError:
        return None


def parse_written_day(value: str) -> str | None:
    """The ISO day of a date in words ("March 4, 2026"). None if the day, month or year is missing."""
    import dateparser  # slow to import; most dates are ISO

    parsed = dateparser.parse(value, languages=["en"], settings={"STRICT_PARSING": True})
    return parsed.date().isoformat() if parsed else None


def parse_time(value: str) -> str | None:
    """The ISO time of a date as mail, feeds and pages write it, in the date's own time zone. None for a day without a time."""
    try:
        if ISO_TIME.fullmatch(value.strip()):
            return datetime.fromisoformat(value.strip()).isoformat(timespec="seconds")
        return parsedate_to_datetime(value).isoformat(timespec="seconds") if ":" in value else None
    except (ValueError, IndexError, TypeError, OverflowError):
        return None


def host_of(url: str | None) -> str | None:
    """The host name of a URL without `www.`. It is used as the outlet if nothing names the outlet."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.") or None if url else None
    except ValueError:
        return None


def one_line(value: Any) -> str | None:
    return " ".join(plain(str(value)).split()) or None if value else None
