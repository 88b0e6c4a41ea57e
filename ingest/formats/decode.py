"""Decodes a document of any format to text and facts. This runs in the worker process."""

from dataclasses import replace
from typing import Any

from onrecord.ingest.documents import Document, Rejected, Source, content_key
from onrecord.ingest.formats.characters import codec_of, declared_charset, read_characters
from onrecord.ingest.formats.docx import read_docx
from onrecord.ingest.formats.json_line import parse_json_line
from onrecord.ingest.formats.mail import read_mail
from onrecord.ingest.formats.packed import unpacked
from onrecord.ingest.limits import MAX_BYTES
from onrecord.vectorstore.model import Removed


def decode(document: Document | Source) -> list[Source | Rejected]:
    """The text and facts of a document: one source, or several for a mail that forwards articles.

    Raises:
        OverLimit: the document exceeds a limit.
    """
    if isinstance(document, Source):
        return [document]
    if document.kind == "email":
        return list(read_mail(document))
    key = document.key or content_key(document.raw)
    if document.kind in BINARY:
        text, facts, removed = BINARY[document.kind](document.raw)
        return [Source(document.where, key, "paragraphs", text, document.file_name, facts | document.facts, "document", removed)]
    return [decode_text(document, key)]


def decode_text(document: Document, key: str) -> Source | Rejected:
    raw = unpacked(document.raw, MAX_BYTES) if document.kind == "page" else document.raw  # a server may compress a page without saying so
    declared = declared_charset(raw) if document.kind in ("page", "html") else ""
    from_server = "" if codec_of(document.charset) in (None, "utf-8") else document.charset  # good UTF-8 is recognized without it
    found = read_characters(raw, document.where, document.encoding, from_server or declared)
    if isinstance(found, Rejected):
        return found
    if document.kind == "json":
        source = parse_json_line(found.text, document.where)
    elif document.kind == "page":
        source = Source(document.where, key, "html", found.text, facts=document.facts, facts_from="feed")
    else:
        source = Source(document.where, key, document.kind, found.text, document.file_name, document.facts)
    return source if isinstance(source, Rejected) else replace(source, removed=found.removed, encoding=found.encoding)


def read_word(raw: bytes) -> tuple[str, dict[str, Any], tuple[Removed, ...]]:
    _, text, facts = read_docx(raw)
    return text, facts, tuple(facts.pop("removed", ()))


def read_pdf(raw: bytes) -> tuple[str, dict[str, Any], tuple[Removed, ...]]:
    from onrecord.ingest.formats import pdf  # loads PDFium, which only PDF files need

    return pdf.read_pdf(raw)


BINARY = {"pdf": read_pdf, "docx": read_word}
