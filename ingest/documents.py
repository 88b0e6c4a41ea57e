"""The stages of a document on its way to the archive: as bytes, as text, or rejected."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from onrecord.vectorstore.model import Removed


@dataclass(frozen=True)
class Source:
    """The text of one article. `where` tells people the place; `key` identifies the source in later runs; `facts` are given beside the text."""

    where: str
    key: str
    kind: str  # text, markdown, html, fragment (HTML without a page around it)
    raw: str
    file_name: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    facts_from: str = "stated"  # or feed, mail, document
    removed: tuple[Removed, ...] = ()  # what the reader of a binary format left out of `raw`


@dataclass(frozen=True)
class Document:
    """One document as bytes, not parsed yet. If `key` is empty, the content identifies the document."""

    where: str
    key: str
    kind: str  # text, markdown, html, json, pdf, docx, email; from the web: page, feed, sitemap
    raw: bytes
    file_name: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Rejected:
    """A document that is not stored, and the reason."""

    where: str
    reason: str


class Unread(Rejected):
    """A document whose reading process ended, because time or memory ran out. A later attempt may succeed."""


Read = Document | Rejected


def content_key(raw: bytes) -> str:
    return f"content:{hashlib.sha256(raw).hexdigest()}"
