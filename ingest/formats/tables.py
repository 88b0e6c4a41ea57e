"""Writes tables as lines, one a row, in which each cell names its column: `District: Norden; For: 1,204; Against: 880`."""

import re

FIGURE = re.compile(r"[\W_]*(?:[A-Z]{1,3}[\s$])?\d[\d\s.,:%’'–−+/-]*\W*\w{0,3}\W*")
YEAR = re.compile(r"(?:19|20)\d\d(?:[-–/]\d\d(?:\d\d)?)?")

MAX_CELL = 160  # characters; a table with longer cells lays out the page
MAX_SPAN = 50  # columns or rows that a cell may cover

Grid = list[list[str]]


def cell_span(written: str | None) -> int:
    """The number of columns or rows that a cell covers, as its document writes it."""
    written = (written or "").strip()
    return min(max(int(written), 1), MAX_SPAN) if written.isascii() and written.isdigit() else 1


def table_lines(rows: Grid, heads: int | None = None, has_labels: bool = False) -> list[str]:
    """The lines of a table.

    Args:
        rows: the texts of the cells; rows may differ in length.
        heads: the number of rows at the top that name the columns; None if the document does not say.
        has_labels: the first cell of each row names the row, as in `Cost | 4 million`. It matters only where no row names the columns.
    """
    rows = [[" ".join(cell.split()) for cell in row] for row in rows]
    rows = [row for row in rows if any(row)]
    if heads is None:
        heads = int(has_heads(rows))
    if heads >= len(rows):
        return [row_line(row, []) for row in rows]
    if not heads and has_labels:
        return [f"{row[0].rstrip(':')}: {row_line(row[1:], [])}" if row[0] and any(row[1:]) else row_line(row, []) for row in rows]
    names = column_names(rows[:heads])
    return [row_line(row, names) for row in rows[heads:]]


def has_heads(rows: Grid) -> bool:
    """Whether the first row names the columns: it has words, or years, over columns of figures."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return False
    first, others = rows[0], rows[1:]
    if not all(first[1:]) or any(is_figure(cell) and not YEAR.fullmatch(cell) for cell in first):
        return False
    below = [[row[n] for row in others if n < len(row) and row[n]] for n in range(1, len(first))]
    return any(cells and all(map(is_figure, cells)) for cells in below)


def is_figure(cell: str) -> bool:
    return FIGURE.fullmatch(cell) is not None


def column_names(heads: Grid) -> list[str]:
    """The names of the columns. Several rows of heads are joined: `2025` over `For` is `2025 For`."""
    width = max(map(len, heads), default=0)
    stacks = ([row[n] for row in heads if n < len(row) and row[n]] for n in range(width))
    return [" ".join(dict.fromkeys(stack)).rstrip(":") for stack in stacks]


def row_line(row: list[str], names: list[str]) -> str:
    filled = [(names[n] if n < len(names) else "", cell) for n, cell in enumerate(row) if cell]
    if len(filled) == 1 and len(row) > 1:
        return filled[0][1]  # a heading within the table
    return "; ".join(f"{name}: {cell}" if name and name != cell else cell for name, cell in filled)
