"""Reads the times of publication and update that a page states in its metadata, in time elements or in JSON-LD."""

import json
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any

from onrecord.ingest.formats.html_visibility import is_json_ld

PUBLISHED = ("article:published_time", "og:published_time", "datepublished", "date", "dc.date", "parsely-pub-date")
UPDATED = ("article:modified_time", "og:updated_time", "og:modified_time", "datemodified", "last-modified")


def page_times(tree: Any) -> dict[str, str]:
    """`published_time` and `updated`, if the page states them."""
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
    found = {"published_time": first_of(stated, PUBLISHED), "updated": first_of(stated, UPDATED)}
    return {name: value for name, value in found.items() if value}


def first_of(stated: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((stated[n] for n in names if n in stated), None)


def dates_of(block: str) -> Iterator[tuple[str, str]]:
    """The dates of the outermost object that has dates. This object is the article; inner objects are works that it mentions."""
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
