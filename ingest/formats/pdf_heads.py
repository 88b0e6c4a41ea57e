"""Finds what stands at the top and bottom of the pages of a PDF and is no part of the article: running heads and feet, and page numbers."""

import re
from itertools import pairwise

from onrecord.ingest.formats.pdf_layout import Line, rows
from onrecord.ingest.formats.pdf_page import Page, Piece
from onrecord.vectorstore.model import Removed

MAX_EDGE_LINES = 3  # lines of a head or foot
MIN_SHARE = 0.3  # of the pages; left and right pages can have different heads
MAX_MOVED = 12.0  # points by which a running head differs in height between pages
MIN_LARGER = 1.1  # a headline that is repeated in small letters on the next page is a head
MIN_APART = 1.6  # of the usual distance of lines; a page number stands apart from the text
PAGE_NUMBER = re.compile(r"\W*(?:[^\W\d]{1,9}\W*)?(\d{1,4})(?:\s?(?:/|[^\W\d]{1,4}|\|)\s?\d{1,4})?\W*")

Key = tuple[bool, str]


def drop_heads(pages: list[Page]) -> tuple[list[list[Piece]], tuple[Removed, ...]]:
    """The pieces of each page without heads and feet, and these."""
    lines = [rows(page.pieces) for page in pages]
    met = edge_lines(pages, lines)
    kept, removed = [], []
    for number, (sheet, found) in enumerate(zip(pages, lines, strict=True)):
        earlier = {line.text: line.size for other in lines[:number] for line in other}
        heads = list(heads_of(found, sheet, number, met, len(pages), earlier))
        heights = {line.y for line in heads}
        kept.append([p for p in sheet.pieces if not any(abs(p.y - y) < p.size * 0.4 for y in heights)])
        removed += [Removed("page-number" if PAGE_NUMBER.fullmatch(line.text) else "running-head", line.text) for line in heads]
    return kept, tuple(removed)


def edge_lines(pages: list[Page], lines: list[list[Line]]) -> dict[Key, set[int]]:
    """The pages that have a line at their edge, for each such line."""
    met: dict[Key, set[int]] = {}
    for number, (page, found) in enumerate(zip(pages, lines, strict=True)):
        for at_top, line in edges(found):
            met.setdefault(key_of(line, at_top, page), set()).add(number)
    return met


def edges(lines: list[Line]) -> list[tuple[bool, Line]]:
    """The outermost lines of a page, each with whether it is at the top."""
    size = min(MAX_EDGE_LINES, (len(lines) + 1) // 2)
    return [(True, line) for line in lines[:size]] + [(False, line) for line in lines[len(lines) - size :] if len(lines) > size]


def key_of(line: Line, at_top: bool, page: Page) -> Key:
    """What running heads have in common: their place, and their words without figures."""
    return at_top, re.sub(r"\d+", "#", line.text.casefold()) + f" @{round((page.height - line.y if at_top else line.y) / MAX_MOVED)}"


def heads_of(lines: list[Line], page: Page, number: int, met: dict[Key, set[int]], pages: int, earlier: dict[str, float]) -> list[Line]:
    """The heads and feet, from the edges inwards to the first line that is neither."""
    found: list[Line] = []
    for at_top in (True, False):
        for line in (line for top, line in (edges(lines) if at_top else reversed(edges(lines))) if top == at_top):
            repeats = is_head(line) and len(pages_with(met, line, at_top, page)) >= max(2, MIN_SHARE * pages)
            names_article = at_top and earlier.get(line.text, 0) > MIN_LARGER * line.size
            if not (repeats or names_article or is_page_number(line, lines, number)):
                break
            found.append(line)
    return found


def is_head(line: Line) -> bool:
    """Whether a line can be a head. A row of figures that is much like that on another page is none."""
    return any(map(str.isalpha, line.text)) or PAGE_NUMBER.fullmatch(line.text) is not None


def pages_with(met: dict[Key, set[int]], line: Line, at_top: bool, page: Page) -> set[int]:
    """The pages that have the line at this place, or a little above or below it."""
    top, key = key_of(line, at_top, page)
    words, _, place = key.rpartition("@")
    here, above, below = (met.get((top, f"{words}@{int(place) + step}"), set()) for step in (0, 1, -1))
    return max(here | above, here | below, key=len)


def is_page_number(line: Line, lines: list[Line], number: int) -> bool:
    found = PAGE_NUMBER.fullmatch(line.text)
    if found is None or int(found[1]) != number + 1 or len(lines) < 3:
        return False
    gaps = sorted(a.y - b.y for a, b in pairwise(lines))
    nearest = min(abs(line.y - other.y) for other in lines if other is not line)
    return nearest > MIN_APART * gaps[len(gaps) // 2] or line.size < 0.9 * sorted(other.size for other in lines)[len(lines) // 2]
