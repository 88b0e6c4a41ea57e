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
    cutter, number, found = Cutter(), 1, False
    for number, line in lines:
        for element in [(number, None)] if line is None else cutter.cut(number, line):
            found = True
            yield element
    if cutter.content or not found:
        yield cutter.begun or number, within_limit(cutter.content or bytearray(b"[]"))


class Cutter:
    """The place in an array: how many brackets are open, and what was read of the current element."""

    def __init__(self) -> None:
        self.depth, self.begun, self.content = 0, 0, bytearray()

    def cut(self, number: int, line: bytes) -> Iterator[Numbered]:
        """The elements that end in a line."""
        start = 0
        for token in TOKEN.finditer(line):
            mark = token[0]
            if mark.startswith(b'"'):
                if self.depth == 1:
                    yield number, mark
                continue
            self.depth += 1 if mark in b"{[" else -1
            if mark in b"{[" and self.depth == 2:
                self.begun, start = number, token.start()
            elif mark in b"}]" and self.depth == 1:
                content, self.content = self.content + line[start : token.end()], bytearray()
                yield self.begun, within_limit(content)
        if self.depth >= 2 and len(self.content) <= MAX_BYTES:
            self.content += line[start:]


def within_limit(content: bytearray) -> bytes | None:
    return bytes(content) if len(content) <= MAX_BYTES else None
