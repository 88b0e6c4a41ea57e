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
            made.writestr({"core": "docProps/core.xml"}.get(name, f"word/{name}.xml"), content)
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
    assert text_of(document(paragraph("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r>"))) == "a b c-d"


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


def cell(text: str, properties: str = "", of_run: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(run(text, of_run))}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


SHADE, WHITE = '<w:shd w:val="clear" w:fill="1F3864"/>', '<w:color w:val="FFFFFF"/>'


def test_a_row_of_a_table_is_a_line_whose_cells_name_their_column() -> None:
    heads = row(cell("Ward", SHADE, WHITE), cell("Yes", SHADE, WHITE))
    assert text_of(document(f"<w:tbl>{heads}{row(cell('North'), cell('12'))}{row(cell('South'), cell('9'))}</w:tbl>")) == "Ward: North; Yes: 12\nWard: South; Yes: 9"
    named = row(cell("Ward"), cell("Side"), properties="<w:tblHeader/>")
    merged = row(cell("North", '<w:vMerge w:val="restart"/>'), cell("for")) + row(cell("", "<w:vMerge/>"), cell("against"))
    assert text_of(document(f"<w:tbl>{named}{merged}</w:tbl>")) == "Ward: North; Side: for\nWard: North; Side: against"
    wide = row(cell("Total", '<w:gridSpan w:val="2"/>'), cell("21"))
    assert text_of(document(f"<w:tbl>{row(cell('Ward'), cell('Yes'), cell('No'), properties='<w:tblHeader/>')}{wide}</w:tbl>")) == "Ward: Total; No: 21"


def test_a_table_that_lays_out_the_page_is_read_cell_by_cell() -> None:
    long = "The council of Druva met on Tuesday and put off the vote. " * 4
    assert text_of(document(f"<w:tbl>{row(cell(long), cell('Beside it.'))}</w:tbl>")) == f"{long.strip()}\nBeside it."


@pytest.mark.parametrize(
    ("body", "styles", "shown"),
    [
        (paragraph(run("secret", WHITE)), "", False),
        (f"<w:p><w:pPr>{SHADE}</w:pPr>{run('secret', WHITE)}</w:p>", "", True),
        (f"<w:p><w:pPr>{SHADE.replace('1F3864', 'FFFFFF')}</w:pPr>{run('secret', WHITE)}</w:p>", "", False),
        (paragraph(run("secret", WHITE), style="Box"), f'<w:style w:styleId="Box"><w:pPr>{SHADE}</w:pPr></w:style>', True),
        (f"<w:tbl><w:tblPr>{SHADE}</w:tblPr>{row(cell('secret', '', WHITE))}</w:tbl>", "", True),
        (f'<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/></w:tblPr>{row(cell("secret", "", WHITE))}</w:tbl>', f'<w:style w:styleId="Grid"><w:tcPr>{SHADE}</w:tcPr></w:style>', True),
        (paragraph(run("secret", f'{WHITE}<w:highlight w:val="black"/>')), "", True),
        (f"<w:p><w:r><w:txbxContent>{paragraph(run('secret', WHITE))}</w:txbxContent></w:r></w:p>", "", True),
    ],
)
def test_white_text_is_hidden_only_where_nothing_is_shaded_behind_it(body: str, styles: str, shown: bool) -> None:
    raw = document(paragraph(run("Shown for all to see.")) + body, styles=f"<w:styles {W}>{styles}</w:styles>")
    assert ("secret" in text_of(raw)) == shown
    assert any("white" in r.text for r in read_docx(raw)[2].get("removed", ())) != shown


def test_a_document_of_white_text_is_kept() -> None:
    assert text_of(document(paragraph(run("All of it is white.", WHITE)) + paragraph(run("Title")))) == "All of it is white.\nTitle"


def test_raised_lowered_and_struck_runs() -> None:
    up, down = '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>'
    raw = document(paragraph(run("140"), run("2", up), run(" ships, CO"), run("2", down), run(" and "), run("12", "<w:strike/>"), run(" 14.")))
    assert text_of(raw) == "140² ships, CO2 and  14."
    assert [(r.rule, r.text) for r in read_docx(raw)[2]["removed"]] == [("struck-out", "12")]


def test_notes_follow_the_text_with_the_number_of_their_mark() -> None:
    body = paragraph(run("The fee is 40"), '<w:r><w:footnoteReference w:id="7"/></w:r>', run(" crowns.")) + paragraph(run("So it was."), '<w:r><w:endnoteReference w:id="3"/></w:r>')
    notes = f'<w:footnotes {W}><w:footnote w:id="-1">{paragraph(run("Line"))}</w:footnote><w:footnote w:id="7">{paragraph(run("Without tax."))}</w:footnote></w:footnotes>'
    ends = f'<w:endnotes {W}><w:endnote w:id="3">{paragraph(run("Minutes, page 4."))}</w:endnote></w:endnotes>'
    assert text_of(document(body, footnotes=notes, endnotes=ends)) == "The fee is 40[1] crowns.\nSo it was.[2]\n[1] Without tax.\n[2] Minutes, page 4."


def test_running_heads_and_comments_are_recorded() -> None:
    raw = document(paragraph(run("Text.")), header1=f"<w:hdr {W}>{paragraph(run('Druva Post'))}</w:hdr>", comments=f"<w:comments {W}><w:comment>{paragraph(run('Check this'))}</w:comment></w:comments>")
    assert [(r.rule, r.text) for r in read_docx(raw)[2]["removed"]] == [("comments", "Check this"), ("page-header", "Druva Post")]


def test_a_heading_is_the_headline_and_comes_before_the_properties() -> None:
    core = '<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Something old</dc:title></c>'
    _, text, facts = read_docx(document(paragraph(run("PRESS RELEASE")) + paragraph(run("Vote put off"), style="Heading1") + paragraph(run("Text.")), core=core))
    assert (text, facts) == ("PRESS RELEASE\nText.", {"title": "Vote put off"})


def test_line_breaks_part_lines_unless_a_sentence_goes_on() -> None:
    assert text_of(document("<w:p><w:r><w:t>Why now?</w:t><w:br/><w:t>“Three cracked,” he said</w:t><w:br/><w:t>on Monday.</w:t></w:r></w:p>")) == "Why now?\n“Three cracked,” he said on Monday."
