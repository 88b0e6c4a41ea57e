"""Prints the trace of a turn for people at a terminal."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter
from rich.markup import escape
from rich.table import Table

from onrecord.assistant.trace import Trace, TracedClaim, TracedQuestion, TracedSentence
from onrecord.vectorstore.console import Console

MAX_SENTENCES = 15  # candidate sentences that are shown; --json has all of them
MAX_TEXT = 120  # code points of a text that a table shows


def read_trace(found: Mapping[str, Any]) -> Trace:
    """The trace in JSON that `turn_json` or the server made."""
    return TypeAdapter(Trace).validate_python(found)


def show_trace(trace: Trace) -> None:
    out = Console(highlight=False)
    out.print(question_table(trace.question))
    out.print(hits_table(trace))
    out.print(sentences_table(trace.sentences or trace.evidence))
    decision = "answers" if trace.answerability >= trace.threshold and trace.evidence else "abstains"
    out.print(f"[bold]Answerability[/] {trace.answerability:.3f}, threshold {trace.threshold}: the turn {decision}")
    out.print(claims_table(trace.claims))
    out.print("[bold]Timings[/] " + " · ".join(f"{stage} {ms:.1f} ms" for stage, ms in trace.timings_ms.items()) + "\n")


def question_table(question: TracedQuestion) -> Table:
    table = titled_table("Question", "field", "value")
    for name, value in asdict(question).items():
        if value not in (None, (), "", False):
            table.add_row(name, escape(", ".join(value) if isinstance(value, tuple) else str(value)))
    return table


def hits_table(trace: Trace) -> Table:
    table = titled_table("Hits", "score", "passage", "found by", "parts of the score")
    for hit in trace.hits:
        source = " · ".join(str(hit[k]) for k in ("title", "publisher", "published_at") if hit[k])
        found_by = ", ".join(f"{name} #{rank}" for name, rank in hit["found_by"].items())
        table.add_row(f"{hit['score']:.3f}", escape(f"{source}: {shorten(hit['text'])}"), found_by, parts_text(hit["parts"]))
    return table


def sentences_table(sentences: Sequence[TracedSentence]) -> Table:
    table = titled_table(f"Candidate sentences (the best {min(MAX_SENTENCES, len(sentences))} of {len(sentences)}, and those chosen)", "score", "chosen", "sentence", "parts of the score")
    for n, s in enumerate(sentences):
        if n < MAX_SENTENCES or s.chosen:
            table.add_row(f"{s.score:.3f}", "yes" if s.chosen else "", escape(shorten(s.text)), parts_text(s.parts))
    return table


def claims_table(claims: Sequence[TracedClaim]) -> Table:
    table = titled_table("Drafted claims", "outcome", "verdict", "score", "claim", "reason")
    for c in claims:
        table.add_row(c.outcome, c.verdict, f"{c.score:.3f}", escape(c.drafted), escape(f"{c.reason} ({c.judge})"))
    return table


def titled_table(title: str, *columns: str) -> Table:
    return Table(*columns, title=title, title_justify="left", title_style="bold", expand=True)


def parts_text(parts: dict[str, float]) -> str:
    return escape(" ".join(f"{name}={value:.2f}" for name, value in parts.items() if value))


def shorten(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MAX_TEXT else f"{line[: MAX_TEXT - 1]}…"
