"""PDF: the text of its pages, with the lines of the page made paragraphs again."""

import io
import re
from collections import Counter
from typing import Any

from onrecord.ingest.formats.pdf_visibility import Ink
from onrecord.ingest.limits import PAGES, OverLimit

STOP = re.compile(r"[.!?:…][\"'”’)\]]*$")
FULL = 0.75  # of the widest line: a line that ends a sentence earlier ends its paragraph
NO_TITLE = re.compile(r"^microsoft \w+ - |^untitled|\.(?:docx?|odt|indd|pdf|rtf)$", re.IGNORECASE)  # the program's, not the author's
HYPHEN = re.compile(r"(\w+)-\n(\w+)")


def read_pdf(raw: bytes) -> tuple[str, str, dict[str, Any]]:
    """Kind, text and facts of a PDF.

    Raises:
        OverLimit: it is locked or has too many pages.
    """
    from pypdf import PdfReader  # only PDF files need it
    from pypdf.errors import LimitReachedError

    try:
        reader = PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise OverLimit("locked with a password")
        if len(reader.pages) > PAGES:
            raise OverLimit(f"a PDF of more than {PAGES} pages")
        text = "\n".join(read_page(page) for page in reader.pages)
        if not text.strip():  # a scan, whose words were laid invisibly over its picture
            text = "\n".join(read_page(page, keep_invisible=True) for page in reader.pages)
    except LimitReachedError as e:
        raise OverLimit(f"unpacks to more than it may: {e}") from None
    about = reader.metadata
    facts = {"title": about.title, "authors": about.author} if about else {}
    if NO_TITLE.search(facts.get("title") or ""):
        del facts["title"]
    return "text", paragraphs(text), {k: str(v) for k, v in facts.items() if v}


def read_page(page: Any, keep_invisible: bool = False) -> str:
    return str(page.extract_text(visitor_operand_before=Ink(page.mediabox, keep_invisible).before))


def paragraphs(text: str) -> str:
    """One paragraph a line. A word cut at the end of a line is joined, without its hyphen where the document has the word whole."""
    words = Counter(re.findall(r"\w+", text))
    text = HYPHEN.sub(lambda m: m[1] + m[2] if words[m[1] + m[2]] else f"{m[1]}-{m[2]}", text)
    lines = [" ".join(line.split()) for line in text.split("\n")]
    widest = sorted(map(len, lines))[len(lines) * 9 // 10] if lines else 0
    made: list[str] = []
    open_end = False
    for line in lines:
        if open_end and line:
            made[-1] += f" {line}"
        elif line:
            made.append(line)
        open_end = bool(line) and not (STOP.search(line) and len(line) < FULL * widest)
    return "\n".join(made)
