from typing import Any

import pytest

from onrecord.ingest.formats.pdf_visibility import InvisibleText

AS_IT_IS = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
AT_100 = (1.0, 0.0, 0.0, 1.0, 100.0, 100.0)
PAGE = (0, 0, 600, 800)

Drawn = list[tuple[bytes, list[Any]]]


def is_kept(drawn: Drawn, at: tuple[float, ...] = AT_100, keep_invisible: bool = False) -> bool:
    """Whether text that is shown after these operators stays."""
    page = InvisibleText(PAGE, keep_invisible)
    for operator, operands in drawn:
        page.before(operator, operands, AS_IT_IS, at)
    text: list[Any] = ["secret"]
    page.before(b"Tj", text, AS_IT_IS, at)
    return text == ["secret"]


@pytest.mark.parametrize(
    ("drawn", "kept"),
    [
        ([], True),
        ([(b"Tr", [3])], False),
        ([(b"Tr", [7])], False),
        ([(b"Tr", [3]), (b"Tr", [0])], True),
        ([(b"rg", [1, 1, 1])], False),
        ([(b"g", [1])], False),
        ([(b"k", [0, 0, 0, 0])], False),
        ([(b"k", [0, 0, 0, 1])], True),
        ([(b"rg", [1, 1, 1]), (b"rg", [0, 0, 0])], True),
        ([(b"scn", [1])], True),  # may be a tint of any colour
        ([(b"Tf", ["/F1", 1])], False),
        ([(b"q", []), (b"g", [1]), (b"Q", [])], True),
        ([(b"g", [1]), (b"q", []), (b"g", [0]), (b"Q", [])], False),
        ([(b"g", [0]), (b"f", []), (b"g", [1])], True),  # white on a dark box
        ([(b"g", [1]), (b"f", [])], False),  # white on a white box
        ([(b"Do", []), (b"g", [1])], True),  # white on a picture
    ],
)
def test_what_hides_text(drawn: Drawn, kept: bool) -> None:
    assert is_kept(drawn) == kept


@pytest.mark.parametrize(("x", "y", "kept"), [(100, 100, True), (-100, 100, True), (-400, 100, False), (700, 100, False), (100, -10, False), (100, 900, False)])
def test_text_outside_the_page(x: float, y: float, kept: bool) -> None:
    assert is_kept([], (1.0, 0.0, 0.0, 1.0, x, y)) == kept


def test_text_that_is_scaled_to_a_point() -> None:
    assert not is_kept([], (0.01, 0.0, 0.0, 0.01, 100.0, 100.0))


def test_words_of_a_scan_can_be_kept() -> None:
    assert is_kept([(b"Tr", [3])], keep_invisible=True)
