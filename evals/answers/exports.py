"""Reads the rows that RAGAS, DeepEval, ARES, TruLens and promptfoo export.

| tool | files | one row |
|---|---|---|
| RAGAS 0.4 | `to_jsonl`, `to_csv`, a data frame | `user_input`, `response`, `retrieved_contexts`, `reference` |
| DeepEval 4 | `save_as("json" / "jsonl" / "csv")`, a test run | `input`, `actual_output`, `retrieval_context`, `expected_output`; a test run has camelCase |
| ARES | TSV | `Query` or `Question`, `Answer`, `Document` |
| TruLens 2 | a data frame for `add_dataframe`, or of `get_events` | `query`, `response`, `contexts`; or one span a row |
| promptfoo 0.1 | `-o FILE.json`, `.jsonl`, `.csv` | `vars` with `query` and `context`, and `response.output` |
"""

import ast
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from onrecord.evals.answers.files import Entry

# Our name, then the names in other tools. The first one that is not null is used.
ALIASES = {
    "question": ("question", "user_input", "input", "query", "prompt", "Query", "Question"),
    "answer": ("answer", "response", "actual_output", "actualOutput", "output", "Answer"),
    "contexts": ("contexts", "retrieved_contexts", "retrieval_context", "retrievalContext", "context", "Document"),
    "reference": ("reference", "ground_truth", "expected_output", "expectedOutput", "expected_response"),
    "citations": ("citations",),
    "answerable": ("answerable",),
    "id": ("id", "record_id"),
}
COLUMNS = [key for keys in ALIASES.values() for key in keys]
LISTS = ("contexts", "citations", "answerable")  # fields that are no text, so that a cell of a table has them as JSON or as Python's repr
DEEPEVAL_SEPARATOR = "|"  # between contexts in DeepEval's CSV and JSON lines
DEEPEVAL_SOURCE = re.compile(r"^deepeval_source=.*?,deepeval_context=", re.DOTALL)
PROMPTFOO_OUTPUT = re.compile(r"\[.+?\] ")  # start of the column with the answers of one provider and prompt: "[openai:gpt] Answer {{query}}"
SPAN = "record_attributes"  # column of TruLens' spans
SPAN_NAMES = {
    "ai.observability.record_root.input": "question",
    "ai.observability.record_root.output": "answer",
    "ai.observability.record_root.ground_truth_output": "reference",
}
SPAN_CONTEXTS = "ai.observability.retrieval.retrieved_contexts"
SPAN_RECORD = "ai.observability.record_id"


def unfold_exports(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries with one answer each: outputs of promptfoo are taken apart, and spans of TruLens are put together."""
    spans: dict[str, Entry] = {}
    for entry in entries:
        if SPAN in entry.found:
            add_span(spans, entry)
        else:
            yield from unfold_promptfoo(entry)
    yield from spans.values()


def unfold_promptfoo(entry: Entry) -> Iterator[Entry]:
    found = entry.found
    outputs = [column for column in found if PROMPTFOO_OUTPUT.match(column)] if "Status" in found else []
    if isinstance(found.get("vars"), dict) and "promptIdx" in found:
        response = found.get("response")
        answer = response.get("output") if isinstance(response, dict) else None
        name = f"test {found.get('testIdx')}, prompt {found['promptIdx']}"
        yield replace(entry, found={**found["vars"], "answer": answer, "id": name})
    elif outputs:
        shared = {k: v for k, v in found.items() if k not in outputs}
        for n, column in enumerate(outputs):
            yield replace(entry, found={**shared, "answer": found[column], "id": f"{entry.name}, prompt {n}"})
    else:
        yield entry


def add_span(spans: dict[str, Entry], entry: Entry) -> None:
    """Add what a span of TruLens has to its record."""
    attributes = read_cell(entry.found[SPAN])
    if not isinstance(attributes, dict) or SPAN_RECORD not in attributes:
        return
    record = attributes[SPAN_RECORD]
    known = spans.get(record, replace(entry, found={"id": record, "contexts": []}))
    contexts = attributes.get(SPAN_CONTEXTS) or []
    found = {name: attributes[key] for key, name in SPAN_NAMES.items() if attributes.get(key) is not None}
    spans[record] = replace(known, found={**known.found, **found, "contexts": [*known.found["contexts"], *read_texts(contexts)]})


def own_names(found: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The pair (our name, the row's key) for each field in the row."""
    for name, keys in ALIASES.items():
        if key := next((k for k in keys if found.get(k) is not None), None):
            yield name, key


def read_fields(found: dict[str, Any]) -> dict[str, Any]:
    """The fields of a row under our names."""
    named = {name: read_cell(found[key]) if name in LISTS else found[key] for name, key in own_names(found)}
    if isinstance(named.get("id"), int):
        named["id"] = str(named["id"])
    if isinstance(named.get("contexts"), str):
        named["contexts"] = split_deepeval(named["contexts"]) if "actual_output" in found else [named["contexts"]]
    return named


def split_deepeval(text: str) -> list[str]:
    return [DEEPEVAL_SOURCE.sub("", part) for part in text.split(DEEPEVAL_SEPARATOR)]


def read_texts(value: Any) -> list[Any]:
    found = read_cell(value)
    return found if isinstance(found, list) else [found]


def read_cell(value: Any) -> Any:
    """The list, object or truth value that a cell has as JSON or as Python's repr. Another text is returned unchanged."""
    if not isinstance(value, str) or not value.startswith(("[", "{", "true", "false", "True", "False")):
        return value
    for read in (json.loads, ast.literal_eval):
        try:
            found = read(value)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        return found
    return value
