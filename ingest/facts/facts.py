"""Facts of an article. Each has the place where it was read: beside the text (stated, feed, mail, document), on the page, in the file name, the address or the text.

What the text says itself, in its dateline or first lines, counts only for a fact that nothing else gives.

A date is never guessed. In particular, the time of the ingest is not used. A value that cannot be read costs that value and not the article.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from onrecord.ingest.fact_names import UPDATE_WORDS
from onrecord.ingest.facts.authors import author_names
from onrecord.ingest.facts.dates import find_iso_day, is_ahead, parse_time, read_day
from onrecord.ingest.facts.in_text import facts_in_text
from onrecord.ingest.facts.lines import MAX_FACT, name_of
from onrecord.ingest.facts.stated import StatedFacts
from onrecord.vectorstore.fact_values import host_of, names_outlet
from onrecord.vectorstore.language import language_of

LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_].*)?", re.IGNORECASE)
DAY_IN_PATH = re.compile(r"/(?:19|20)\d\d[/-]\d\d?[/-]\d\d?(?=[/_-])")


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


def read_facts(stated: StatedFacts, text: str, url: str | None, file_name: str, credits: Sequence[str] = ()) -> Facts:
    """The facts of an article. Values that cannot be read are added to `stated.dropped`.

    Args:
        credits: lines that the cleaning took from the end of the text, such as "— Reuters".
    """
    language, language_from = stated_language(stated) or (language_of(text), "text")
    day, time, day_from = publication_of(stated, file_name, url, language)
    publisher, publisher_from = publisher_of(stated, url)
    updated, updated_from = update_of(stated, day, time)
    if not (day and publisher):
        in_text = facts_in_text(text, language, updated[:10] if updated else None, credits)
        day, day_from = (day, day_from) if day else (in_text.day, "text")
        publisher, publisher_from = (publisher, publisher_from) if publisher else (in_text.outlet, "text")
    found: dict[str, tuple[Any, str]] = {
        "title": first_line(stated, "title"),
        "publisher": (publisher, publisher_from),
        "authors": authors_of(stated),
        "published_at": (day, day_from),
        "updated_at": (updated, updated_from),
        "language": (language, language_from),
    }
    values = {name: value for name, (value, _) in found.items()}
    return Facts(**values, published_time=time, sources={name: where if value else "none" for name, (value, where) in found.items()})


def first_line(stated: StatedFacts, name: str) -> tuple[str | None, str]:
    """The first value of a fact that can be read as one line of text, and the place where it was read."""
    for value, where in stated.all(name):
        line = name_of(value)
        if line and len(line) <= MAX_FACT:
            return line, where
        if line or not isinstance(value, str):  # white space is no value
            stated.drop(name, value, "too long" if line else "not text")
    return None, "none"


def publisher_of(stated: StatedFacts, url: str | None) -> tuple[str | None, str]:
    """The outlet. A host name that the page gives as its name says no more than its address, so the feed's title comes before it."""
    host = host_of(url)
    for value, where in stated.all("publisher"):
        line = name_of(value)
        if line and not names_outlet(line):
            stated.drop("publisher", value, "not a name")
        elif line and line.removeprefix("www.") != host:
            return line, where
        if not line and not isinstance(value, str):
            stated.drop("publisher", value, "not text")
    return host, "address"


def authors_of(stated: StatedFacts) -> tuple[tuple[str, ...], str]:
    for value, where in stated.all("authors"):
        if names := author_names(value):
            return names, where
        stated.drop("authors", value, "no names")
    return (), "none"


def publication_of(stated: StatedFacts, file_name: str, url: str | None, language: str | None) -> tuple[str | None, str | None, str]:
    """The day of publication (ISO), its time if it is known, and the place where the day was read."""
    for value, where in stated.all("publish_date"):
        reading = read_day(value, language)
        if UPDATE_WORDS.search(str(value)):
            stated.drop("publish_date", value, "the time of an update")
        elif reading.day:
            if is_ahead(reading.day):
                stated.drop("publish_date", value, "kept, but it lies in the future")
            times = (parse_time(v) for v, _ in stated.all("publish_date"))
            return reading.day, next((t for t in times if t and t[:10] == reading.day), None), where
        else:
            stated.drop("publish_date", value, reading.reason)
    if day := find_iso_day(file_name):
        return day, None, "file name"
    return day_in_address(url)


def day_in_address(url: str | None) -> tuple[str | None, None, str]:
    """The day in an address like `/2026/03/04/harbour`."""
    found = DAY_IN_PATH.search(url or "")
    day = find_iso_day(found[0][1:]) if found else None
    return day, None, "address" if day else "none"


def update_of(stated: StatedFacts, day: str | None, time: str | None) -> tuple[str | None, str]:
    """The time of the last update and the place where it was read. None if it is not later than the publication."""
    for value, where in stated.all("updated"):
        reading = read_day(value)
        if reading.day is None:
            stated.drop("updated", value, reading.reason)
            continue
        changed = parse_time(value) or reading.day
        if changed != time and changed > (day or "") and not (time and is_not_before(time, changed)):
            return changed, where
    return None, "none"


def is_not_before(one: str, other: str) -> bool:
    """Whether one time is at or after another. If one of them has no time zone, only their days are compared."""
    try:
        return datetime.fromisoformat(one) >= datetime.fromisoformat(other)
    except TypeError:
        return one[:10] > other[:10]


def stated_language(stated: StatedFacts) -> tuple[str, str] | None:
    for value, where in stated.all("language"):
        if found := LANGUAGE.fullmatch(str(value).strip()):
            return found[1].lower(), where
        stated.drop("language", value, "no language code")
    return None
