"""JSON lines in, JSON lines out: the batch side of `ask`, `search`, `check` and `attribute`, and the shapes that they print."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

from onrecord.assistant.attribution import Span, Statement, extract_statements
from onrecord.assistant.gate import Judge, Pair, check
from onrecord.assistant.question import Message, day
from onrecord.vectorstore.archive import Filters, Origin
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.model import Hit


def read_batch(path: str, required: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The rows of a JSON-lines file, `-` for standard input; `required` fields are text.

    Raises:
        BadInput: naming the line that is no such row, or the file that cannot be read.
    """
    try:
        with nullcontext(sys.stdin) if path == "-" else Path(path).open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield parse_row(line, f"{'standard input' if path == '-' else path}:{number}", required)
    except (OSError, UnicodeDecodeError) as e:
        raise BadInput(f"{path} cannot be read: {getattr(e, 'strerror', None) or 'it is not UTF-8 text'}") from None


def parse_row(line: str, where: str, required: Sequence[str]) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise BadInput(f"{where} is not a line of JSON") from None
    lacking = [k for k in required if not isinstance(row.get(k), str)] if isinstance(row, dict) else list(required)
    if lacking:
        raise BadInput(f"{where} needs {', '.join(f'`{k}`' for k in lacking)} as text")
    return dict(row)


def read_history(value: Any) -> list[Message]:
    """Earlier messages: `{role, content}` each, or `{question, answer}` pairs, or bare questions.

    Raises:
        BadInput: something else.
    """
    messages: list[Message] = []
    for item in value or []:
        match item:
            case str():
                messages.append(Message("user", item))
            case {"role": "user" | "assistant" as role, "content": str(content)}:
                messages.append(Message(role, content))
            case {"question": str(question), **rest}:
                messages.append(Message("user", question))
                messages.append(Message("assistant", str(rest.get("answer", ""))))
            case _:
                raise BadInput("history is a list of {role, content}, role being user or assistant")
    return messages


def read_filters(row: dict[str, Any], given: Filters) -> Filters:
    """The filters of a row, `since`, `until`, `publisher` and `speaker`, each in place of the one given for all rows.

    Raises:
        BadInput: one of them is no text, or a day is none.
    """
    own = {name: row[name] for name in ("since", "until", "publisher", "speaker") if row.get(name) is not None}
    if wrong := [name for name, value in own.items() if not isinstance(value, str)]:
        raise BadInput(f"{', '.join(f'`{name}`' for name in wrong)} must be text")
    return replace(given, **{"said_by" if name == "speaker" else name: value for name, value in own.items()})


def check_rows(rows: Iterator[dict[str, Any]], judge: Judge) -> Iterator[dict[str, Any]]:
    """`published_at`, if a row has it, is the source's day, from which its weekdays are counted."""
    for row in rows:
        published = date.fromisoformat(day(row["published_at"])) if row.get("published_at") else None
        judgement = check(Pair(row["claim"], row["source"], published=published), judge)
        yield {"id": row.get("id"), **asdict(judgement)}


def attribute_rows(rows: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield {"id": row.get("id"), "statements": [statement_json(row["text"], s) for s in inner_first(extract_statements(row["text"]))]}


def inner_first(statements: list[Statement]) -> list[Statement]:
    """In the order in which they end: the first one that holds a passage is by the speaker nearest to it."""
    return sorted(statements, key=lambda s: (s.content.end, -s.content.start))


def statement_json(text: str, statement: Statement) -> dict[str, Any]:
    def span(s: Span | None) -> dict[str, Any] | None:
        return {"start": s.start, "end": s.end, "text": text[s.start : s.end]} if s else None

    return {
        "speaker": span(statement.speaker),
        "cue": span(statement.cue),
        "content": span(statement.content),
        "kind": statement.kind,
        "speaker_name": statement.speaker_name,
        "speaker_role": statement.speaker_role,
        "stance": statement.stance,
        "chain": list(statement.chain),
    }


def hit_json(hit: Hit) -> dict[str, Any]:
    passage, article = hit.passage, hit.article
    return {
        "article_id": passage.article_id,
        "version": passage.version,
        "start": passage.start,
        "end": passage.end,
        "text": hit.text,
        "score": round(hit.score, 6),
        "found_by": dict(hit.found_by),
        "parts": {name: round(value, 4) for name, value in hit.parts},
        "publisher": article.publisher,
        "published_at": article.published_at,
        "url": article.url,
        "title": article.title,
    }


def origin_json(origins: Sequence[Origin]) -> dict[str, Any]:
    """The earliest article that holds an excerpt, and in `copies` the others; `found` false where there is none."""
    if not origins:
        return {"found": False}
    first, *others = [
        {k: getattr(o.article, k) for k in ("article_id", "version", "title", "publisher", "published_at", "url")}
        | {"start": o.start, "end": o.end, "text": o.text, "score": o.score}
        for o in origins
    ]
    return {"found": True, **first, "copies": others}
