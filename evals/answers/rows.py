"""Reads the answers to score, with our field names or those of other tools. A row that cannot be used does not stop the others."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, ValidationError

from onrecord.assistant.answer_text import AnswerPart, read_answer
from onrecord.assistant.attribution import LONE_SURROGATE
from onrecord.evals.answers.exports import ALIASES, COLUMNS, own_names, read_fields, unfold_exports
from onrecord.evals.answers.files import Entry, read_entries
from onrecord.vectorstore.errors import BadInput

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
class Rejected:
    """A row that could not be used. `why` continues a sentence that begins with the line."""

    line: int
    why: str


@dataclass(frozen=True)
class ScoreRows:
    """The rows of a file, the keys in it that were ignored, and the rows that could not be used. `name` is the name of the file for messages."""

    name: str
    rows: tuple[ScoreRow, ...]
    ignored: tuple[str, ...]
    rejected: tuple[Rejected, ...] = ()


def read_score_rows(path: str, strict: bool = False) -> ScoreRows:
    """The rows of a file.

    Args:
        path: a file of JSON lines, a JSON array, CSV or TSV; `-` means standard input.
        strict: stop at the first row that cannot be used.

    Raises:
        BadInput: the file cannot be read, or has no row that can be used. With `strict`, also if a row cannot be used.
    """
    where = "standard input" if path == "-" else path
    rows: dict[str, ScoreRow] = {}
    ignored: dict[str, None] = {}
    rejected: list[Rejected] = []
    for entry in unfold_exports(read_entries(path, COLUMNS)):
        try:
            row = parse_row(entry)
            if row.id in rows:
                raise BadInput(f"has the id {row.id} of an earlier row")
        except BadInput as e:
            rejected.append(Rejected(entry.line, f"({entry.name}) {e}" if entry.name.startswith("row") else str(e)))
            if strict:
                raise BadInput(f"{where}:{entry.line} {rejected[-1].why}") from None
            continue
        rows[row.id] = row
        ignored |= dict.fromkeys(k for k in entry.found if k not in chosen_keys(entry.found))
    if not rows:
        reason = f"; {where}:{rejected[0].line} {rejected[0].why}" if rejected else ""
        raise BadInput(f"{where} has no rows{' that can be used' if rejected else ''}{reason}")
    return ScoreRows(where, tuple(rows.values()), tuple(ignored), tuple(rejected))


def parse_row(entry: Entry) -> ScoreRow:
    """Raises BadInput if an entry is not a valid row."""
    if entry.fault:
        raise BadInput(entry.fault)
    try:
        row = ScoreRow.model_validate({"id": entry.name, **read_fields(entry.found)})
    except ValidationError as e:
        first = e.errors()[0]
        name, *rest = map(str, first["loc"])
        called = " or ".join(f"`{key}`" for key in ALIASES[name][:3])
        what = first["msg"].replace("tuple", "list")
        raise BadInput(f"is not a valid row: {called}{' ' + rest[-1] if rest else ''}: {what}") from None
    sentences(row, "is not a valid row")
    return row


def chosen_keys(found: dict[str, object]) -> set[str]:
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
