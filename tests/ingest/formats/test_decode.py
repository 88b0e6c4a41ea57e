"""Each file format gives the text and the facts that its reader sees, and says what it cannot read."""

import gzip
import io
import mailbox
import subprocess
import sys
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from onrecord.ingest.documents import Document, Rejected
from onrecord.ingest.sandbox.worker import Parsed, parse
from onrecord.ingest.sources.files import guess_kind, list_files, read_files
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.model import Article
from tests.ingest import bombs

FIRST = "The council of Druva met on Tuesday and put off the vote on the harbour until the autumn."
SECOND = "“Nobody asked us,” said Oona Vell, who speaks for the dockers, when she left the hall."
HIDDEN = "The mayor resigned on Monday."


def read(kind: str, raw: bytes) -> Article:
    parsed = parse(Document("here", "", kind, raw))
    assert isinstance(parsed, Parsed), parsed
    return parsed.article


def why_not(kind: str, raw: bytes) -> str:
    parsed = parse(Document("here", "", kind, raw))
    assert isinstance(parsed, Rejected)
    return parsed.reason


def message(html: bool = False) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["Subject"] = "Corvane Wire <desk@corvane.example>", "Harbour vote put off"
    made["Date"], made["Message-ID"] = "Wed, 04 Mar 2026 23:30:00 +0200", "<1@corvane.example>"
    made.set_content(f"{FIRST}\n\n{SECOND}\n")
    if html:
        made.add_alternative(f"<html><body><p>{FIRST * 3}</p><p style='display:none'>{HIDDEN}</p><p>{SECOND * 2}</p></body></html>", subtype="html")
    made.add_attachment(b"\0" * 1000, maintype="application", subtype="zip", filename="a.zip")
    return made


def word(body: str, **parts: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", f'<?xml version="1.0" encoding="UTF-8"?><w:document {bombs.W}><w:body>{body}</w:body></w:document>')
        for name, content in parts.items():
            made.writestr({"core": "docProps/core.xml", "styles": "word/styles.xml"}[name], content)
    return packed.getvalue()


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize("html", [False, True])
def test_mail(html: bool) -> None:
    article = read("email", message(html).as_bytes())
    assert FIRST in article.text and SECOND in article.text and HIDDEN not in article.text
    assert (article.title, article.published_at, article.publisher, article.authors) == ("Harbour vote put off", "2026-03-04", "corvane.example", ("Corvane Wire",))


def test_mail_in_another_encoding_is_read_and_an_unknown_one_is_no_loss() -> None:
    made = EmailMessage()
    made["Subject"] = "Déjà vu à Druva"
    made.set_content(f"{FIRST} Où était le maire?\n", charset="iso-8859-1", cte="quoted-printable")
    article = read("email", made.as_bytes())
    assert "Où était" in article.text and article.title == "Déjà vu à Druva"
    assert FIRST in read("email", made.as_bytes().replace(b"iso-8859-1", b"x-nobody-knows")).text


def test_mailbox_as_the_standard_library_writes_it(tmp_path: Path) -> None:
    box = mailbox.mbox(str(tmp_path / "wire.mbox"))
    for n in range(3):
        made = EmailMessage()
        made["Subject"], made["From"] = f"Vote {n}", "desk@corvane.example"
        made.set_content(f"{FIRST}\n\nFrom now on, the dockers said, they would strike. This was meeting {n}.\n")
        box.add(made)
    box.close()
    found = [parse(d) for d in read_files([tmp_path / "wire.mbox"]) if isinstance(d, Document)]
    assert [p.article.title for p in found if isinstance(p, Parsed)] == ["Vote 0", "Vote 1", "Vote 2"]
    assert all(isinstance(p, Parsed) and "\nFrom now on" in p.article.text for p in found)
    assert len({p.article.article_id for p in found if isinstance(p, Parsed)}) == 3


def test_word_document() -> None:
    core = '<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A draft</dc:title><dc:creator>Oona Vell</dc:creator></c>'
    styles = f'<w:styles {bombs.W}><w:style w:styleId="Ghost"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    unseen = [run(HIDDEN, p) for p in ("<w:vanish/>", '<w:color w:val="FFFFFF"/>', '<w:sz w:val="1"/>', '<w:rStyle w:val="Ghost"/>')]
    deleted = f"<w:del><w:r><w:delText>{HIDDEN}</w:delText><w:t>{HIDDEN}</w:t></w:r></w:del>"
    ghost = f'<w:p><w:pPr><w:pStyle w:val="Ghost"/></w:pPr>{run(HIDDEN)}</w:p>'
    title = f'<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr>{run("Harbour vote put off")}</w:p>'
    shown = run(SECOND, '<w:color w:val="FFFFFF"/><w:shd w:fill="000000"/>') + run(" She left.", '<w:vanish w:val="0"/>')
    table = f"<w:tbl><w:tr><w:tc><w:p>{run('Votes for: 12.')}</w:p></w:tc></w:tr></w:tbl>"
    body = f"{title}<w:p>{run(FIRST[:20])}{run(FIRST[20:])}{''.join(unseen)}{deleted}</w:p>{ghost}<w:p>{shown}</w:p>{table}"
    article = read("docx", word(body, core=core, styles=styles))
    assert article.text == f"{FIRST}\n{SECOND} She left.\nVotes for: 12."
    assert (article.title, article.authors) == ("Harbour vote put off", ("Oona Vell",))


def test_pdf() -> None:
    lines = (FIRST[:40], FIRST[40:], "It rained in Druva for the rest of that day.")
    content = "BT /F1 12 Tf 72 700 Td 14 TL " + " ".join(f"({line.strip()}) Tj T*" for line in lines) + " ET"
    article = read("pdf", bombs.pdf_of(content.encode(), b"[]"))
    assert article.text.replace("\n", " ") == f"{FIRST} {lines[2]}"


DRAWN = {
    "seen": ("0 g", True), "invisible": ("3 Tr", False), "white": ("1 1 1 rg", False), "white of paper": ("0 0 0 0 k", False), "tiny": ("/F1 1 Tf", False),
    "below the page": ("1 0 0 1 72 -500 Tm", False), "right of the page": ("1 0 0 1 900 500 Tm", False), "shrunk": (".01 0 0 .01 72 600 Tm", False),
    "white on a dark box": ("ET 0 0 .4 rg 60 500 400 300 re f 1 g BT /F1 12 Tf 72 600 Td", True), "dark again": ("1 g ET q 0 g Q q 0 g BT /F1 12 Tf 72 600 Td", True),
}  # fmt: skip


@pytest.mark.parametrize(("drawing", "seen"), DRAWN.values(), ids=DRAWN)
def test_text_of_a_pdf_that_leaves_no_ink_stays_out(drawing: str, seen: bool) -> None:
    content = f"BT /F1 12 Tf 72 700 Td 14 TL ({FIRST}) Tj ET BT /F1 12 Tf 72 600 Td {drawing} ({HIDDEN}) Tj [({HIDDEN})] TJ ET"
    article = read("pdf", bombs.pdf_of(content.encode(), b"[]"))
    assert FIRST in article.text and (HIDDEN in f"{article.text} {article.title}") == seen


def test_the_words_of_a_scan_are_read() -> None:
    content = f"BT 3 Tr /F1 12 Tf 72 700 Td ({FIRST}) Tj ET"
    assert read("pdf", bombs.pdf_of(content.encode(), b"[]")).text == FIRST


@pytest.mark.parametrize(("kind", "raw"), [("pdf", b"%PDF-1.7 broken"), ("docx", b"PK\3\4 broken"), ("docx", word("<w:p>")), ("pdf", b""), ("email", b"")])
def test_what_is_broken_says_so(kind: str, raw: bytes) -> None:
    assert len(why_not(kind, raw)) > 10


def test_declared_encodings_of_pages() -> None:
    body = f"<p>{FIRST} Où était le maire?</p>" * 3
    page = f"<html><head><meta charset=windows-1252><title>Vote</title></head><body><article>{body}</article></body></html>"
    assert "Où était" in read("html", page.encode("windows-1252")).text
    assert "Où était" in read("html", page.encode()).text  # the bytes are right, whatever the page says
    assert "Où était" in read("html", page.replace("windows-1252", "hex").encode("latin-1")).text  # no encoding of texts
    assert FIRST in read("text", f"{FIRST} {SECOND}".encode("utf-16")).text


def test_patterns_folders_and_packed_files(tmp_path: Path) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/b/one.txt").write_text(FIRST)
    (tmp_path / "two.txt.gz").write_bytes(gzip.compress(SECOND.encode()))
    (tmp_path / "[odd].md").write_text(FIRST)
    names = lambda pattern: sorted(Path(d.where).name for d in read_files(list_files(tmp_path / pattern)))  # noqa: E731
    assert names("**/*.txt") == ["one.txt"] and names("[odd].md") == ["[odd].md"] and names(".") == ["[odd].md", "one.txt", "two.txt.gz"]
    (packed,) = read_files([tmp_path / "two.txt.gz"])
    assert isinstance(packed, Document) and packed.raw.decode() == SECOND
    for missing in ("*.pdf", "none.txt"):
        with pytest.raises(BadInput):
            list_files(tmp_path / missing)


@pytest.mark.parametrize(
    ("beginning", "kind"),
    [
        (b"%PDF-1.4", "pdf"), (word(""), "docx"), (b' {"text": 1}', "jsonl"), (b"\xef\xbb\xbf<!doctype html>", "html"), (b"From a@b Mon\n", "mbox"),
        (b"---\ntitle: x\n---\n", "markdown"), (message().as_bytes(), "email"), (b"Title: x\nDate: 2026-03-04\n\nIt rained.", "text"), (b"", "text"),
    ],
)  # fmt: skip
def test_kind_of_standard_input(beginning: bytes, kind: str) -> None:
    assert guess_kind(beginning) == kind


@pytest.mark.slow
def test_standard_input_is_read_and_told_again_by_its_content(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "onrecord.ingest", "-", "--json", "--home", str(tmp_path / "home")]
    first, second = (subprocess.run(command, input=f"{FIRST} {SECOND}", capture_output=True, text=True) for _ in range(2))
    assert '"added": 1' in first.stdout and '"unchanged": 1' in second.stdout, first.stderr
    wrong = subprocess.run([*command, "--kind", "tape"], input="x", capture_output=True, text=True)
    assert wrong.returncode == 2 and "--kind tape" in wrong.stderr and "mbox" in wrong.stderr
