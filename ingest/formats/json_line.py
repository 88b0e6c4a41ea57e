"""Reads an article from a line of JSON, under any of the usual names of its fields."""

import json
import re
from typing import Any

from onrecord.ingest.documents import Rejected, Source
from onrecord.ingest.fact_names import NAMES, folded
from onrecord.ingest.limits import OverLimit

TEXT_NAMES = tuple(folded(name) for name in NAMES["text"])
MARKUP = re.compile(r"</?(?:p|div|article|section|h[1-6]|ul|ol|table|blockquote|br)\b[^<>]*>|</(?:em|strong|b|i|a|li|span)>", re.IGNORECASE)  # an article given as a piece of HTML
WANTED = "`text` (or `maintext`, `body`, `content`)"


def parse_json_line(line: str | bytes, where: str) -> Source | Rejected:
    """An article from a line `{url, title, text, publish_date, updated, publisher, authors, language}`; only the text is required."""
    try:
        row = json.loads(line)
    except RecursionError:
        raise OverLimit("its JSON is nested too deeply") from None
    except ValueError as e:
        return Rejected(where, f"invalid JSON: {e}; write one JSON object per line")
    if not isinstance(row, dict):
        return Rejected(where, f"not a JSON object but a JSON {type(row).__name__}; write one object per line, with at least {WANTED}")
    name, text = text_of(row)
    if not name:
        return Rejected(where, f"has no `text`; give the article's text as {WANTED}")
    facts = {k: value for k, value in row.items() if k != name}
    if MARKUP.search(text):
        return Source(where, f"text:{text}", "fragment", text, facts=facts)
    return Source(where, f"text:{text}", "text", text, facts=facts)


def text_of(row: dict[str, Any]) -> tuple[str, str]:
    """The name of the first field that has the text, and the text. A list of paragraphs counts as text."""
    by_name = {folded(name): name for name in row}
    for name in (by_name.get(name, "") for name in TEXT_NAMES):
        value = row.get(name)
        if isinstance(value, list) and value and all(isinstance(v, str) for v in value):
            value = "\n".join(value)
        if isinstance(value, str) and value.strip():
            return name, value
    return "", ""
