"""Facts that the user gives for sources that say nothing: the outlet, the day, the language. They never replace what a source states."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from onrecord.ingest.facts.facts import Facts
from onrecord.vectorstore.fact_values import USER, valid_fact

NAMES = {"publisher": "publisher", "publish_date": "published_at", "language": "language"}  # name in requests → name in Article
INFERRED = {  # places where a fact is not stated: the host's name stands for the outlet, and the language is recognized
    "publisher": ("none", "address"),
    "published_at": ("none",),
    "language": ("none", "text"),
}


def valid_user_facts(given: Mapping[str, str | None]) -> dict[str, str]:
    """The facts that are given, by their names in Article. Raises BadInput if one is not valid."""
    found: dict[str, Any] = {NAMES[name]: valid_fact(NAMES[name], value) for name, value in given.items()}
    return {name: value for name, value in found.items() if value is not None}


def with_user_facts(known: Facts, by_user: Mapping[str, str]) -> Facts:
    """The facts of a source, and those of the user that it does not state."""
    used = {name: value for name, value in by_user.items() if known.sources[name] in INFERRED[name]}
    changed: dict[str, Any] = {**used, "sources": {**known.sources, **dict.fromkeys(used, USER)}}
    return replace(known, **changed) if used else known
