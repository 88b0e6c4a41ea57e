import io
import zipfile

import pytest

from onrecord.ingest.formats import docx
from onrecord.ingest.formats.docx import read_docx
from onrecord.ingest.limits import OverLimit
from tests.ingest.bombs import W


def document(body: str, **parts: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            made.writestr({"core": "docProps/core.xml", "styles": "word/styles.xml"}[name], content)
    return packed.getvalue()


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(*runs: str, style: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{"".join(runs)}</w:p>'


def text_of(raw: bytes) -> str:
    return read_docx(raw)[1]


def test_a_paragraph_is_a_line() -> None:
    assert text_of(document(paragraph(run("One"), run(" two.")) + paragraph(run(" ")) + paragraph(run("Three.")))) == "One two.\nThree."


@pytest.mark.parametrize(
    ("properties", "shown"),
    [
        ("", True), ("<w:vanish/>", False), ('<w:vanish w:val="0"/>', True), ('<w:sz w:val="1"/>', False), ('<w:sz w:val="24"/>', True),
        ('<w:color w:val="FFFFFF"/>', False), ('<w:color w:val="FFFFFF"/><w:shd w:fill="000000"/>', True), ('<w:rStyle w:val="Ghost"/>', False),
    ],
)  # fmt: skip
def test_hidden_runs_are_left_out(properties: str, shown: bool) -> None:
    styles = f'<w:styles {W}><w:style w:styleId="Ghost"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    assert ("secret" in text_of(document(paragraph(run("Shown."), run(" secret", properties)), styles=styles))) == shown


@pytest.mark.parametrize("tag", ["del", "moveFrom"])
def test_deleted_text_is_left_out(tag: str) -> None:
    assert text_of(document(paragraph(run("Kept."), f"<w:{tag}>{run('Deleted.')}</w:{tag}>"))) == "Kept."


def test_breaks_and_hyphens_are_characters() -> None:
    assert text_of(document(paragraph("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r>"))) == "a\nb c-d"


def test_the_title_style_wins_over_the_properties() -> None:
    core = '<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A draft</dc:title><dc:creator>Oona Vell</dc:creator></c>'
    assert read_docx(document(paragraph(run("Text.")), core=core))[2] == {"title": "A draft", "authors": "Oona Vell"}
    titled = document(paragraph(run("Vote put off"), style="Title") + paragraph(run("Text.")), core=core)
    assert read_docx(titled) == ("text", "Text.", {"title": "Vote put off", "authors": "Oona Vell"})


@pytest.mark.parametrize(
    ("raw", "reason"),
    [(document("<w:p>"), "XML is broken"), (document("").replace(b"word/document.xml", b"word/document.txt"), "not a Word document")],
)
def test_what_is_refused(raw: bytes, reason: str) -> None:
    with pytest.raises(OverLimit, match=reason):
        read_docx(raw)


def test_entities_and_large_parts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr("word/document.xml", f'<!DOCTYPE d [<!ENTITY e "x">]><w:document {W}/>')
    with pytest.raises(OverLimit, match="entities"):
        read_docx(packed.getvalue())
    monkeypatch.setattr(docx, "MAX_UNPACKED_BYTES", 10)
    with pytest.raises(OverLimit, match=r"its word/document\.xml is larger"):
        read_docx(document(paragraph(run("Text."))))
