"""Reads PDF files: the text of the pages, with lines joined to paragraphs."""

import io
import re
from collections import Counter
from typing import Any

from onrecord.ingest.formats.pdf_visibility import InvisibleText
from onrecord.ingest.limits import MAX_PAGES, OverLimit

SENTENCE_END = re.compile(r"[.!?:…][\"'”’)\]]*$")
MIN_FULL_LINE = 0.75  # share of the widest line; a shorter line with the end of a sentence ends its paragraph
PROGRAM_TITLE = re.compile(r"^microsoft \w+ - |^untitled|\.(?:docx?|odt|indd|pdf|rtf)$", re.IGNORECASE)  # titles that the program sets, not the author
HYPHEN = re.compile(r"(\w+)-\n(\w+)")


def read_pdf(raw: bytes) -> tuple[str, str, dict[str, Any]]:
    """Kind, text and facts of a PDF.

    Raises:
        OverLimit: the file is protected by a password or has too many pages.
    """
    from pypdf import PdfReader  # only PDF files need it
    from pypdf.errors import LimitReachedError

    try:
        reader = PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise OverLimit("protected by a password")
        if len(reader.pages) > MAX_PAGES:
            raise OverLimit(f"a PDF of more than {MAX_PAGES} pages")
        text = "\n".join(read_page(page) for page in reader.pages)
        if not text.strip():  # a scan: the recognized words are invisible and lie over the picture
            text = "\n".join(read_page(page, keep_invisible=True) for page in reader.pages)
    except LimitReachedError as e:
        raise OverLimit(f"decompresses beyond the size limit: {e}") from None
    about = reader.metadata
    facts = {"title": about.title, "authors": about.author} if about else {}
    if PROGRAM_TITLE.search(facts.get("title") or ""):
        del facts["title"]
    return "text", join_lines(text), {k: str(v) for k, v in facts.items() if v}


def read_page(page: Any, keep_invisible: bool = False) -> str:
    return str(page.extract_text(visitor_operand_before=InvisibleText(page.mediabox, keep_invisible).before))


def join_lines(text: str) -> str:
    """Join lines so that each paragraph is one line.

    The two parts of a word with a hyphen at the end of a line are joined. The hyphen is removed if the document has the full word elsewhere.
    """
    words = Counter(re.findall(r"\w+", text))
    text = HYPHEN.sub(lambda m: m[1] + m[2] if words[m[1] + m[2]] else f"{m[1]}-{m[2]}", text)
    lines = [" ".join(line.split()) for line in text.split("\n")]
    widest = sorted(map(len, lines))[len(lines) * 9 // 10] if lines else 0
    joined: list[str] = []
    open_end = False
    for line in lines:
        if open_end and line:
            joined[-1] += f" {line}"
        elif line:
            joined.append(line)
        open_end = bool(line) and not (SENTENCE_END.search(line) and len(line) < MIN_FULL_LINE * widest)
    return "\n".join(joined)
