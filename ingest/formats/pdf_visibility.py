"""Finds the invisible text of a PDF page: in an invisible mode, transparent, or white on the empty page.

Tiny text and text beside the page are left out by `pdf_page`.
"""

import ctypes
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as c

INVISIBLE_MODES = (3, 7)  # text rendering modes
STROKED_MODES = (1, 2, 5, 6)
MIN_WHITE = 242  # of 255; lowest value of each colour component that counts as white
MAX_FAINT = 12  # of 255; text that is no more opaque cannot be read
MIN_PICTURE = 0.5  # share of the page that a picture covers in a scan
MAX_DEPTH = 15  # drawings within drawings

Box = tuple[float, float, float, float]
Colour = tuple[int, int, int, int]


@dataclass(frozen=True)
class Objects:
    """The addresses of the text objects that cannot be seen, and whether a picture covers most of the page."""

    hidden: set[int]
    has_picture: bool


def hidden_objects(page: Any, keep_invisible: bool) -> Objects:
    """Follow the objects of a page in the order in which they are drawn."""
    hidden: set[int] = set()
    painted: list[Box | None] = []  # where something other than white was drawn; None for a place that is unknown
    area, has_picture = page.get_width() * page.get_height(), False
    for drawn in page.get_objects(max_depth=MAX_DEPTH):
        box = None if drawn.level else drawn.get_bounds()
        if drawn.type == c.FPDF_PAGEOBJ_TEXT:
            if is_invisible(drawn.raw, box, painted, keep_invisible):
                hidden.add(ctypes.cast(drawn.raw, ctypes.c_void_p).value or 0)
        elif drawn.type in (c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_SHADING):
            painted.append(box)
            has_picture |= drawn.type == c.FPDF_PAGEOBJ_IMAGE and (box is None or covers(box) >= MIN_PICTURE * area)
        elif drawn.type == c.FPDF_PAGEOBJ_PATH and is_painted(drawn.raw):
            painted.append(box)
    return Objects(hidden, has_picture)


def is_invisible(text: Any, box: Box | None, painted: list[Box | None], keep_invisible: bool) -> bool:
    mode = c.FPDFTextObj_GetTextRenderMode(text)
    if mode in INVISIBLE_MODES:
        return not keep_invisible
    colours = [colour_of(c.FPDFPageObj_GetFillColor, text)] if mode != 1 else []
    colours += [colour_of(c.FPDFPageObj_GetStrokeColor, text)] if mode in STROKED_MODES else []
    return all(is_unseen(colour, box, painted) for colour in colours)


def is_unseen(colour: Colour | None, box: Box | None, painted: list[Box | None]) -> bool:
    """Whether a colour is transparent, or white where nothing else was painted. An unknown colour is seen."""
    if colour is None:
        return False
    return colour[3] <= MAX_FAINT or (is_white(colour) and not any(overlap(box, other) for other in painted))


def is_painted(path: Any) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    if not c.FPDFPath_GetDrawMode(path, mode, stroke) or not mode.value:
        return False
    colour = colour_of(c.FPDFPageObj_GetFillColor, path)
    return colour is None or not (is_white(colour) or colour[3] <= MAX_FAINT)


def colour_of(getter: Any, drawn: Any) -> Colour | None:
    """Red, green, blue and opacity, each 0 to 255; None for a pattern."""
    values = [ctypes.c_uint() for _ in range(4)]
    if not getter(drawn, *values):
        return None
    red, green, blue, opacity = (value.value for value in values)
    return red, green, blue, opacity


def is_white(colour: Colour) -> bool:
    return min(colour[:3]) >= MIN_WHITE


def covers(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def overlap(one: Box | None, other: Box | None) -> bool:
    return one is None or other is None or (one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3])
