"""Reads plain text. A file may begin with header lines: `Title:`, `Date:`, `Publisher:`, `URL:`, `Authors:`, …"""

import re
from typing import Any

from onrecord.ingest.cleaning import plain

MAX_WRAPPED_WIDTH = 100  # characters; a longer line is a paragraph and not a line that is wrapped for a terminal
HEADER_LINE = re.compile(r"(title|headline|date|published|updated|modified|language|publisher|source|outlet|url|link|authors?|by):\s*(.*)", re.IGNORECASE)
FACT_NAMES = {
    "headline": "title", "published": "date", "modified": "updated", "source": "publisher", "outlet": "publisher", "link": "url", "author": "authors", "by": "authors",
}  # fmt: skip


def read_text(raw: str) -> tuple[str, dict[str, Any]]:
    """The text after the header lines, and the facts in the header lines."""
    lines = plain(raw).strip().split("\n")
    facts: dict[str, Any] = {}
    while lines and (found := HEADER_LINE.fullmatch(lines[0])):
        facts[fact_name(found[1])] = found[2]
        lines.pop(0)
    return unwrap("\n".join(lines)), facts


def fact_name(written: str) -> str:
    """The standard name of a fact that headers name in several ways."""
    return FACT_NAMES.get(written.lower(), written.lower())


def unwrap(text: str) -> str:
    """Join the lines of each paragraph, if blank lines separate the paragraphs and no line is wider than a terminal."""
    wrapped = "\n\n" in text.strip() and max(map(len, text.split("\n"))) <= MAX_WRAPPED_WIDTH
    return "\n".join(" ".join(block.split("\n")) for block in re.split(r"\n{2,}", text)) if wrapped else text
