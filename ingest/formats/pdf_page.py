"""Reads the visible pieces of text of a PDF page with their place and size, through PDFium, the PDF library of Chrome.

Places are in points from the lower left corner of the page as it is shown, also if the page is rotated.
"""

import ctypes
import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2.raw as c

from onrecord.ingest.formats.pdf_visibility import hidden_objects

MAX_GAP = 1.0  # of the font's size; a wider gap separates pieces: columns, or cells of a table
MAX_BACK = 1.2  # of the size; the letters of a ligature have one place
MAX_SHIFT = 0.6  # of the size; letters of one line differ less in height, also raised ones
SMALL, RAISED = 0.85, 0.15  # of the size; a smaller figure that stands higher or lower is an exponent, an index or the mark of a note
DIGITS = "0123456789"
RAISED_DIGITS, LOWERED_DIGITS = (str.maketrans(DIGITS, small) for small in ("⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉"))
LINE_END_HYPHENS = {0x2, 0xFFFE}  # PDFium's marks for a hyphen at the end of a line
SPACES = {0x20, 0xA0, 0xD, 0xA, 0x9, 0x3000, *range(0x2000, 0x200B)}
MIN_SIZE = 1.5  # points; no letter of this size is readable
MAX_ANGLE = 20  # degrees; letters that are turned further are printed sideways
SHOWN, TURNED, HIDDEN = "shown", "turned", "hidden"
PRIVATE = range(0xE000, 0xF900)


@dataclass(frozen=True)
class Piece:
    """Letters on one line without a wide gap. `y` is the baseline."""

    text: str
    x0: float
    x1: float
    y: float
    size: float


@dataclass(frozen=True)
class Page:
    """`turned` is text that is printed sideways, `hidden` text that cannot be seen. `unknown` counts letters whose font does not say what they mean."""

    pieces: list[Piece]
    width: float
    height: float
    turned: str
    hidden: str
    unknown: int
    has_picture: bool


@dataclass(frozen=True)
class Letter:
    text: str
    x0: float
    x1: float
    y: float
    size: float
    after_space: bool
    seen: str


def read_page(page: Any, keep_invisible: bool = False) -> Page:
    """Args: keep_invisible: also the text in an invisible mode: in a scan, the recognized words lie invisibly over the picture."""
    objects = hidden_objects(page, keep_invisible)
    letters = list(Letters(page, objects.hidden))
    shown, turned, hidden = ([letter for letter in letters if letter.seen == seen] for seen in (SHOWN, TURNED, HIDDEN))
    width, height = page.get_size()
    unknown = sum(letter.text == "\ufffd" for letter in shown)
    return Page(pieces_of(shown), width, height, text_of(turned), text_of(hidden), unknown, objects.has_picture)


class Letters:
    """The letters of a page in the order in which they are drawn.

    Args:
        hidden: addresses of the text objects that cannot be seen.
    """

    def __init__(self, page: Any, hidden: set[int]) -> None:
        self._page, self._text, self._hidden = page, page.get_textpage(), hidden
        self._box, self._rotation = page.get_bbox(), page.get_rotation()
        self._sizes: dict[int, tuple[float, bool]] = {}

    def __iter__(self) -> Iterator[Letter]:
        after_space = False
        for n in range(self._text.count_chars()):
            code = c.FPDFText_GetUnicode(self._text, n)
            if code in SPACES:
                after_space = True
            elif letter := self._letter(n, character_of(code), after_space):
                yield letter
                after_space = False

    def _letter(self, n: int, text: str, after_space: bool) -> Letter | None:
        box, x, y = c.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        if not (c.FPDFText_GetCharOrigin(self._text, n, x, y) and c.FPDFText_GetLooseCharBox(self._text, n, box)):
            return None
        drawn = address(c.FPDFText_GetTextObject(self._text, n))
        size, is_turned = self._size(n, drawn)
        left, bottom, right, top = self._box
        is_outside = not (left <= (box.left + box.right) / 2 <= right and bottom <= y.value <= top)
        seen = HIDDEN if drawn in self._hidden or size <= MIN_SIZE or is_outside else TURNED if is_turned else SHOWN
        (x0, _), (x1, _), (_, baseline) = (self._upright(*point) for point in ((box.left, box.bottom), (box.right, box.top), (x.value, y.value)))
        return Letter(text, min(x0, x1), max(x0, x1), baseline, size, after_space, seen)

    def _size(self, n: int, drawn: int) -> tuple[float, bool]:
        """The size of a letter in points, and whether it is turned on the page as it is shown."""
        if drawn not in self._sizes:
            matrix = c.FS_MATRIX()
            c.FPDFText_GetMatrix(self._text, n, matrix)
            size = c.FPDFText_GetFontSize(self._text, n) * math.hypot(matrix.c, matrix.d)
            angle = math.degrees(math.atan2(matrix.b, matrix.a)) - self._rotation
            self._sizes[drawn] = size, abs((angle + 180) % 360 - 180) > MAX_ANGLE
        return self._sizes[drawn]

    def _upright(self, x: float, y: float) -> tuple[float, float]:
        """A point on the page as it is shown."""
        left, bottom, right, top = self._box
        x, y = x - left, y - bottom
        return {0: (x, y), 90: (y, right - left - x), 180: (right - left - x, top - bottom - y), 270: (top - bottom - y, x)}[self._rotation % 360]


def text_of(letters: list[Letter]) -> str:
    return "".join(f" {letter.text}" if letter.after_space else letter.text for letter in letters).strip()


def character_of(code: int) -> str:
    if code in LINE_END_HYPHENS:
        return "-"
    return "\ufffd" if code in PRIVATE or code == 0 or 0xD800 <= code < 0xE000 else chr(code)


def address(pointer: Any) -> int:
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def pieces_of(letters: list[Letter]) -> list[Piece]:
    pieces: list[Piece] = []
    for letter in letters:
        if pieces and continues(pieces[-1], letter):
            pieces[-1] = extended(pieces[-1], letter)
        else:
            pieces.append(Piece(letter.text, letter.x0, letter.x1, letter.y, letter.size))
    return pieces


def continues(piece: Piece, letter: Letter) -> bool:
    size = max(piece.size, letter.size)
    if abs(letter.y - piece.y) >= MAX_SHIFT * size:
        return False
    if is_from_right(letter.text):
        return -MAX_BACK * size < piece.x0 - letter.x1 < MAX_GAP * size
    return -MAX_BACK * size < letter.x0 - piece.x1 < MAX_GAP * size


def is_from_right(text: str) -> bool:
    """Whether a text is written from right to left: Arabic or Hebrew."""
    return unicodedata.bidirectional(text[0]) in ("R", "AL")


def extended(piece: Piece, letter: Letter) -> Piece:
    text, space = letter.text, " " if letter.after_space else ""
    if is_figure_beside(letter.text, letter.y - piece.y, letter.size, piece.size):
        text = small_figures(text, letter.y > piece.y)
        space = space if letter.x0 - piece.x1 > RAISED * piece.size else ""
    elif is_figure_beside(piece.text, piece.y - letter.y, piece.size, letter.size):
        piece = replace(piece, text=small_figures(piece.text, piece.y > letter.y))
    if letter.size > piece.size / SMALL:  # the piece began with a raised figure
        piece = replace(piece, y=letter.y, size=letter.size)
    return replace(piece, text=piece.text + space + text, x0=min(piece.x0, letter.x0), x1=max(piece.x1, letter.x1))


def is_figure_beside(text: str, higher: float, size: float, usual: float) -> bool:
    """Whether a figure is smaller than the letters beside it and raised or lowered: an exponent, an index, or the mark of a note."""
    return text.isdecimal() and text.isascii() and size < SMALL * usual and abs(higher) > RAISED * size


def small_figures(text: str, is_raised: bool) -> str:
    return text.translate(RAISED_DIGITS if is_raised else LOWERED_DIGITS)
