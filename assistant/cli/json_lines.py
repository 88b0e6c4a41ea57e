"""Reads and writes JSON lines for the option `--batch` of `ask`, `search`, `find`, `check` and `attribute`.

A row that cannot be used does not stop the others. Its place in the output has the error and the line number.
"""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from onrecord.assistant.answer_text import nfc, read_as_one
from onrecord.assistant.attribution import extract_statements
from onrecord.assistant.gate import Judge, Judgement, Pair, check
from onrecord.assistant.question import parse_as_of
from onrecord.assistant.serialize import inner_first, statement_json
from onrecord.vectorstore.command_line import complain, print_json
from onrecord.vectorstore.errors import BadInput, NotFound, OnRecordError

OPTIONAL_TEXTS = ("as_of", "published_at")

Row = dict[str, Any]


def run_batch(path: str, required: Sequence[str], answer: Callable[[Row], Row], strict: bool) -> None:
    """Print the answer to each row of a file of JSON lines, in order, with the row's `id`.

    Args:
        path: the file; `-` means standard input.
        required: fields that must be text.
        strict: stop at the first row that cannot be used.

    Raises:
        BadInput: a row could not be used, or the file cannot be read. Without `strict`, it is raised after the last row.
        OnRecordError: another error, such as an outage. It stops the batch. The message begins with the line.
    """
    name, total, bad = "standard input" if path == "-" else path, 0, 0
    for number, line in read_lines(path):
        total += 1
        row: Row = {}
        try:
            row |= parse_object(line)
            require_texts(row, required)
            found = answer(row)
        except OnRecordError as e:
            e.args = (f"{name}:{number} {e}",)
            if strict or not isinstance(e, BadInput | NotFound):
                raise
            bad += 1
            complain(str(e), e.exit_code)
            found = {"line": number, "error": str(e)}
        print_json({"id": row.get("id"), **found})
    if bad:
        raise BadInput(f"{bad} of {total} rows of {name} could not be used; the output has an `error` in their places")


def read_lines(path: str) -> Iterator[tuple[int, bytes]]:
    """The number and the content of each line that is not blank. Raises BadInput if the file cannot be read."""
    try:
        with nullcontext(sys.stdin.buffer) if path == "-" else Path(path).open("rb") as lines:
            yield from ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    except OSError as e:
        raise BadInput(f"cannot read {path}: {e.strerror}") from None


def parse_object(line: bytes) -> Row:
    """The JSON object in a line. Raises BadInput if there is none."""
    try:
        found = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadInput("is not UTF-8 text") from None
    except (ValueError, RecursionError):
        raise BadInput("is not a line of JSON") from None
    if not isinstance(found, dict):
        raise BadInput("is not a JSON object")
    return found


def require_texts(row: Row, required: Sequence[str]) -> None:
    """Raises BadInput if a required field is missing or not text, or an optional text is not text."""
    wrong = [k for k in required if not isinstance(row.get(k), str)]
    wrong += [k for k in OPTIONAL_TEXTS if row.get(k) is not None and not isinstance(row[k], str)]
    if wrong:
        raise BadInput(f"needs {', '.join(f'`{k}`' for k in wrong)} as text")


def check_row(row: Row, judge: Judge) -> Row:
    """The judgement of a row's claim, which is read without markup. If the row has `published_at`, weekdays in the source mean the days before it."""
    published = date.fromisoformat(parse_as_of(row["published_at"])) if row.get("published_at") else None
    claim = read_as_one(row["claim"])
    unjudged = Judgement("unchecked", 0.0, claim.unjudged) if claim.unjudged else None
    return asdict(unjudged or check(Pair(claim.told, nfc(row["source"]), published=published), judge))


def attribute_row(row: Row) -> Row:
    """The statements of a row's text."""
    return {"statements": [statement_json(row["text"], s) for s in inner_first(extract_statements(row["text"]))]}
