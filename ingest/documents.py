"""The stages of a document on its way to the archive: as it came, as text, or rejected."""

import hashlib
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Source:
    """The text of one article. `where` is for people; `key` identifies the source when it is read again; `facts` came beside the text."""

    where: str
    key: str
    kind: str  # text, markdown, html
    raw: str
    file_name: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    facts_from: str = "stated"  # or feed, mail, document


@dataclass(frozen=True)
class Document:
    """One document as it came, not parsed yet. Where `key` is empty, the content identifies the document."""

    where: str
    key: str
    kind: str  # text, markdown, html, json, pdf, docx, email; page, feed, sitemap from the web
    raw: bytes
    file_name: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Rejected:
    """A document that is not stored, and the reason."""

    where: str
    reason: str


class Unread(Rejected):
    """The process that read the document ended: time or memory ran out. A later attempt may succeed."""


Read = Document | Rejected


def content_key(raw: bytes) -> str:
    return f"content:{hashlib.sha256(raw).hexdigest()}"
