"""Puts the pieces of a PDF page into the order of reading: lines from top to bottom, column after column."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from onrecord.ingest.formats.pdf_page import Piece, is_from_right
from onrecord.vectorstore.words import common_words

MIN_LINES = 3  # lines of each of two columns
MIN_LETTERS = 15  # letters of an average line of a column; cells of a table are shorter
MIN_OVERLAP = 0.3  # share of the height of the shorter of two columns that lies beside the other one
MAX_FILLED, MAX_FILLED_BY_TWO = 0.65, 0.5  # share of a table row's width that its cells fill, with three cells and more, and with two
MIN_INITIAL = 1.8  # of the text's size
INITIAL = re.compile(r"[“\"„«‘']?[^\W\d_]")
SAME_LINE = 0.4  # of the font's size
EDGE = 2.0  # points by which the left edges of a column's lines differ


@dataclass(frozen=True)
class Line:
    """Pieces on one baseline. `region` numbers the column or the part of a page that the line belongs to. `is_row`: of a table."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    is_row: bool
    region: int = 0


def lines_of(pieces: list[Piece]) -> list[Line]:
    """The lines of a page in the order of reading."""
    return [replace(line, region=n) for n, region in enumerate(regions(with_initials(pieces))) for line in rows(region)]


def with_initials(pieces: list[Piece]) -> list[Piece]:
    """The pieces, with a large initial put before the first line that stands beside it."""
    initials = {p: first for p in pieces if INITIAL.fullmatch(p.text) and (first := beside(p, pieces))}
    begun = {first: replace(first, text=with_initial(p.text, first.text)) for p, first in initials.items()}
    return [begun.get(p, p) for p in pieces if p not in initials]


def beside(initial: Piece, pieces: list[Piece]) -> Piece | None:
    smaller = [p for p in pieces if p.size * MIN_INITIAL <= initial.size]
    near = [p for p in smaller if -0.5 * p.size < p.x0 - initial.x1 < 1.5 * p.size and -0.5 * p.size < p.y - initial.y < initial.size]
    return max(near, key=lambda p: p.y) if len(near) > 1 else None


def with_initial(initial: str, line: str) -> str:
    """A line with its initial, which is a letter of the first word or a word of its own: "A" and "I"."""
    rest = line.split(maxsplit=1)[0].strip(",.;:’'”\"")
    is_word = initial in ("A", "I", "O") and rest.lower() in common_words() and (initial + rest).lower() not in common_words()
    return f"{initial} {line}" if is_word else initial + line


def rows(pieces: list[Piece]) -> list[Line]:
    """The lines of one region from top to bottom."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: -p.y):
        if lines and lines[-1][0].y - piece.y < SAME_LINE * max(piece.size, lines[-1][0].size):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [joined(sorted(line, key=lambda p: -p.x1 if is_from_right(p.text) else p.x0)) for line in lines]


def joined(line: list[Piece]) -> Line:
    most = max(line, key=lambda p: len(p.text))
    left, right = min(p.x0 for p in line), max(p.x1 for p in line)
    filled = sum(p.x1 - p.x0 for p in line) / max(right - left, 1.0)
    is_row = len(line) > 1 and filled < (MAX_FILLED if len(line) > 2 else MAX_FILLED_BY_TWO)  # a justified line has wide gaps too, but is fuller
    return Line(" ".join(p.text for p in line), left, right, most.y, most.size, is_row)


def regions(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """The parts of a page in the order of reading: each column, and what stands above, between and below columns."""
    found = best_gutter(pieces)
    if found is None:
        yield from [pieces] if pieces else []
        return
    x, bands = found
    rest = [p for p in pieces if not any(is_within(p, band) for band in bands)]
    for top, bottom in bands:
        above = [p for p in rest if p.y >= top]
        rest = [p for p in rest if p.y < top]
        inside = [p for p in pieces if is_within(p, (top, bottom))]
        yield from [above] if above else []
        yield from regions([p for p in inside if p.x1 <= x])
        yield from regions([p for p in inside if p.x0 >= x])
    yield from [rest] if rest else []


def is_within(piece: Piece, band: tuple[float, float]) -> bool:
    return band[1] <= piece.y < band[0]


def best_gutter(pieces: list[Piece]) -> tuple[float, list[tuple[float, float]]] | None:
    """The place between two columns, and the bands (top, bottom) of the page that have these columns. None if there are no columns."""
    best: tuple[float, list[tuple[float, float]]] | None = None
    most = 0
    for x in left_edges(pieces):
        bands = [band for band in bands_beside(pieces, x) if has_columns([p for p in pieces if is_within(p, band)], x)]
        covered = sum(len(p.text) for p in pieces if any(is_within(p, band) for band in bands))
        if covered > most:
            best, most = (x, bands), covered
    return best


def left_edges(pieces: list[Piece]) -> list[float]:
    """The places just left of where at least three lines begin, without the leftmost such place."""
    counted: dict[int, int] = {}
    for piece in pieces:
        counted[round(piece.x0 / EDGE)] = counted.get(round(piece.x0 / EDGE), 0) + 1
    edges = [n for n in counted if counted[n] + counted.get(n + 1, 0) >= MIN_LINES]
    return [n * EDGE - EDGE for n in sorted(edges)]


def bands_beside(pieces: list[Piece], x: float) -> Iterator[tuple[float, float]]:
    """The bands of a page, from top to bottom, in which nothing crosses a place. A band ends just above the line that crosses."""
    top = float("inf")
    for crossing in sorted((p for p in pieces if p.x0 < x < p.x1), key=lambda p: -p.y):
        yield top, crossing.y + crossing.size * SAME_LINE
        top = crossing.y - crossing.size * SAME_LINE
    yield top, float("-inf")


def has_columns(pieces: list[Piece], x: float) -> bool:
    left, right = [p for p in pieces if p.x1 <= x], [p for p in pieces if p.x0 >= x]
    if not all(len(side) >= MIN_LINES and sum(len(p.text) for p in side) >= MIN_LETTERS * len(side) for side in (left, right)):
        return False
    (bottom, top), (other_bottom, other_top) = ((min(p.y for p in side), max(p.y for p in side)) for side in (left, right))
    return min(top, other_top) - max(bottom, other_bottom) >= MIN_OVERLAP * min(top - bottom, other_top - other_bottom)
