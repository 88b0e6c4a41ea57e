"""Reads the answers to score: one JSON object per line, with our field names or those of RAGAS and DeepEval."""

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, ValidationError

from onrecord.assistant.answer_text import AnswerPart, read_answer
from onrecord.assistant.attribution import LONE_SURROGATE
from onrecord.vectorstore.errors import BadInput

# Our name, then the names in RAGAS, older RAGAS and DeepEval. The first one that is not null is used.
ALIASES = {
    "question": ("question", "user_input", "input"),
    "answer": ("answer", "response", "actual_output"),
    "contexts": ("contexts", "retrieved_contexts", "retrieval_context", "context"),
    "reference": ("reference", "ground_truth", "expected_output"),
    "citations": ("citations",),
    "answerable": ("answerable",),
    "id": ("id",),
}
Number = Annotated[int, Field(strict=True)]
Text = Annotated[str, AfterValidator(lambda text: LONE_SURROGATE.sub("\ufffd", text))]  # a surrogate cannot be written to any output


class ScoreRow(BaseModel):
    """One answer. `citations` are numbers of contexts from 1. A list such as [1, 3] is for every sentence without its own [n]. A list with one
    list per sentence, such as [[1], [], [2, 3]], replaces the [n]."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Text = ""
    question: Text = ""
    answer: Text
    contexts: tuple[Text, ...]
    citations: tuple[Number, ...] | tuple[tuple[Number, ...], ...] | None = None
    answerable: StrictBool | None = None
    reference: Text | None = None


@dataclass(frozen=True)
class ScoreRows:
    """The rows of a file, and the keys in it that were ignored."""

    rows: tuple[ScoreRow, ...]
    ignored: tuple[str, ...]


def read_score_rows(path: str) -> ScoreRows:
    """The rows of a file.

    Args:
        path: a file of JSON lines, or `-` for standard input.

    Raises:
        BadInput: a line is not a valid row or has the id of an earlier row (the message gives the line), or there is no row.
    """
    where = "standard input" if path == "-" else path
    rows: dict[str, ScoreRow] = {}
    ignored: dict[str, None] = {}
    for number, line in numbered_lines(path):
        found = parse_json(line, f"{where}:{number}")
        row = parse_row(found, f"{where}:{number}", number)
        sentences(row, f"{where}:{number}")
        if row.id in rows:
            raise BadInput(f"{where}:{number} has the id {row.id} of an earlier row")
        rows[row.id] = row
        ignored |= dict.fromkeys(k for k in found if k not in chosen_keys(found))
    if not rows:
        raise BadInput(f"{where} has no rows")
    return ScoreRows(tuple(rows.values()), tuple(ignored))


def numbered_lines(path: str) -> Iterator[tuple[int, str]]:
    try:
        text = sys.stdin.read() if path == "-" else Path(path).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as e:
        raise BadInput(f"{path} cannot be read: {getattr(e, 'strerror', None) or 'not UTF-8 text'}") from None
    lines = text.split("\n")  # splitlines would also split at U+2028, which may be inside a JSON string
    yield from ((number, line) for number, line in enumerate(lines, 1) if line.strip())


def parse_json(line: str, where: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        raise BadInput(f"{where} is not a line of JSON") from None
    if not isinstance(found, dict):
        raise BadInput(f"{where} is not a JSON object")
    return found


def parse_row(found: dict[str, Any], where: str, number: int) -> ScoreRow:
    named = {name: found[key] for name, key in own_names(found)}
    if "id" in named and isinstance(named["id"], int):
        named["id"] = str(named["id"])
    try:
        return ScoreRow.model_validate({"id": f"line {number}", **named})
    except ValidationError as e:
        first = e.errors()[0]
        name, *rest = map(str, first["loc"])
        called = " or ".join(f"`{key}`" for key in ALIASES[name])
        what = first["msg"].replace("tuple", "list")
        raise BadInput(f"{where} is not a valid row: {called}{' ' + rest[-1] if rest else ''}: {what}") from None


def own_names(found: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The pair (our name, the row's key) for each field in the row."""
    for name, keys in ALIASES.items():
        if key := next((k for k in keys if found.get(k) is not None), None):
            yield name, key


def chosen_keys(found: dict[str, Any]) -> set[str]:
    nulls = {k for keys in ALIASES.values() for k in keys if k in found and found[k] is None}
    return nulls | {key for _, key in own_names(found)}


def digest_rows(rows: Iterable[ScoreRow]) -> str:
    """A digest of all data in the rows that decides a score."""
    return hashlib.sha256(json.dumps([r.model_dump() for r in rows], ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def sentences(row: ScoreRow, where: str = "the row") -> list[AnswerPart]:
    """The parts of the answer that tell something or refuse: sentences, list items and table rows, without markup. Each has the numbers that it
    cites, from `citations` or from its own markers.

    Raises:
        BadInput: `citations` has lists, but not one for each sentence.
    """
    parts = read_answer(row.answer, row.question)
    claims = [p for p in parts if not p.frame]
    given = row.citations or ()
    if not any(isinstance(c, tuple) for c in given):
        return [replace(c, cites=c.cites or tuple(dict.fromkeys(n for n in given if isinstance(n, int)))) for c in claims]
    if len(given) == len(parts):  # a list for each sentence, also for those that claim nothing
        return [replace(p, cites=tuple(dict.fromkeys(own))) for p, own in zip(parts, given, strict=True) if isinstance(own, tuple) and not p.frame]
    if len(given) != len(claims):
        raise BadInput(f"{where}: `citations` has {len(given)} lists, but the answer has {len(claims)} sentences; give one list for each, or plain numbers")
    return [replace(c, cites=tuple(dict.fromkeys(own))) for c, own in zip(claims, given, strict=True) if isinstance(own, tuple)]
