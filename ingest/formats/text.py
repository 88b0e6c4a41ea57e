"""Reads plain text. A file may begin with header lines: `Title:`, `Date:`, `Publisher:`, `URL:`, `Authors:`, …"""

import re
from typing import Any

from onrecord.ingest.cleaning import LINE_END, plain
from onrecord.ingest.formats.wrapping import unwrap

HEADER_LINE = re.compile(r"(title|headline|date|published|updated|modified|language|publisher|source|outlet|url|link|authors?|by):\s*(.*)", re.IGNORECASE)
FACT_NAMES = {
    "headline": "title", "published": "date", "modified": "updated", "source": "publisher", "outlet": "publisher", "link": "url", "author": "authors", "by": "authors",
}  # fmt: skip


def read_text(raw: str) -> tuple[str, dict[str, Any]]:
    """The text after the header lines, without hard line wraps, and the facts in the header lines."""
    lines, facts = split_header(raw)
    return unwrap("\n".join(lines)), facts


def read_paragraphs(raw: str) -> tuple[str, dict[str, Any]]:
    """The same for a text with one paragraph per line."""
    lines, facts = split_header(raw)
    return "\n".join(lines), facts


def split_header(raw: str) -> tuple[list[str], dict[str, Any]]:
    """The lines after the header lines, and the facts in the header lines."""
    lines = LINE_END.sub("\n", raw.removeprefix("\ufeff")).strip("\n").rstrip().split("\n")
    at = next((n for n, line in enumerate(lines) if line.strip()), 0)
    facts: dict[str, Any] = {}
    while at < len(lines) and (found := HEADER_LINE.fullmatch(plain(lines[at]))):
        facts[fact_name(found[1])] = found[2]
        at += 1
    return lines[at:], facts


def fact_name(written: str) -> str:
    """The standard name of a fact that headers name in several ways."""
    return FACT_NAMES.get(written.lower(), written.lower())

