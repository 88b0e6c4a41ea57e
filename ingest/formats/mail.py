"""Reads articles that are sent by mail. The subject is the headline; the date and the sender are facts. Attached files are not read.

A message that another one forwards, attached or in its text, is an article of its own, with the facts of its own header.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from email import message_from_string
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr, parsedate_to_datetime
from itertools import chain
from typing import Any

from onrecord.ingest.documents import Document, Rejected, Source, content_key
from onrecord.ingest.formats.characters import codec_of, read_characters
from onrecord.ingest.formats.forwards import FORWARD_PREFIX, Forwarded, is_note, split_forwards, without_signature
from onrecord.ingest.formats.mail_body import body_of
from onrecord.ingest.limits import OverLimit
from onrecord.vectorstore.model import Removed

MAX_PARTS = 200  # parts of a message; a newsletter has two
ENCODED_WORD = re.compile(r"=\?([\w.:-]{2,40})(?:\*[\w-]+)?\?(?=[bq]\?)", re.IGNORECASE)


def read_mail(document: Document) -> Iterator[Source | Rejected]:
    """The article of a message, and those that it forwards."""
    message = parse_message(document)
    if sum(1 for _ in zip(message.walk(), range(MAX_PARTS + 1), strict=False)) > MAX_PARTS:
        raise OverLimit(f"a message of more than {MAX_PARTS} parts")
    yield from sources_of(message, document)


def parse_message(document: Document) -> EmailMessage:
    """The message, also if its header has letters beyond ASCII that are not encoded as mail requires."""
    head, blank, body = split_head(document.raw)
    decoded = read_characters(head, document.where, document.encoding)
    text = head.decode("ascii", "surrogateescape") if isinstance(decoded, Rejected) else decoded.text
    text = ENCODED_WORD.sub(lambda m: f"=?{codec_of(m[1]) or m[1]}?", text)  # read as browsers read the label
    message = message_from_string(text + blank + body.decode("ascii", "surrogateescape"), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def split_head(raw: bytes) -> tuple[bytes, str, bytes]:
    found = re.search(rb"\r?\n\r?\n", raw)
    return (raw[: found.start()], found[0].decode("ascii"), raw[found.end() :]) if found else (raw, "", b"")


def sources_of(message: EmailMessage, document: Document) -> Iterator[Source | Rejected]:
    facts = facts_of(message)
    body = body_of(message, document.encoding)
    text, forwarded = split_forwards(body, facts["title"])
    kind = "text" if forwarded else body.kind
    text, removed = own_text(text, kind)
    removed = body.removed + removed
    if (forwarded or body.messages) and is_note(text):
        removed += noted(text)
    else:
        key = facts["key"] or document.key or content_key(document.raw)
        title = FORWARD_PREFIX.sub("", facts["title"]) if forwarded else facts["title"]
        given = without_key(facts) | {"title": title} | document.facts
        yield Source(document.where, key, kind, text, document.file_name, given, "mail", removed, body.encoding)
        removed = ()
    inner = forwarded_sources(forwarded, facts, document, body.encoding)
    attached = (source for message in body.messages for source in sources_of(message, without_file(document, message)))
    yield from with_removed(chain(inner, attached), removed)


def noted(text: str) -> tuple[Removed, ...]:
    return (Removed("forwarding-note", " ".join(text.split())),) if text.strip() else ()


def without_file(document: Document, message: EmailMessage) -> Document:
    """The document of an attached message, which the message identifies."""
    return replace(document, key=content_key(repr(message.items()).encode("utf-8", "replace")))


def own_text(text: str, kind: str = "text") -> tuple[str, tuple[Removed, ...]]:
    """The text of a message without its signature, and the signature."""
    text, signature = without_signature(text) if kind == "text" else (text, "")
    return text, (Removed("signature", signature),) if signature else ()


def forwarded_sources(found: list[Forwarded], outer: dict[str, Any], document: Document, encoding: str) -> Iterator[Source]:
    """The articles of messages that stand in the text of another one. A short one before the next is a note to it."""
    removed: tuple[Removed, ...] = ()
    for n, message in enumerate(found):
        source = forwarded_source(message, outer, document, encoding)
        removed += source.removed
        if n + 1 < len(found) and is_note(source.raw):
            removed += noted(source.raw)
        else:
            yield replace(source, removed=removed)
            removed = ()


def forwarded_source(found: Forwarded, outer: dict[str, Any], document: Document, encoding: str) -> Source:
    """An article of a message that stands in the text of another one."""
    header = EmailMessage()
    for name, value in found.header.items():
        header[name] = " ".join(value.split())
    facts = facts_of(header)
    facts["title"] = FORWARD_PREFIX.sub("", facts["title"] or outer["title"])
    facts["publish_date"] = facts["publish_date"] or found.header.get("Date")
    identity = "\n".join([*found.header.values(), "" if "Date" in found.header else found.text])
    text, removed = own_text(found.text)
    removed = (Removed("forwarded-header", " ".join(found.written.split())), *removed)
    key = f"forwarded:{content_key(identity.encode('utf-8', 'replace'))}"
    return Source(document.where, key, "text", text, document.file_name, without_key(facts), "mail", removed, encoding)


def with_removed(sources: Iterable[Source | Rejected], removed: tuple[Removed, ...]) -> Iterator[Source | Rejected]:
    """The sources, the first one also with what is left out before it."""
    for source in sources:
        yield replace(source, removed=removed + source.removed) if isinstance(source, Source) else source
        removed = ()


def facts_of(message: EmailMessage) -> dict[str, Any]:
    name, address = parseaddr(str(message.get("From", "")))
    mail_id = str(message.get("Message-ID", "")).strip()
    return {
        "title": str(message.get("Subject", "")),
        "publish_date": sent_day(message),
        "authors": [name] if name else None,
        "publisher": address.rpartition("@")[2].lower() or None,
        "key": f"mail:{mail_id}" if mail_id else None,
    }


def without_key(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name != "key"}


def sent_day(message: EmailMessage) -> str | None:
    """The ISO day in the sender's time zone."""
    try:
        return parsedate_to_datetime(str(message.get("Date", "")).replace(" at ", " ")).date().isoformat()
    except ValueError:
        return None
