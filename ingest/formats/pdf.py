"""Reads PDF files: the paragraphs in the order of reading, without running heads, and the headline."""

import re
from typing import Any

from onrecord.ingest.formats.pdf_heads import drop_heads
from onrecord.ingest.formats.pdf_layout import lines_of
from onrecord.ingest.formats.pdf_page import Page, read_page
from onrecord.ingest.formats.pdf_paragraphs import numbered, paragraphs_of, split_title
from onrecord.ingest.limits import MAX_PAGES, OverLimit
from onrecord.vectorstore.model import Removed

PROGRAM_TITLE = re.compile(r"^microsoft \w+ - |^untitled|\.(?:docx?|odt|indd|pdf|rtf)$", re.IGNORECASE)  # titles that the program sets, not the author
MIN_LETTERS = 80  # a scan with fewer letters of text has only a stamp
MAX_UNKNOWN = 0.3  # share of letters without a meaning
NEEDS_OCR = "it needs OCR (for example with ocrmypdf) before it can be read"


def read_pdf(raw: bytes) -> tuple[str, dict[str, Any], tuple[Removed, ...]]:
    """Text, facts, and what is left out of the text.

    Raises:
        OverLimit: the file is protected by a password, has too many pages, or is a scan without recognized text.
    """
    import pypdfium2  # only PDF files need it

    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as e:
        raise OverLimit("protected by a password" if "assword" in str(e) else f"not a PDF that can be read: {e}") from None
    if len(document) > MAX_PAGES:
        raise OverLimit(f"a PDF of more than {MAX_PAGES} pages")
    pages = read_pages(document)
    pieces, heads = drop_heads(pages)
    paragraphs = paragraphs_of(numbered([lines_of(page) for page in pieces]))
    title, paragraphs = split_title(paragraphs)
    return "\n".join(p.text for p in paragraphs), facts_of(document, title), heads + left_out(pages)


def read_pages(document: Any) -> list[Page]:
    """The pages. Raises OverLimit if they have no text."""
    pages = [read_page(page) for page in document]
    if count_letters(pages) < MIN_LETTERS and any(page.has_picture for page in pages):
        recognized = [read_page(page, keep_invisible=True) for page in document]
        if count_letters(recognized) <= count_letters(pages):
            raise OverLimit(f"scanned: its pages are pictures without a text layer; {NEEDS_OCR}")
        return recognized
    if not count_letters(pages):  # a scan whose picture is made of many small ones
        pages = [read_page(page, keep_invisible=True) for page in document]
    if not count_letters(pages):
        raise OverLimit(f"it has no text layer: its letters are pictures or drawings; {NEEDS_OCR}")
    if sum(page.unknown for page in pages) > MAX_UNKNOWN * count_letters(pages):
        raise OverLimit(f"its fonts do not say which letters they draw, so that it has no text layer that can be read; {NEEDS_OCR}")
    return pages


def count_letters(pages: list[Page]) -> int:
    return sum(len(piece.text) for page in pages for piece in page.pieces)


def facts_of(document: Any, title: str) -> dict[str, Any]:
    """The facts in the document's properties. The printed headline is its title."""
    about = document.get_metadata_dict(skip_empty=True)
    given = about.get("Title", "").strip()
    facts = {"title": title or ("" if PROGRAM_TITLE.search(given) else given), "authors": about.get("Author", "").strip()}
    return {name: value for name, value in facts.items() if value}


def left_out(pages: list[Page]) -> tuple[Removed, ...]:
    turned = [Removed("sideways-text", page.turned) for page in pages if page.turned]
    hidden = [Removed("hidden-text", page.hidden) for page in pages if page.hidden]
    pictures = [n for n, page in enumerate(pages, 1) if page.has_picture and not page.pieces]
    scanned = [Removed("scanned-page", f"page {n}: a picture without text; {NEEDS_OCR}") for n in pictures]
    return tuple(turned + hidden + scanned)
