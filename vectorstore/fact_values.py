"""The facts that a user may give or edit, and the form of their values. `onrecord.ingest.facts` reads what a source states."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from onrecord.vectorstore.calendar import iso_day
from onrecord.vectorstore.clock import today
from onrecord.vectorstore.errors import BadInput

USER = "user"  # the place of a fact that the user gave, because the source says nothing
MAX_CHARACTERS = 400  # of a headline or a name
MAX_OUTLET = 120  # characters of an outlet's name; a longer one is a text
MAX_AUTHORS = 50
MAX_AHEAD = timedelta(days=366)  # a later day is a typing error
LANGUAGE = re.compile(r"[a-z]{2,3}")
MARKUP = re.compile(r"[\[\]<>]|://")
NEXT_SENTENCE = re.compile(r"[^\W\d_]{4}[.?] +[^\W\d_a-zß-ÿ]")  # "Wire. It"; "St. Louis" and "U.S. News" are names
LOW_HIGH = re.compile("„[^„“”]*[“”]")  # „Zeit“
PAIRS = {")": "(", "”": "“", "»": "«"}


def valid_fact(name: str, value: Any) -> Any:
    """A fact's value as it is stored; None for an empty one.

    Args:
        name: title, publisher, authors, published_at or language.

    Raises:
        BadInput: the value is not valid.
    """
    if value is None or not (value.strip() if isinstance(value, str) else value):
        return None
    return FORMS[name](name, value)


def valid_line(name: str, value: str) -> str:
    line = " ".join(value.split())
    if not line or len(line) > MAX_CHARACTERS or not line.isprintable():
        raise BadInput(f"{name} must be a line of 1 to {MAX_CHARACTERS} characters")
    return line


def valid_outlet(name: str, value: str) -> str:
    line = valid_line(name, value)
    if not names_outlet(line):
        raise BadInput(f"{name} must be a name of at most {MAX_OUTLET} characters, without markup and with brackets and quotation marks in pairs")
    return line


def names_outlet(line: str) -> bool:
    """Whether a line can be the name of an outlet. An answer shows the name in brackets behind a quotation, so a name must not close them, or say more."""
    return len(line) <= MAX_OUTLET and not MARKUP.search(line) and not NEXT_SENTENCE.search(line) and is_paired(line)


def is_paired(line: str) -> bool:
    """Whether brackets and quotation marks stand in pairs: none closes that is not open, none stays open."""
    waiting: list[str] = []
    for mark in LOW_HIGH.sub("", line):
        if mark in PAIRS.values():
            waiting.append(mark)
        elif mark in PAIRS and (not waiting or waiting.pop() != PAIRS[mark]):
            return False
    return not waiting


def valid_authors(name: str, value: list[str]) -> list[str]:
    if len(value) > MAX_AUTHORS:
        raise BadInput(f"{name} may have at most {MAX_AUTHORS} names")
    return [valid_line("author", author) for author in value]


def valid_day(_: str, value: str) -> str | None:
    day = iso_day(value.strip(), "the day of publication")
    if day and date.fromisoformat(day) > today() + MAX_AHEAD:
        raise BadInput(f"the day of publication is {day}, more than a year ahead; check the year")
    return day


def valid_language(name: str, value: str) -> str:
    code = value.strip().lower()
    if not LANGUAGE.fullmatch(code):
        raise BadInput(f"{name} is {value!r}; write its code of two or three letters, such as en")
    return code


FORMS: dict[str, Callable[[str, Any], Any]] = {
    "title": valid_line,
    "publisher": valid_outlet,
    "authors": valid_authors,
    "published_at": valid_day,
    "language": valid_language,
}


def host_of(url: str | None) -> str | None:
    """The host name of a URL without `www.`. It is the outlet where nothing names one."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.") or None if url else None
    except ValueError:
        return None
