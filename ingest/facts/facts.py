"""Facts of an article, each with where it was read: beside the text (stated, feed, mail, document), on its page, in its file's name, or
nowhere. No date is guessed, least of all from the time of ingest."""

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from onrecord.ingest.cleaning import plain
from onrecord.ingest.facts.language import language_of
from onrecord.ingest.formats import is_json_ld

ISO_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/_.](\d\d?)[-/_.](\d\d?)(?!\d)")
ISO_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S*")
LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_].*)?", re.IGNORECASE)
PUBLISHED = ("article:published_time", "og:published_time", "datepublished", "date", "dc.date", "parsely-pub-date")
UPDATED = ("article:modified_time", "og:updated_time", "og:modified_time", "datemodified", "last-modified")


@dataclass(frozen=True)
class Facts:
    """`published_at` is a day, `published_time` and `updated_at` are as exact as the source; `sources` names where each was read."""

    title: str | None
    publisher: str | None
    authors: tuple[str, ...]
    published_at: str | None
    published_time: str | None
    updated_at: str | None
    language: str | None
    sources: dict[str, str]


class Told:
    """Facts as sources gave them: what came beside the text goes before what the text itself has."""

    def __init__(self, text: Mapping[str, Any], text_from: str, beside: Mapping[str, Any], beside_from: str) -> None:
        self.layers = ((beside, beside_from), (text, text_from))

    def get(self, *names: str) -> tuple[Any, str]:
        """The value of the first of these names that any source gave, and where; None and `none`."""
        return next(self.all(*names), (None, "none"))

    def all(self, *names: str) -> Iterator[tuple[Any, str]]:
        for facts, where in self.layers:
            yield from ((facts[name], where) for name in names if facts.get(name))


def read_facts(told: Told, text: str, url: str | None, file_name: str) -> Facts:
    title, title_from = told.get("title")
    publisher, publisher_from = told.get("publisher")
    authors, authors_from = told.get("authors")
    day, time, day_from = publication(told, file_name)
    updated, updated_from = update(told, day, time)
    language, language_from = stated_language(told) or (language_of(text), "text")
    if not one_line(publisher):
        publisher, publisher_from = host(url), "address"
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


def publication(told: Told, file_name: str) -> tuple[str | None, str | None, str]:
    """Day of publication as ISO, its time where that is given too, and where the day was read."""
    for value, where in told.all("publish_date", "date"):
        if day := whole_day(str(value)):
            times = (moment(str(v)) for v, _ in told.all("published_time", "publish_date", "date"))
            return day, next((t for t in times if t and t[:10] == day), None), where
    day = iso_day(file_name)
    return day, None, "file name" if day else "none"


def update(told: Told, day: str | None, time: str | None) -> tuple[str | None, str]:
    """When it was last changed, unless that is when it was published or, by some mistake, before."""
    for value, where in told.all("updated"):
        changed = moment(str(value)) or whole_day(str(value))
        if changed and changed != time and changed > (day or "") and not (time and later(time, changed)):
            return changed, where
    return None, "none"


def later(one: str, other: str) -> bool:
    """Whether one time is not before another; compared as days where one of them names no zone or is but a day."""
    try:
        return datetime.fromisoformat(one) >= datetime.fromisoformat(other)
    except TypeError:
        return one[:10] > other[:10]


def stated_language(told: Told) -> tuple[str, str] | None:
    value, where = told.get("language", "lang")
    found = LANGUAGE.fullmatch(str(value or "").strip())
    return (found[1].lower(), where) if found else None


def page_times(tree: Any) -> dict[str, str]:
    """Times of publication and change that a page states: in its metadata, in time elements, or in JSON-LD."""
    stated: dict[str, str] = {}
    for element in tree.iter("meta", "time"):
        names = (element.get(a, "").lower() for a in ("property", "name", "itemprop"))
        value = element.get("content") or element.get("datetime")
        for name in names:
            if name and value:
                stated.setdefault(name, value)
    for script in tree.iter("script"):
        if is_json_ld(script):
            for name, value in dates_of(script.text or ""):
                stated.setdefault(name.lower(), value)
    found = {"published_time": first(stated, PUBLISHED), "updated": first(stated, UPDATED)}
    return {name: value for name, value in found.items() if value}


def first(stated: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((stated[n] for n in names if n in stated), None)


def dates_of(block: str) -> Iterator[tuple[str, str]]:
    """Those of the article itself: the outermost that has them, not those of the works it mentions."""
    try:
        waiting = deque([json.loads(block)])
    except (ValueError, RecursionError):
        return
    while waiting:
        node = waiting.popleft()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            dates = [(k, v) for k, v in node.items() if k in ("datePublished", "dateModified") and isinstance(v, str)]
            yield from dates
            if dates:
                return
            waiting += node.get("@graph", []) if isinstance(node.get("@graph"), list) else []


def whole_day(value: str) -> str | None:
    return iso_day(value) or written_day(value[:40])


def iso_day(value: str) -> str | None:
    found = ISO_DAY.search(value)
    try:
        return date(*(int(x) for x in found.groups())).isoformat() if found else None
    except ValueError:
        return None


def written_day(value: str) -> str | None:
    """ISO day of a whole date in words ("March 4, 2026"); None where day, month or year is missing."""
    import dateparser  # slow to import; most dates are ISO

    parsed = dateparser.parse(value, languages=["en"], settings={"STRICT_PARSING": True})
    return parsed.date().isoformat() if parsed else None


def moment(value: str) -> str | None:
    """ISO time of a date that has one, as mail, feeds and pages write it, in the zone it is written in; None for a day alone."""
    try:
        if ISO_TIME.fullmatch(value.strip()):
            return datetime.fromisoformat(value.strip()).isoformat(timespec="seconds")
        return parsedate_to_datetime(value).isoformat(timespec="seconds") if ":" in value else None
    except (ValueError, IndexError, TypeError, OverflowError):
        return None


def host(url: str | None) -> str | None:
    """The site an article came from, where nothing names its outlet."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.") or None if url else None
    except ValueError:
        return None


def one_line(value: Any) -> str | None:
    return " ".join(plain(str(value)).split()) or None if value else None


def author_names(value: Any) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else re.split(r"[;,]| and ", str(value or ""))
    return tuple(name for part in parts if (name := one_line(part)))
