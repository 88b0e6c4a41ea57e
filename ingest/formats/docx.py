"""Reads Word documents as a zip of XML files. A library would decompress every part before a limit could be checked."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from onrecord.ingest.formats.wrapping import unwrap
from onrecord.ingest.limits import MAX_UNPACKED_BYTES, OverLimit, check_nesting, too_large

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DC = "{http://purl.org/dc/elements/1.1/}"
CREATED = "{http://purl.org/dc/terms/}created"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # repeats the text for older programs
REMOVED = {W + "del", W + "moveFrom", FALLBACK}
MAX_FILES = 5000  # files in the zip; a long document with pictures has a few hundred


def read_docx(raw: bytes) -> tuple[str, str, dict[str, Any]]:
    """Kind, text (one paragraph per line) and facts of a Word document, without hidden and deleted text."""
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        if len(packed.infolist()) > MAX_FILES:
            raise OverLimit(f"a document of more than {MAX_FILES} files")
        body = read_xml(packed, "word/document.xml")
        if body is None:
            raise OverLimit("not a Word document")
        styles, core = read_xml(packed, "word/styles.xml"), read_xml(packed, "docProps/core.xml")
    hidden = {s.get(W + "styleId") for s in styles.iter(W + "style") if is_hidden(s.find(W + "rPr"))} if styles is not None else set()
    paragraphs = list(read_paragraphs(body, hidden))
    titles = [text for style, text in paragraphs if style == "Title"]
    facts = {} if core is None else {"title": core.findtext(DC + "title"), "authors": core.findtext(DC + "creator")}
    text = "\n".join(text for style, text in paragraphs if style != "Title" or text != titles[0])
    return "text", text, {k: v for k, v in (facts | ({"title": titles[0]} if titles else {})).items() if v}


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


def read_paragraphs(body: Any, hidden: set[str | None]) -> Iterator[tuple[str | None, str]]:
    """The style and the text of each paragraph. A text box in a paragraph has its own paragraphs."""
    for paragraph in body.iter(W + "p"):
        style = style_of(paragraph, "pPr", "pStyle")
        text = "" if style in hidden or is_removed(paragraph) else "".join(text_pieces(paragraph, hidden))
        if text.strip():
            yield style, unwrap(text)  # a text that is pasted into Word can have hard line ends


def text_pieces(element: Any, hidden: set[str | None]) -> Iterator[str]:
    for child in element:
        if child.tag == W + "t":
            yield child.text or ""
        elif child.tag in (W + "br", W + "cr"):
            yield "\n"
        elif child.tag == W + "tab":
            yield " "
        elif child.tag == W + "noBreakHyphen":
            yield "-"
        elif child.tag == W + "r" and (is_hidden(child.find(W + "rPr")) or style_of(child, "rPr", "rStyle") in hidden):
            continue
        elif child.tag not in REMOVED and child.tag not in (W + "p", W + "txbxContent", W + "pPr", W + "rPr"):
            yield from text_pieces(child, hidden)


def is_removed(element: Any) -> bool:
    return any(ancestor.tag in REMOVED for ancestor in element.iterancestors())


def style_of(element: Any, properties: str, name: str) -> str | None:
    found = element.find(f"{W}{properties}/{W}{name}")
    return None if found is None else found.get(W + "val")


def is_hidden(properties: Any) -> bool:
    """Whether a run is marked as hidden, is white without a background, or is too small to see."""
    if properties is None:
        return False
    vanish, colour, size = (properties.find(W + name) for name in ("vanish", "color", "sz"))
    if vanish is not None and vanish.get(W + "val") not in ("0", "false", "off"):
        return True
    if size is not None and (size.get(W + "val") or "9").isdigit() and int(size.get(W + "val") or "9") <= 2:
        return True
    behind = any(properties.find(W + name) is not None for name in ("shd", "highlight"))
    return colour is not None and (colour.get(W + "val") or "").upper() == "FFFFFF" and not behind
