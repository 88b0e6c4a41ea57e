"""Writes hits, statements and excerpt origins as JSON, and reads history and filters from JSON."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from onrecord.assistant.attribution import Span, Statement
from onrecord.assistant.question import Message
from onrecord.vectorstore.archive import Filters, Origin
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.model import Hit


def read_history(value: Any) -> list[Message]:
    """Earlier messages from a list. Its items are `{role, content}`, `{question, answer}`, or questions as text.

    Raises:
        BadInput: this is not a list, or an item has another form.
    """
    if value is not None and not isinstance(value, list):
        raise BadInput("history must be a list of {role, content}")
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
                raise BadInput("history must be a list of {role, content}; role is user or assistant")
    return messages


def read_filters(row: dict[str, Any], given: Filters) -> Filters:
    """The filters of a row: `since`, `until`, `publisher` and `speaker`. Each replaces the filter for all rows in `given`.

    Raises:
        BadInput: a filter is not text, or a day is not a date.
    """
    own = {name: row[name] for name in ("since", "until", "publisher", "speaker") if row.get(name) is not None}
    if wrong := [name for name, value in own.items() if not isinstance(value, str)]:
        raise BadInput(f"{', '.join(f'`{name}`' for name in wrong)} must be text")
    return replace(given, **{"said_by" if name == "speaker" else name: value for name, value in own.items()})


def inner_first(statements: list[Statement]) -> list[Statement]:
    """The statements sorted by their end, so that an inner statement comes before the outer one.

    So the first statement that contains a passage has the passage's direct speaker.
    """
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
    """The earliest article that contains an excerpt, with the others in `copies`. If there is none, `found` is false."""
    if not origins:
        return {"found": False}
    first, *others = [
        {k: getattr(o.article, k) for k in ("article_id", "version", "title", "publisher", "published_at", "url")}
        | {"start": o.start, "end": o.end, "text": o.text, "score": o.score}
        for o in origins
    ]
    return {"found": True, **first, "copies": others}
