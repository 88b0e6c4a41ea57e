from email.message import EmailMessage

import pytest

from onrecord.ingest.documents import Document, Source
from onrecord.ingest.formats.mail import MAX_PARTS, read_mail
from onrecord.ingest.limits import OverLimit

STORY = "The council of Tarsk met on Thursday and put off the vote on the harbour until the autumn.\n\n“Nobody asked us,” said Oona Vell, who speaks for the dockers.\n"


def message(text: str = "It rained.\n", html: str = "", **headers: str) -> EmailMessage:
    made = EmailMessage()
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    if html:
        made.add_alternative(html, subtype="html")
    return made


def read(raw: bytes) -> list[Source]:
    return [source for source in read_mail(Document("here", "", "email", raw)) if isinstance(source, Source)]


def read_one(raw: bytes) -> Source:
    (source,) = read(raw)
    return source


def rules(source: Source) -> list[str]:
    return [removed.rule for removed in source.removed]


def test_facts_are_in_the_header() -> None:
    made = message(From="Corvane Wire <Desk@Corvane.example>", Subject="Vote put off", Date="Wed, 04 Mar 2026 23:30:00 +0200", Message_ID="<1@corvane>")
    source = read_one(made.as_bytes())
    assert (source.kind, source.raw, source.key) == ("text", "It rained.\n", "mail:<1@corvane>")
    assert {k: v for k, v in source.facts.items() if k != "key"} == {"title": "Vote put off", "publish_date": "2026-03-04", "authors": ["Corvane Wire"], "publisher": "corvane.example"}


def test_facts_that_are_missing_or_malformed_are_none() -> None:
    assert read_one(message(Date="yesterday").as_bytes()).facts == {"title": "", "publish_date": None, "authors": None, "publisher": None}


def test_html_goes_before_plain_text() -> None:
    source = read_one(message(html="<p>It rained.</p>").as_bytes())
    assert (source.kind, source.raw) == ("html", "<p>It rained.</p>\n")


@pytest.mark.parametrize("stub", ["<a href='https://a.example'>Open in a browser</a>", f"<p>Open.</p><p style='display:none'>{STORY}</p>", "<img src=a.png>"])
def test_plain_text_goes_before_html_that_only_points_to_it(stub: str) -> None:
    source = read_one(message(STORY, stub).as_bytes())
    assert (source.kind, source.raw) == ("text", STORY)


def test_html_goes_before_plain_text_that_only_points_to_it() -> None:
    page = f"<p>{STORY}</p>"
    assert read_one(message(f"Read https://a.example/{'x' * 400}\n", page).as_bytes()).raw.strip() == page


def test_parts_that_follow_each_other_are_all_read() -> None:
    made = message("It rained.\n")
    made.make_mixed()
    made.attach(message("It stopped.\n"))
    assert read_one(made.as_bytes()).raw.split() == ["It", "rained.", "It", "stopped."]


def test_a_message_of_attachments_alone_has_no_text_and_names_them() -> None:
    made = EmailMessage()
    made.add_attachment(b"\0", maintype="application", subtype="zip", filename="a.zip")
    source = read_one(made.as_bytes())
    assert source.raw == "" and [r.text for r in source.removed] == ["a.zip (application/zip); it is not read"]


def test_a_story_that_is_a_text_file_is_read() -> None:
    made = EmailMessage()
    made.add_attachment(STORY, filename="story.txt")
    assert read_one(made.as_bytes()).raw == STORY


def test_an_unknown_encoding_is_read_as_utf_8() -> None:
    raw = message("Où était le maire?\n").as_bytes().replace(b'charset="utf-8"', b'charset="x-unknown"')
    assert "Où était" in read_one(raw).raw


def test_encodings_of_header_and_text_are_those_of_browsers() -> None:
    head = b"From: =?iso-8859-1?Q?=93Wire=94?= <a@b.example>\nSubject: D\xe9j\xe0 vu\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n\n"
    source = read_one(head + "“Où était le maire?”".encode("cp1252"))
    assert source.raw == "“Où était le maire?”" and source.facts["title"] == "Déjà vu" and source.facts["authors"] == ["“Wire”"]


def test_soft_line_ends_are_joined() -> None:
    raw = message("It rained \nall night.\n\nIt stopped.\n").as_bytes().replace(b'charset="utf-8"', b'charset="utf-8"; format=flowed')
    assert read_one(raw).raw == "It rained all night.\n\nIt stopped.\n"


def test_a_signature_is_left_out_and_recorded() -> None:
    source = read_one(message(f"{STORY}-- \nOona Vell\nTel. 555\n").as_bytes())
    assert source.raw.strip() == STORY.strip() and [(r.rule, r.text) for r in source.removed] == [("signature", "Oona Vell Tel. 555")]


HEADERS = {
    "gmail": "---------- Forwarded message ---------\nFrom: Press <p@town.example>\nDate: Mon, 2 Mar 2026 at 09:00\nSubject: Vote put off\nTo: <a@b.example>\n",
    "outlook": "________________________________\nFrom: Press <p@town.example>\nSent: Monday, March 2, 2026 9:00 AM\nTo: Ann\nSubject: Vote put off\n",
    "german": "-----Ursprüngliche Nachricht-----\nVon: Press <p@town.example>\nGesendet: Montag, 2. März 2026 09:00\nAn: Ann\nBetreff: Vote put off\n",
    "french": "De : Press <p@town.example>\nEnvoyé : lundi 2 mars 2026 09:00\nÀ : Ann\nObjet : Vote put off\n",
    "spanish": "De: Press <p@town.example>\nEnviado el: lunes, 2 de marzo de 2026 9:00\nPara: Ann\nAsunto: Vote put off\n",
    "thunderbird": "-------- Forwarded Message --------\nSubject: Vote put off\nDate: Mon, 2 Mar 2026 09:00:00 +0100\nFrom: Press <p@town.example>\nTo: Ann <a@b.example>\n",
}


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_a_forwarded_message_is_an_article_with_its_own_facts(header: str) -> None:
    source = read_one(message(f"FYI\n\n{header}\n{STORY}", Subject="Fwd: Vote put off", From="Ann <a@b.example>").as_bytes())
    assert source.raw.strip() == STORY.strip()
    assert (source.facts["title"], source.facts["publisher"], source.facts["authors"]) == ("Vote put off", "town.example", ["Press"])
    assert rules(source) == ["forwarding-note", "forwarded-header"]


def test_a_quoted_forward_loses_its_marks() -> None:
    quoted = "".join(f"> {line}\n" for line in f"From: Press <p@town.example>\nSubject: Vote put off\nDate: 2 March 2026 at 09:00:00\n\n{STORY}".split("\n"))
    source = read_one(message(f"Begin forwarded message:\n\n{quoted}", Subject="Fwd: Vote put off").as_bytes())
    assert source.raw.strip() == STORY.strip()


def test_a_forward_in_html() -> None:
    head = "<br>".join(["---------- Forwarded message ---------", "From: <b>Press</b> &lt;p@town.example&gt;", "Date: Mon, 2 Mar 2026 at 09:00", "Subject: Vote put off", ""])
    page = f"<div>FYI<div>{head}</div><p>{STORY}</p></div>"
    source = read_one(message("", page, Subject="Fwd: Vote put off").as_bytes())
    assert (source.kind, source.facts["title"], source.facts["publish_date"]) == ("text", "Vote put off", "2026-03-02")
    assert " ".join(source.raw.split()) == " ".join(STORY.split()) and next(r.text for r in source.removed) == "FYI"


def test_a_comment_of_some_length_stays_an_article_of_its_own() -> None:
    comment = "I was there on Thursday, and it was much louder than the press office writes; the mayor had to stop three times."
    own, forwarded = read(message(f"{comment}\n\n{HEADERS['gmail']}\n{STORY}", Subject="Fwd: Vote put off").as_bytes())
    assert (own.raw.strip(), own.facts["title"], forwarded.raw.strip()) == (comment, "Vote put off", STORY.strip())
    assert own.key != forwarded.key


def test_a_message_that_was_forwarded_twice() -> None:
    outer = "---------- Forwarded message ---------\nFrom: Bo <b@c.example>\nDate: Tue, 3 Mar 2026 at 10:00\nSubject: Fwd: Vote put off\n"
    source = read_one(message(f"FYI\n\n{outer}\nLook!\n\n{HEADERS['gmail']}\n{STORY}", Subject="Fwd: Fwd: Vote put off").as_bytes())
    assert source.raw.strip() == STORY.strip() and source.facts["publish_date"] == "2026-03-02"
    assert [r.text for r in source.removed if r.rule == "forwarding-note"] == ["FYI", "Look!"]


def test_attached_messages_are_articles_of_their_own() -> None:
    made = message("See below.", Subject="Two stories", From="Ann <a@b.example>")
    for n in (1, 2):
        made.add_attachment(message(f"{n}. {STORY}", Subject=f"Story {n}", From="Press <p@town.example>"))
    first, second = read(made.as_bytes())
    assert [first.facts["title"], second.facts["title"]] == ["Story 1", "Story 2"] and first.key != second.key
    assert rules(first) == ["forwarding-note"] and rules(second) == []


def test_a_story_that_prints_a_letter_is_one_article() -> None:
    letter = "From: Minister <m@gov.example>\nDate: 1 March 2026\nSubject: Harbour\n\nPlease stop it.\n"
    assert read_one(message(f"{STORY}\nThe letter reads in full as we print it here\n\n{letter}", Subject="A letter").as_bytes()).raw.endswith(letter)


def test_parts_are_limited() -> None:
    made = EmailMessage()
    for _ in range(MAX_PARTS + 1):
        made.add_attachment(b"\0", maintype="application", subtype="zip")
    with pytest.raises(OverLimit, match="parts"):
        read(made.as_bytes())
