"""Decodes a document of any format to text and facts. This runs in the worker process."""

import codecs
import json
import re

from onrecord.ingest.documents import Document, Rejected, Source, content_key
from onrecord.ingest.formats.docx import read_docx
from onrecord.ingest.formats.mail import read_mail
from onrecord.ingest.formats.pdf import read_pdf
from onrecord.ingest.limits import OverLimit

FACTS = ("url", "title", "publish_date", "publisher", "authors")
OPTIONAL_FACTS = ("updated", "language")  # ignored unless they are text
DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
MARKUP = re.compile(r"</(?:p|div|em|strong|b|i|a|li|blockquote|span|h[1-6]|table)>|<br ?/?>", re.IGNORECASE)  # an article given as a piece of HTML
BYTE_ORDER = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16", codecs.BOM_UTF8: "utf-8-sig"}


def decode(document: Document | Source) -> Source | Rejected:
    """The text and facts of a document.

    Raises:
        OverLimit: the document exceeds a limit.
    """
    if isinstance(document, Source):
        return document
    if document.kind == "json":
        return parse_json_line(document.raw, document.where)
    key = document.key or content_key(document.raw)
    if document.kind in BINARY:
        kind, text, facts = BINARY[document.kind](document.raw)
        removed = tuple(facts.pop("removed", ()))
        key, facts_from = facts.pop("key", None) or key, "mail" if document.kind == "email" else "document"
        return Source(document.where, key, kind, text, document.file_name, facts | document.facts, facts_from, removed)
    if document.kind == "page":
        return Source(document.where, key, "html", read_page(document.raw), facts=document.facts, facts_from="feed")
    try:
        text = document.raw.decode(encoding_of(document))
    except (UnicodeDecodeError, LookupError):
        return Rejected(document.where, "not UTF-8 text")
    return Source(document.where, key, document.kind, text, document.file_name, document.facts)


BINARY = {"pdf": read_pdf, "docx": read_docx, "email": read_mail}


def read_page(raw: bytes) -> str:
    """The text of a page. Encoding and compression are recognized."""
    from trafilatura.utils import decode_file  # slow to import

    return str(decode_file(raw))


def encoding_of(document: Document) -> str:
    """UTF-8, unless a byte-order mark names another encoding, or the bytes are not UTF-8 and the page names one."""
    for mark, name in BYTE_ORDER.items():
        if document.raw.startswith(mark):
            return name
    declared = DECLARED.search(document.raw[:4096]) if document.kind == "html" else None
    if declared and not is_utf8(document.raw):
        return declared[1].decode("ascii")
    return "utf-8"


def is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def parse_json_line(line: bytes, where: str) -> Source | Rejected:
    """An article from a line `{url, title, text, publish_date, updated, publisher, authors, language}`; only `text` is required."""
    try:
        row = json.loads(line)
    except RecursionError:
        raise OverLimit("its JSON is nested too deeply") from None
    except ValueError:
        return Rejected(where, "invalid JSON")
    if not isinstance(row, dict):
        return Rejected(where, "not a JSON object")
    text = row.get("text")
    if not isinstance(text, str):
        return Rejected(where, "has no `text`")
    facts = {k: row.get(k) for k in FACTS}
    for name, value in facts.items():
        if value is not None and not isinstance(value, str) and not (name == "authors" and isinstance(value, list)):
            return Rejected(where, f"`{name}` is not text")
    further = {k: row[k] for k in OPTIONAL_FACTS if isinstance(row.get(k), str)}
    return Source(where, f"text:{text}", "fragment" if MARKUP.search(text) else "text", text, facts=facts | further)
