"""Cuts a file of JSON lines, or of one JSON array, into the JSON of each article. Nothing is parsed, and no more than one article is in memory."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from onrecord.ingest.limits import MAX_BYTES

TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[{}\[\]]', re.DOTALL)  # an unfinished string ends with its line
Numbered = tuple[int, bytes | None]  # number of the first line, and the JSON; None if it is too large


def rows(lines: Iterable[Numbered]) -> Iterator[Numbered]:
    """The JSON of each article: the lines themselves, or the elements of an array."""
    numbered = iter(lines)
    first = next(numbered, None)
    if first is None:
        return
    everything = chain([first], numbered)
    yield from elements(everything) if (first[1] or b"").lstrip(b"\xef\xbb\xbf \t").startswith(b"[") else everything


def elements(lines: Iterable[Numbered]) -> Iterator[Numbered]:
    """The elements of a JSON array. An element that is not finished at the end is returned as it is."""
    depth, begun, content, number, found = 0, 0, bytearray(), 1, False
    for number, line in lines:
        if line is None:
            yield number, None
            continue
        start = 0
        for token in TOKEN.finditer(line):
            mark = token[0]
            if mark.startswith(b'"'):
                if depth == 1:
                    found = True
                    yield number, mark
            elif mark in b"{[":
                depth += 1
                if depth == 2:
                    begun, start, content = number, token.start(), bytearray()
            else:
                depth -= 1
                if depth == 1:
                    found = True
                    yield begun, within_limit(content + line[start : token.end()])
                    content = bytearray()
        if depth >= 2 and len(content) <= MAX_BYTES:
            content += line[start:]
    if content or not found:
        yield begun or number, within_limit(content or bytearray(b"[]"))


def within_limit(content: bytearray) -> bytes | None:
    return bytes(content) if len(content) <= MAX_BYTES else None
