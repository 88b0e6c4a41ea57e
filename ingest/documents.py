"""What travels from a source to the archive: a document as it came, its text, or why it was rejected."""

import hashlib
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Source:
    """Text of one article. `where` is shown to people, `key` tells the same source again, `facts` came beside the text."""

    where: str
    key: str
    kind: str  # text, markdown, html
    raw: str
    file_name: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    facts_from: str = "stated"  # or feed, mail, document


@dataclass(frozen=True)
class Document:
    """One document as it came, not looked into yet. An empty `key` means that its content tells it again."""

    where: str
    key: str
    kind: str  # text, markdown, html, json, pdf, docx, email; page, feed, sitemap from the web
    raw: bytes
    file_name: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Rejected:
    """Something that is not an article, and why."""

    where: str
    reason: str


class Unread(Rejected):
    """The process that read it ended: too long, or too much. Where less else goes on, it may be an article."""
Read = Document | Rejected


def content_key(raw: bytes) -> str:
    return f"content:{hashlib.sha256(raw).hexdigest()}"
