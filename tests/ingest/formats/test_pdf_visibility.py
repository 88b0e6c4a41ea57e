import pytest

from onrecord.ingest.formats.pdf import read_pdf
from tests.ingest.bombs import pdf_of

SHOWN = "The dockers said on the same evening that they would wait for the council to meet again in June."
SECRET = "The mayor resigned on Monday."


def is_kept(drawing: str) -> bool:
    """Whether a text that is shown after these operators stays."""
    content = f"BT /F1 12 Tf 72 700 Td ({SHOWN}) Tj ET {drawing} ({SECRET}) Tj ET"
    text, facts, removed = read_pdf(pdf_of(content.encode(), b"[]"))
    assert SHOWN in text
    shown = SECRET in f"{text} {facts}"
    assert shown or [(r.rule, r.text) for r in removed] == [("hidden-text", SECRET)]
    return shown


AT_100 = "BT /F1 12 Tf 100 100 Td"


@pytest.mark.parametrize(
    ("drawing", "kept"),
    [
        (AT_100, True),
        (f"{AT_100} 3 Tr", False),
        (f"{AT_100} 7 Tr", False),
        (f"{AT_100} 3 Tr 0 Tr", True),
        (f"{AT_100} 1 1 1 rg", False),
        (f"{AT_100} 1 g", False),
        (f"{AT_100} 0 0 0 0 k", False),
        (f"{AT_100} 0 0 0 1 k", True),
        (f"{AT_100} 1 1 1 rg 0 0 0 rg", True),
        (f"{AT_100} 1 g 1 Tr 0 G", True),  # white letters with a black outline
        (f"{AT_100} /F1 1 Tf", False),
        (f"q 1 g Q {AT_100}", True),
        (f"1 g q 0 g Q {AT_100}", False),
        (f"0 g 50 50 500 100 re f 1 g {AT_100}", True),  # white on a dark box
        (f"0 g 50 300 500 100 re f 1 g {AT_100}", False),  # beside the dark box
        (f"1 g 50 50 500 100 re f {AT_100}", False),  # white on a white box
    ],
)
def test_what_hides_text(drawing: str, kept: bool) -> None:
    assert is_kept(drawing) == kept


@pytest.mark.parametrize(("x", "y", "kept"), [(100, 100, True), (-400, 100, False), (700, 100, False), (100, -20, False), (100, 900, False)])
def test_text_outside_the_page(x: int, y: int, kept: bool) -> None:
    assert is_kept(f"BT /F1 12 Tf {x} {y} Td") == kept


def test_text_that_is_scaled_to_a_point() -> None:
    assert not is_kept("BT /F1 12 Tf 0.01 0 0 0.01 100 100 Tm")


def test_sideways_text_is_kept_apart() -> None:
    text, _, removed = read_pdf(pdf_of(f"BT /F1 12 Tf 72 700 Td ({SHOWN}) Tj ET BT /F1 8 Tf 0 1 -1 0 30 200 Tm (Photo: Oona Vell) Tj ET".encode(), b"[]"))
    assert text == SHOWN and [(r.rule, r.text) for r in removed] == [("sideways-text", "Photo: Oona Vell")]
