from email.message import EmailMessage

import pytest

from onrecord.ingest.formats.mail import MAX_PARTS, read_mail
from onrecord.ingest.limits import OverLimit


def message(text: str = "It rained.\n", html: str = "", **headers: str) -> EmailMessage:
    made = EmailMessage()
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    if html:
        made.add_alternative(html, subtype="html")
    return made


def test_facts_are_in_the_header() -> None:
    made = message(From="Corvane Wire <Desk@Corvane.example>", Subject="Vote put off", Date="Wed, 04 Mar 2026 23:30:00 +0200", Message_ID="<1@corvane>")
    assert read_mail(made.as_bytes()) == (
        "text",
        "It rained.\n",
        {"title": "Vote put off", "publish_date": "2026-03-04", "authors": ["Corvane Wire"], "publisher": "corvane.example", "key": "mail:<1@corvane>"},
    )


def test_facts_that_are_missing_or_malformed_are_none() -> None:
    facts = read_mail(message(Date="yesterday").as_bytes())[2]
    assert facts == {"title": "", "publish_date": None, "authors": None, "publisher": None, "key": None}


def test_html_goes_before_plain_text() -> None:
    assert read_mail(message(html="<p>It rained.</p>").as_bytes())[:2] == ("html", "<p>It rained.</p>\n")


def test_a_message_of_attachments_alone_has_no_text() -> None:
    made = EmailMessage()
    made.add_attachment(b"\0", maintype="application", subtype="zip")
    assert read_mail(made.as_bytes())[:2] == ("text", "")


def test_an_unknown_encoding_is_read_as_utf_8() -> None:
    raw = message("Où était le maire?\n").as_bytes().replace(b'charset="utf-8"', b'charset="x-unknown"')
    assert "Où était" in read_mail(raw)[1]


def test_parts_are_limited() -> None:
    made = EmailMessage()
    for _ in range(MAX_PARTS + 1):
        made.add_attachment(b"\0", maintype="application", subtype="zip")
    with pytest.raises(OverLimit, match="parts"):
        read_mail(made.as_bytes())
