"""Says in words which filters a stored question had."""

from typing import Any

WORDS = {
    "publisher": "only {}",
    "articles": "only the articles {}",
    "speaker": "only words of {}",
    "since": "from {}",
    "until": "until {}",
    "as_of": "as if today were {}",
    "model": "written by {}",
}


def describe_narrowing(narrowed: dict[str, Any]) -> str:
    """ "only Corvane Wire · from 2026-03-01". Empty if the question had no filters."""
    return " · ".join(WORDS.get(name, f"{name}: {{}}").format(", ".join(map(str, value)) if isinstance(value, list) else value) for name, value in narrowed.items())
