"""Reads plain text. A file may begin with header lines: `Title:`, `Date:`, `Publisher:`, `URL:`, `Authors:`, …"""

from typing import Any

from onrecord.ingest.cleaning import LINE_END
from onrecord.ingest.formats.headers import split_headers
from onrecord.ingest.formats.wrapping import unwrap


def read_text(raw: str) -> tuple[str, dict[str, Any]]:
    """The text after the header lines, without hard line wraps, and the facts in the header lines."""
    facts, lines = split_headers(lines_of(raw))
    return unwrap("\n".join(lines)), facts


def read_paragraphs(raw: str) -> tuple[str, dict[str, Any]]:
    """The same for a text with one paragraph per line."""
    facts, lines = split_headers(lines_of(raw))
    return "\n".join(lines), facts


def lines_of(raw: str) -> list[str]:
    """The lines from the first one that is not empty. Their indents are kept, because they tell paragraphs apart."""
    lines = LINE_END.sub("\n", raw.removeprefix("\ufeff")).rstrip().split("\n")
    return lines[next((n for n, line in enumerate(lines) if line.strip()), 0) :]
