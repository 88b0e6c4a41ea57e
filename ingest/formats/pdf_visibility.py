"""Removes invisible text of a PDF page: text in an invisible mode, in white on the empty page, too small to read, or outside the page."""

from dataclasses import dataclass, replace
from typing import Any

SHOW_TEXT = {b"Tj", b"TJ", b"'", b'"'}
FILL_SHAPE = {b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"}
COLOURS = {b"g": 1, b"rg": 3, b"k": 4, b"sc": 3, b"scn": 3}  # operator → number of its operands; with another number of operands, the colour is unknown
INVISIBLE_MODES = (3, 7)  # text rendering modes
MIN_WHITE = 0.95  # lowest value of each colour component that counts as white
MAX_TINY = 1.5  # points; no letter of this size is readable
MARGIN = 300  # points; a line that begins so far left of the page may still reach it

Matrix = tuple[float, ...]


@dataclass(frozen=True)
class State:
    """The part of the graphics state that decides visibility. The operator `q` saves the state, `Q` restores it."""

    mode: int = 0
    white: bool = False
    size: float = 12.0


class InvisibleText:
    """Follows the drawing operators of a page and empties invisible text before pypdf extracts it."""

    def __init__(self, box: Any, keep_invisible: bool) -> None:
        self._box, self._keep_invisible = box, keep_invisible
        self._state, self._saved, self._painted = State(), list[State](), False

    def before(self, operator: bytes, operands: Any, page: Matrix, text: Matrix) -> None:
        if operator in SHOW_TEXT:
            if operands and self._is_invisible(page, text):
                operands[-1] = type(operands[-1])()
        elif operator == b"q":
            self._saved.append(self._state)
        elif operator == b"Q":
            self._state = self._saved.pop() if self._saved else State()
        elif operator in FILL_SHAPE:
            self._painted |= not self._state.white
        elif operator in (b"sh", b"Do"):
            self._painted = True
        else:
            self._change(operator, operands)

    def _change(self, operator: bytes, operands: Any) -> None:
        numbers = [float(o) for o in operands if isinstance(o, (int, float))]
        if operator == b"Tr" and numbers:
            self._state = replace(self._state, mode=int(numbers[0]))
        elif operator == b"Tf" and numbers:
            self._state = replace(self._state, size=numbers[-1])
        elif operator in COLOURS or operator == b"cs":
            self._state = replace(self._state, white=len(numbers) == COLOURS.get(operator) and is_white(numbers))

    def _is_invisible(self, page: Matrix, text: Matrix) -> bool:
        if self._state.mode in INVISIBLE_MODES and not self._keep_invisible:
            return True
        if self._state.white and not self._painted:
            return True
        scale = max(abs(text[0]), abs(text[1])) * max(abs(page[0]), abs(page[1]))
        if abs(self._state.size) * scale <= MAX_TINY:
            return True
        x, y = (text[4] * page[i] + text[5] * page[i + 2] + page[i + 4] for i in (0, 1))
        left, bottom, right, top = (float(edge) for edge in self._box)
        return not (left - MARGIN <= x <= right and bottom <= y <= top)


def is_white(numbers: list[float]) -> bool:
    return all(n <= 1 - MIN_WHITE for n in numbers) if len(numbers) == 4 else all(n >= MIN_WHITE for n in numbers)
