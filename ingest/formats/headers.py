"""Reads the header lines of a text: `Title: …`, `Date: …`. The first lines are headers as long as they are named like facts."""

import re
from typing import Any

from onrecord.ingest.cleaning import plain
from onrecord.ingest.fact_names import fact_of

HEADER = re.compile(r"(?P<name>[^\W\d_][\w .-]{0,28}\w):(?:[ \t]+(?P<value>.*)|[ \t]*)")
MAX_NAME_WORDS = 3
MIN_KNOWN = 2  # known names with which a block of headers may also have unknown ones
SENTENCE_END = re.compile(r"[.!?…][\"'”’)]*$")


def split_headers(lines: list[str]) -> tuple[dict[str, Any], list[str]]:
    """The facts in the first lines, and the other lines. `Section: Local news` counts too if it stands among names that are known."""
    block = header_block(lines)
    end = header_end(block, lines[len(block)] if len(block) < len(lines) else "")
    facts: dict[str, Any] = {}
    for name, value in block[:end]:
        facts.setdefault(name, value)
    rest = lines[end:]
    if end and rest and (found := HEADER.fullmatch(plain(rest[0]))) and fact_of(found["name"]) == "text":
        rest = [found["value"] or "", *rest[1:]]
    return facts, rest


def header_block(lines: list[str]) -> list[tuple[str, str]]:
    """The names and values of the first lines that have the form of a header. `Text:` ends them."""
    block: list[tuple[str, str]] = []
    for line in lines:
        found = HEADER.fullmatch(plain(line))
        if not found or len(found["name"].split()) > MAX_NAME_WORDS or fact_of(found["name"]) == "text":
            break
        block.append((found["name"], (found["value"] or "").strip()))
    return block


def header_end(block: list[tuple[str, str]], after: str) -> int:
    """The number of lines of a block that are headers.

    Args:
        after: the line after the block. If it is blank, it ends the headers, so that the last lines of the block belong to them.
    """
    known = [n for n, (name, _) in enumerate(block) if fact_of(name)]
    if len(known) < MIN_KNOWN:
        return 1 if known == [0] else 0
    end = known[-1] + 1
    while not after.strip() and end < len(block) and not SENTENCE_END.search(block[end][1]):
        end += 1
    return end
