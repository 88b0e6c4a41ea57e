"""The stages of a document on its way to the archive: as bytes, as text, or rejected."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from onrecord.vectorstore.model import Removed


@dataclass(frozen=True)
class Source:
    """The text of one article.

    `where` tells people the place; `key` identifies the source in later runs; `facts` are given beside the text. `removed` has the texts that
    the reader of the format left out. `encoding` says how the bytes were read, if they are not plain UTF-8.
    """

    where: str
    key: str
    kind: str  # text, paragraphs (one a line), markdown, html, fragment (HTML without a page around it)
    raw: str
    file_name: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    facts_from: str = "stated"  # or feed, mail, document
    removed: tuple[Removed, ...] = ()
    encoding: str = ""
    by_user: dict[str, str] = field(default_factory=dict)  # facts that the user gives, by their names in Article; for a source that does not state them


@dataclass(frozen=True)
class Document:
    """One document as bytes, not parsed yet. If `key` is empty, the content identifies the document.

    `encoding` is the user's word and decides; `charset` is the server's, which can be wrong.
    """

    where: str
    key: str
    kind: str  # text, markdown, html, json, pdf, docx, email; from the web: page, feed, sitemap
    raw: bytes
    file_name: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    encoding: str = ""
    charset: str = ""
    by_user: dict[str, str] = field(default_factory=dict)  # as in Source
    instead: "Source | None" = None  # the text of the feed, for a page that gives no article or only its beginning


@dataclass(frozen=True)
class Rejected:
    """A document that is not stored, and the reason."""

    where: str
    reason: str


@dataclass(frozen=True)
class Notice:
    """What a run did not do, or did in another way than expected. `where` is a file, an address or an article id."""

    where: str
    message: str


class Unread(Rejected):
    """A document whose reading process ended, because time or memory ran out. A later attempt may succeed."""


Read = Document | Rejected


def content_key(raw: bytes) -> str:
    return f"content:{hashlib.sha256(raw).hexdigest()}"
