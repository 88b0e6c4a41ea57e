"""Reads files with one row for each answer: JSON lines, a JSON array, CSV or TSV. Each row has the line where it begins."""

import csv
import io
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from onrecord.vectorstore.errors import BadInput

# Keys that lead to the array of rows in a file that is one JSON object: promptfoo's results, and a test run of DeepEval.
PATHS_TO_ROWS = (("results", "results"), ("testCases",), ("testRunData", "testCases"))
SPACE = " \t\r\n"
SPACES = re.compile(f"[{SPACE}]*")
UNDECODED = re.compile("[\udc80-\udcff]")  # bytes that are not UTF-8, as `surrogateescape` decodes them
DECODER = json.JSONDecoder()


@dataclass(frozen=True)
class Entry:
    """A row of a file as it was found, or the reason why it cannot be read. `name` is "line 3", or "row 3" where rows and lines differ."""

    line: int
    name: str
    found: dict[str, Any]
    fault: str = ""


def read_entries(path: str, columns: Sequence[str]) -> Iterator[Entry]:
    """The rows of a file; `-` means standard input.

    Args:
        columns: names of columns. A text that begins with a line with two of them is CSV or TSV.

    Raises:
        BadInput: the file cannot be read.
    """
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as e:
        raise BadInput(f"{path} cannot be read: {e.strerror}") from None
    text = data.removeprefix(b"\xef\xbb\xbf").decode(errors="surrogateescape")
    head = text.lstrip(SPACE).partition("\n")[0]
    separator = "\t" if "\t" in head else ","
    if path.endswith((".csv", ".tsv")) or (head[:1] not in ("{", "[") and len({c.strip('"') for c in head.strip().split(separator)} & set(columns)) > 1):
        return read_table(text, separator)
    if head.startswith("[") or (head.startswith("{") and is_json(text)):
        return read_document(text)
    return read_lines(text)


def is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def read_lines(text: str) -> Iterator[Entry]:
    for number, line in enumerate(text.split("\n"), 1):  # splitlines would also split at U+2028, which may be inside a JSON string
        if line.strip():
            yield read_line(number, line)


def read_line(number: int, line: str) -> Entry:
    try:
        return make_entry(number, f"line {number}", line, json.loads(line))
    except (ValueError, RecursionError):
        return Entry(number, f"line {number}", {}, "is not a line of JSON")


def make_entry(line: int, name: str, text: str, found: Any) -> Entry:
    """Args: text: the part of the file that has the row."""
    if not isinstance(found, dict):
        return Entry(line, name, {}, "is not a JSON object")
    return Entry(line, name, {}, "is not UTF-8 text") if UNDECODED.search(text) else Entry(line, name, found)


def read_document(text: str) -> Iterator[Entry]:
    """The objects of a JSON array, or of the array in an object to which `PATHS_TO_ROWS` leads. Without such an array, the object is the only row."""
    if text.lstrip(SPACE).startswith("{"):
        starts = (find_array(text, keys) for keys in PATHS_TO_ROWS)
        start = next((s for s in starts if s is not None), None)
        if start is None:
            yield make_entry(1, "line 1", text, json.loads(text))
            return
    else:
        start = text.index("[")
    yield from read_array(text, start)


def find_array(text: str, keys: Sequence[str]) -> int | None:
    """The position of an array in valid JSON, found by following keys from the outermost object."""
    position = skip_space(text, 0)
    for key in keys:
        found = find_value(text, position, key)
        if found is None:
            return None
        position = found
    return position if text[position] == "[" else None


def find_value(text: str, position: int, key: str) -> int | None:
    """The position of the value of a key in the object at `position`. None if there is no such object or key."""
    if text[position] != "{":
        return None
    position = skip_space(text, position + 1)
    while text[position] == '"':
        name, position = DECODER.raw_decode(text, position)
        position = skip_space(text, skip_space(text, position) + 1)
        if name == key:
            return position
        _, position = DECODER.raw_decode(text, position)
        position = skip_space(text, position)
        position = skip_space(text, position + 1) if text[position] == "," else position
    return None


def read_array(text: str, start: int) -> Iterator[Entry]:
    """The elements of the array at `start`. Reading ends at the first one that is not JSON."""
    begin, position, line = 0, skip_space(text, start + 1), 1
    for number in count(1):
        begin, line = position, line + text.count("\n", begin, position)
        if text[position : position + 1] == "]":
            if not text[:start].strip(SPACE) and text[position + 1 :].strip(SPACE):  # JSON lines that begin with an array, for example
                yield Entry(line, f"row {number}", {}, "is not part of the array that ends here, so nothing after it can be read")
            return
        try:
            found, position = DECODER.raw_decode(text, position)
            position = skip_space(text, position)
            if text[position : position + 1] not in (",", "]"):
                raise ValueError
        except (ValueError, RecursionError):
            yield Entry(line, f"row {number}", {}, "is not JSON, so nothing after it can be read")
            return
        yield make_entry(line, f"row {number}", text[begin:position], found)
        position = skip_space(text, position + 1) if text[position] == "," else position


def skip_space(text: str, position: int) -> int:
    found = SPACES.match(text, position)
    return found.end() if found else position


def read_table(text: str, separator: str) -> Iterator[Entry]:
    """The rows of CSV or TSV with a header. Empty cells are left out."""
    csv.field_size_limit(sys.maxsize)  # the default is 128 KB, and a cell may have many contexts
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    header = next(rows, [])
    before, number = rows.line_num, 0
    try:
        for cells in rows:
            line, before = before + 1, rows.line_num
            if any(cells):
                number += 1
                yield read_cells(line, f"row {number}", header, cells)
    except csv.Error as e:
        yield Entry(before + 1, f"row {number + 1}", {}, f"is not CSV ({e}), so nothing after it can be read")


def read_cells(line: int, name: str, header: Sequence[str], cells: Sequence[str]) -> Entry:
    if len(cells) > len(header):
        return Entry(line, name, {}, f"has {len(cells)} cells, but the header has {len(header)}")
    return make_entry(line, name, "".join(cells), {column: cell for column, cell in zip(header, cells, strict=False) if cell})
