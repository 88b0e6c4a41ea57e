"""Turns the tables of a page into paragraphs: one a row for a table of data, and one a block for a table that only lays out the page."""

from collections.abc import Iterator
from typing import Any

from lxml import html as lxml_html

from onrecord.ingest.formats.html_blocks import BLOCK_TAGS
from onrecord.ingest.formats.tables import MAX_CELL, Grid, cell_span, table_lines

PARTS = ("table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "colgroup", "col")
MIN_ROWS = 2
PROSE_BLOCKS = ("h1", "h2", "article", "section", "form", "ul", "ol", "blockquote", "figure", "nav")


def tables_to_paragraphs(body: Any) -> None:
    """Replace every table. Inner tables come first."""
    for table in reversed(list(body.iter("table"))):
        if is_data(table):
            lines = [caption for c in table.iter("caption") if (caption := text_of(c))]
            put_paragraphs(table, lines + table_lines(*grid_of(table)))
        else:
            for part in table.iter(*PARTS):
                part.tag = "div"


def is_data(table: Any) -> bool:
    """Whether a table holds data: it says so by heads or a caption, or it has several rows of short cells."""
    if table.get("role") in ("presentation", "none") or any(inner.tag in ("table", *PROSE_BLOCKS) for inner in table.iterdescendants()):
        return False
    if any(inner.tag in ("th", "caption") for inner in table.iterdescendants()):
        return True
    rows = [[text_of(cell) for cell in row] for row in table.iter("tr")]
    filled = [row for row in rows if sum(map(bool, row)) > 1]
    return len(filled) >= MIN_ROWS and len(filled) * 2 > len(rows) and all(len(cell) <= MAX_CELL for row in rows for cell in row)


def grid_of(table: Any) -> tuple[Grid, int | None, bool]:
    """The cells as rows; the number of rows of heads if the table says so; whether the first cells name the rows.

    A cell over several rows stands in each of them.
    """
    rows = list(table.iter("tr"))
    heads = sum(1 for _ in head_rows(rows))
    grid: Grid = [[] for _ in rows]
    waiting: dict[tuple[int, int], str] = {}  # (row, column) → text of a cell that began in a row above
    for n, row in enumerate(rows):
        for cell in (c for c in row if c.tag in ("td", "th")):
            fill_waiting(grid[n], waiting, n)
            place_cell(cell, grid[n], waiting, n, is_head=n < heads)
        fill_waiting(grid[n], waiting, n)
    has_labels = any(c.tag == "th" for row in rows for c in row)
    return grid, heads if heads or has_labels else None, has_labels


def head_rows(rows: list[Any]) -> Iterator[Any]:
    """The rows at the top that name the columns: those in `thead`, or those of `th` only. An empty corner may be a `td`."""
    for row in rows:
        cells = [c for c in row if c.tag in ("td", "th")]
        if not (row.getparent().tag == "thead" or (len(cells) > 1 and all(c.tag == "th" or not text_of(c) for c in cells))):
            return
        yield row


def fill_waiting(line: list[str], waiting: dict[tuple[int, int], str], row: int) -> None:
    while (row, len(line)) in waiting:
        line.append(waiting.pop((row, len(line))))


def place_cell(cell: Any, line: list[str], waiting: dict[tuple[int, int], str], row: int, is_head: bool) -> None:
    text, wide, high = text_of(cell), cell_span(cell.get("colspan")), cell_span(cell.get("rowspan"))
    for k in range(wide):
        value = text if k == 0 or is_head else ""
        for below in range(1, high):
            waiting[row + below, len(line)] = value
        line.append(value)


def text_of(element: Any) -> str:
    """The text of a cell. Its blocks and lines are parted by spaces."""
    return " ".join("".join(pieces_of(element)).split())


def pieces_of(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        parts = child.tag == "br" or child.tag in BLOCK_TAGS
        yield from (" " if parts else "", *pieces_of(child), " " if parts else "", child.tail or "")


def put_paragraphs(table: Any, lines: list[str]) -> None:
    for line in lines:
        paragraph = lxml_html.Element("p")
        paragraph.text = line
        paragraph.set("data-row", "")
        table.addprevious(paragraph)
    table.drop_tree()
