import pytest

from onrecord.ingest.formats import pdf
from onrecord.ingest.formats.pdf import join_lines, read_pdf
from onrecord.ingest.limits import OverLimit
from tests.ingest.bombs import pdf_of

WIDE = "The dockers said on the same evening that they would wait for the council"


def page(*lines: str) -> bytes:
    return pdf_of(("BT /F1 12 Tf 72 700 Td 14 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET").encode(), b"[]")


def test_lines_become_paragraphs() -> None:
    assert read_pdf(page(WIDE, "to meet.", "It rained."))[:2] == ("text", f"{WIDE} to meet.\nIt rained.")


def test_pages_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PAGES", 0)
    with pytest.raises(OverLimit, match="more than 0 pages"):
        read_pdf(page(WIDE))


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (f"{WIDE}\nto meet.", f"{WIDE} to meet."),  # no sentence ends here
        (f"{WIDE}.\nThen it rained.", f"{WIDE}. Then it rained."),  # a full line
        (f"It rained.\n{WIDE}.", f"It rained.\n{WIDE}."),  # a short line that ends a sentence
        ("It rained on Tues-\nday. Tuesday was wet.", "It rained on Tuesday. Tuesday was wet."),  # elsewhere without a hyphen
        ("A well-\nknown harbour", "A well-known harbour"),
        ("One line\n\nAnother", "One line\nAnother"),
        ("", ""),
    ],
)
def test_joining_of_lines(lines: str, joined: str) -> None:
    assert join_lines(lines) == joined


@pytest.mark.parametrize(("title", "kept"), [("Vote put off", True), ("Microsoft Word - draft", False), ("Untitled", False), ("report.docx", False)])
def test_titles_that_programs_set_are_no_titles(title: str, kept: bool) -> None:
    assert (pdf.PROGRAM_TITLE.search(title) is None) == kept
