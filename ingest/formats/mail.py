"""Reads articles that are sent by mail. The subject is the headline; the date and the sender are facts. Attachments are not read."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any

from onrecord.ingest.limits import OverLimit

MAX_PARTS = 200  # parts of a message; a newsletter has two


def read_mail(raw: bytes) -> tuple[str, str, dict[str, Any]]:
    """Kind, text and facts of a message. The text is from the HTML part, which mail programs show, or else from the plain-text part."""
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    if sum(1 for _ in zip(message.walk(), range(MAX_PARTS + 1), strict=False)) > MAX_PARTS:
        raise OverLimit(f"a message of more than {MAX_PARTS} parts")
    body = message.get_body(("html", "plain"))
    if body is None:
        return "text", "", facts_of(message)
    kind = "html" if body.get_content_type() == "text/html" else "text"
    return kind, text_of(body), facts_of(message)


def text_of(part: Any) -> str:
    """The text of a part. An unknown encoding is read as UTF-8, and invalid bytes become replacement characters."""
    try:
        return str(part.get_content())
    except LookupError:
        return bytes(part.get_payload(decode=True)).decode("utf-8", "replace")


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


def sent_day(message: EmailMessage) -> str | None:
    """The ISO day in the sender's time zone."""
    try:
        return parsedate_to_datetime(str(message.get("Date", ""))).date().isoformat()
    except ValueError:
        return None
