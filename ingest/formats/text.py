"""Reads plain text. A file may begin with header lines: `Title:`, `Date:`, `Publisher:`, `URL:`, `Authors:`, …"""

import re
from typing import Any

from onrecord.ingest.cleaning import plain
from onrecord.ingest.formats.headers import split_headers

MAX_WRAPPED_WIDTH = 100  # characters; a longer line is a paragraph and not a line that is wrapped for a terminal


def read_text(raw: str) -> tuple[str, dict[str, Any]]:
    """The text after the header lines, and the facts in the header lines."""
    facts, lines = split_headers(plain(raw).strip().split("\n"))
    return unwrap("\n".join(lines)), facts


def unwrap(text: str) -> str:
    """Join the lines of each paragraph, if blank lines separate the paragraphs and no line is wider than a terminal."""
    wrapped = "\n\n" in text.strip() and max(map(len, text.split("\n"))) <= MAX_WRAPPED_WIDTH
    return "\n".join(" ".join(block.split("\n")) for block in re.split(r"\n{2,}", text)) if wrapped else text
