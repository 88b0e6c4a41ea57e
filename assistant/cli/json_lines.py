"""Reads and writes JSON lines for the option `--batch` of `ask`, `search`, `find`, `check` and `attribute`."""

import json
import sys
from collections.abc import Iterator, Sequence
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
from onrecord.vectorstore.errors import BadInput


def read_batch(path: str, required: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The rows of a file with JSON lines; `-` means standard input. `required` lists fields that must be text.

    Raises:
        BadInput: a line is not such a row (the message gives the line number), or the file cannot be read.
    """
    try:
        with nullcontext(sys.stdin) if path == "-" else Path(path).open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield parse_row(line, f"{'standard input' if path == '-' else path}:{number}", required)
    except (OSError, UnicodeDecodeError) as e:
        raise BadInput(f"cannot read {path}: {getattr(e, 'strerror', None) or 'not UTF-8 text'}") from None


def parse_row(line: str, where: str, required: Sequence[str]) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise BadInput(f"{where} is not a line of JSON") from None
    missing = [k for k in required if not isinstance(row.get(k), str)] if isinstance(row, dict) else list(required)
    if missing:
        raise BadInput(f"{where} needs {', '.join(f'`{k}`' for k in missing)} as text")
    return dict(row)


def check_rows(rows: Iterator[dict[str, Any]], judge: Judge) -> Iterator[dict[str, Any]]:
    """The judgement of each row's claim, which is read without markup. If the row has `published_at`, weekdays in the source mean the days before it."""
    for row in rows:
        published = date.fromisoformat(parse_as_of(row["published_at"])) if row.get("published_at") else None
        claim = read_as_one(row["claim"])
        unjudged = Judgement("unchecked", 0.0, claim.unjudged) if claim.unjudged else None
        judgement = unjudged or check(Pair(claim.told, nfc(row["source"]), published=published), judge)
        yield {"id": row.get("id"), **asdict(judgement)}


def attribute_rows(rows: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The statements of each row's text."""
    for row in rows:
        yield {"id": row.get("id"), "statements": [statement_json(row["text"], s) for s in inner_first(extract_statements(row["text"]))]}
