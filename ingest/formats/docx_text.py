"""The paragraphs of a Word document, with a line for each row of its tables. Struck text is left out and recorded, hidden text only counted."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from onrecord.ingest.formats.docx_look import Styles, W, is_hidden, is_on, is_shaded
from onrecord.ingest.formats.html_blocks import join_broken
from onrecord.ingest.formats.raised import lowered, raised
from onrecord.ingest.formats.tables import MAX_CELL, cell_span, table_lines
from onrecord.ingest.formats.wrapping import unwrap
from onrecord.vectorstore.model import Removed

FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # repeats the text for older programs
REMOVED = {W + "del", W + "moveFrom", FALLBACK}
NOTES = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
PROPERTIES = {W + name for name in ("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr")}


@dataclass
class Reading:
    """What is collected while a document is read. `marks` are the notes in the order in which the text refers to them."""

    styles: Styles
    marks: list[tuple[str, str | None]] = field(default_factory=list)  # kind, id
    struck: list[str] = field(default_factory=list)
    hidden: Counter[str] = field(default_factory=Counter)  # why → characters
    believes_white: bool = True  # False: white text is kept

    @property
    def removed(self) -> list[Removed]:
        hidden = [Removed("hidden", f"{n} characters that the document does not show ({why})") for why, n in self.hidden.items()]
        return [*(Removed("struck-out", text) for text in self.struck), *hidden]


def read_blocks(element: Any, reading: Reading) -> Iterator[tuple[str | None, str]]:
    """The style and the text of each paragraph in an element. A row of a table is a paragraph."""
    for child in element:
        if child.tag == W + "tbl":
            yield from read_table(child, reading)
        elif child.tag == W + "p":
            yield from read_paragraph(child, reading)
        elif child.tag not in REMOVED and child.tag not in PROPERTIES:
            yield from read_blocks(child, reading)


def read_paragraph(paragraph: Any, reading: Reading) -> Iterator[tuple[str | None, str]]:
    """A paragraph, one for each of its lines, and then the paragraphs of the text boxes in it."""
    style = style_of(paragraph, "pPr", "pStyle")
    text = paragraph_text(paragraph, reading)
    if style in reading.styles.hiding:
        count_hidden(reading, "hidden style", text)
    else:
        yield from ((style, line) for line in join_broken([line.strip() for line in unwrap(text).split("\n")]))  # pasted text can have hard line ends
    for box in paragraph.iter(W + "txbxContent"):
        if not any(a.tag in REMOVED for a in box.iterancestors()) and next(a for a in box.iterancestors(W + "p")) is paragraph:
            yield from read_blocks(box, reading)


def paragraph_text(paragraph: Any, reading: Reading) -> str:
    text = ""
    for piece in pieces(paragraph, reading):
        text += raised(piece[1:], text[-1:]) if piece.startswith("\x0e") else lowered(piece[1:], text[-1:]) if piece.startswith("\x0f") else piece
    return text


def pieces(element: Any, reading: Reading) -> Iterator[str]:
    """The texts of the runs. A raised one begins with \\x0e and a lowered one with \\x0f, which no document may contain."""
    for child in element:
        if child.tag == W + "r":
            yield from run_pieces(child, reading)
        elif child.tag in REMOVED:
            if child.tag != FALLBACK:
                count_hidden(reading, "deleted by an editor", "".join(t.text or "" for t in child.iter(W + "t", W + "delText")))
        elif child.tag not in (W + "p", W + "txbxContent") and child.tag not in PROPERTIES:
            yield from pieces(child, reading)


def run_pieces(run: Any, reading: Reading) -> Iterator[str]:
    """The text of a run, in one or more pieces. Nothing if the run is struck out or hidden."""
    properties = run.find(W + "rPr")
    text = "".join(run_characters(run, reading))
    if is_on(properties, "strike", "dstrike"):
        reading.struck += [text.strip()] if text.strip() else []
    elif style_of(run, "rPr", "rStyle") in reading.styles.hiding or (is_hidden(properties, True)):
        count_hidden(reading, "hidden", text)
    elif reading.believes_white and is_hidden(properties, is_shaded(run, reading.styles)):
        count_hidden(reading, "white", text)
    else:
        place = properties.find(W + "vertAlign") if properties is not None else None
        yield {"superscript": "\x0e", "subscript": "\x0f"}.get("" if place is None else place.get(W + "val") or "", "") + text
        yield from pieces(run, reading)  # runs within runs, as in ruby text


def run_characters(run: Any, reading: Reading) -> Iterator[str]:
    for child in run:
        if child.tag == W + "t":
            yield child.text or ""
        elif child.tag in (W + "br", W + "cr"):
            yield "\n" if child.get(W + "type") in (None, "textWrapping") else " "
        elif child.tag == W + "tab":
            yield " "
        elif child.tag == W + "noBreakHyphen":
            yield "-"
        elif child.tag in NOTES and (NOTES[child.tag], child.get(W + "id")) not in reading.marks:
            reading.marks.append((NOTES[child.tag], child.get(W + "id")))
            yield f"[{len(reading.marks)}]"


def read_table(table: Any, reading: Reading) -> Iterator[tuple[str | None, str]]:
    """A table of short cells as rows. The cells of another table, which lays out the page, are read one after the other."""
    rows = [list(row.iterchildren(W + "tc")) for row in all_rows(table)]
    texts = [[[text for _, text in read_blocks(cell, reading)] for cell in row] for row in rows]
    is_data = any(len(row) > 1 for row in rows) and all(len(" ".join(cell)) <= MAX_CELL for row in texts for cell in row) and table.find(f".//{W}tc//{W}tbl") is None
    if not is_data:
        yield from ((None, text) for row in texts for cell in row for text in cell)
        return
    grid: list[list[str]] = []
    for row, cells in zip(rows, texts, strict=True):
        grid.append(list(grid_line(row, cells, grid[-1] if grid else [])))
    heads = sum(1 for row in table.iter(W + "tr") if is_on(row.find(W + "trPr"), "tblHeader"))
    yield from ((None, line) for line in table_lines(grid, heads or None))


def all_rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == W + "tr":
            yield child
        elif child.tag not in REMOVED and child.tag not in PROPERTIES and child.tag != W + "tc":
            yield from all_rows(child)


def grid_line(row: list[Any], texts: list[list[str]], above: list[str]) -> Iterator[str]:
    """The texts of a row's cells, one a column. A cell that continues the one above repeats its text."""
    column = 0
    for cell, lines in zip(row, texts, strict=True):
        properties = cell.find(W + "tcPr")
        merged, wide = (None, None) if properties is None else (properties.find(W + "vMerge"), properties.find(W + "gridSpan"))
        continues = merged is not None and merged.get(W + "val") in (None, "continue") and column < len(above)
        yield above[column] if continues else " ".join(lines)
        columns = cell_span(None if wide is None else wide.get(W + "val"))
        yield from [""] * (columns - 1)
        column += columns


def count_hidden(reading: Reading, why: str, text: str) -> None:
    if text.strip():
        reading.hidden[why] += len(text.strip())


def style_of(element: Any, properties: str, name: str) -> str | None:
    found = element.find(f"{W}{properties}/{W}{name}")
    return None if found is None else found.get(W + "val")
