"""Reads Word documents as a zip of XML files. A library would decompress every part before a limit could be checked."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from onrecord.ingest.formats.docx_look import W, styles_of
from onrecord.ingest.formats.docx_text import Reading, read_blocks
from onrecord.ingest.limits import MAX_UNPACKED_BYTES, OverLimit, check_nesting, too_large
from onrecord.vectorstore.model import Removed

DC = "{http://purl.org/dc/elements/1.1/}"
MAX_FILES = 5000  # files in the zip; a long document with pictures has a few hundred
NOTE_PARTS = {"footnote": "word/footnotes.xml", "endnote": "word/endnotes.xml"}
BESIDE = {"header": "page-header", "footer": "page-footer", "comments": "comments"}  # parts that are no part of the text
TITLE_STYLES = re.compile(r"title|titel|titre|t[íi]tulo|titolo|headline", re.IGNORECASE)
HEADING_STYLES = re.compile(r"(?:heading|berschrift|titre|t[íi]tulo|titolo|rubrik|overskrift|kop|nagwek|nadpis)[ _-]*1", re.IGNORECASE)
MAX_HEADLINE = 150  # characters


def read_docx(raw: bytes) -> tuple[str, str, dict[str, Any]]:
    """Kind, text (one paragraph per line) and facts of a Word document, without hidden and deleted text. Notes follow the text."""
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        if len(packed.infolist()) > MAX_FILES:
            raise OverLimit(f"a document of more than {MAX_FILES} files")
        body = read_xml(packed, "word/document.xml")
        if body is None:
            raise OverLimit("not a Word document")
        core = read_xml(packed, "docProps/core.xml")
        styles = styles_of(read_xml(packed, "word/styles.xml"), body)
        reading, paragraphs = read_body(body, Reading(styles))
        notes = [*read_notes(packed, reading)]
        beside = [*read_beside(packed, styles)]
    title = headline_of(paragraphs)
    facts = {} if core is None else {"title": core.findtext(DC + "title"), "authors": core.findtext(DC + "creator")}
    text = "\n".join([text for style, text in paragraphs if text != title or not is_heading(style)] + notes)
    facts = {k: v for k, v in (facts | ({"title": title} if title else {})).items() if v}
    removed = [*reading.removed, *beside]
    return "text", text, facts | ({"removed": removed} if removed else {})


def read_body(body: Any, reading: Reading) -> tuple[Reading, list[tuple[str | None, str]]]:
    """The paragraphs. If white text is most of a document, a background that is not known here shows it, and it is kept."""
    paragraphs = list(read_blocks(body, reading))
    white = reading.hidden["white"]
    if white > sum(len(text) for _, text in paragraphs):
        reading = Reading(reading.styles, believes_white=False)
        paragraphs = list(read_blocks(body, reading))
    return reading, paragraphs


def headline_of(paragraphs: list[tuple[str | None, str]]) -> str | None:
    """The first paragraph in a style for titles, else the first main heading."""
    short = [(style or "", text) for style, text in paragraphs if len(text) <= MAX_HEADLINE]
    titles = (text for style, text in short if TITLE_STYLES.fullmatch(style))
    return next(titles, None) or next((text for style, text in short if HEADING_STYLES.search(style)), None)


def is_heading(style: str | None) -> bool:
    return style is not None and bool(TITLE_STYLES.fullmatch(style) or HEADING_STYLES.search(style))


def read_notes(packed: zipfile.ZipFile, reading: Reading) -> Iterator[str]:
    """The footnotes and endnotes that the text refers to, each with its number."""
    parts = {kind: read_xml(packed, name) for kind, name in NOTE_PARTS.items()}
    for number, (kind, note_id) in enumerate(list(reading.marks), 1):
        notes = parts[kind].iter(W + kind) if parts[kind] is not None else ()
        lines = [text for note in notes if note.get(W + "id") == note_id for _, text in read_blocks(note, reading)]
        if lines:
            yield f"[{number}] {' '.join(lines)}"


def read_beside(packed: zipfile.ZipFile, styles: Any) -> Iterator[Removed]:
    """The texts of running heads and feet and of comments. They are recorded and are no part of the article."""
    for name in sorted(packed.namelist()):
        found = re.fullmatch(r"word/(header|footer|comments)\d*\.xml", name)
        part = read_xml(packed, name) if found else None
        if found and part is not None:
            text = " · ".join(text for _, text in read_blocks(part, Reading(styles)))
            yield from [Removed(BESIDE[found[1]], text)] if text else []


def read_xml(packed: zipfile.ZipFile, name: str) -> Any:
    """A part of the document as XML; None if it is missing. Raises OverLimit if it is too large, broken or declares entities."""
    try:
        with packed.open(name) as part:
            raw = part.read(MAX_UNPACKED_BYTES + 1)
    except KeyError:
        return None
    if len(raw) > MAX_UNPACKED_BYTES:
        raise OverLimit(f"its {name} is {too_large(MAX_UNPACKED_BYTES)}")
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise OverLimit("declares XML entities, which a Word document never needs")
    try:
        root = etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False))
    except etree.XMLSyntaxError as e:
        raise OverLimit(f"its XML is broken, nested too deeply or too large: {e.msg}") from None
    check_nesting(root)
    return root
