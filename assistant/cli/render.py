"""Answers, sources and articles for people at a terminal."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from onrecord.assistant.answer import Answer, Citation, Conflict
from onrecord.assistant.question import Message
from onrecord.assistant.summary_line import gate_line
from onrecord.assistant.turn import Assistant, answer_turn
from onrecord.vectorstore.archive import Origin
from onrecord.vectorstore.errors import OnRecordError
from onrecord.vectorstore.model import Hit

TITLES = {"number": "Different figures", "negation": "One says so, one does not", "denial": "Claimed and denied", "superseded": "The later figure, and the earlier one"}
CHAT_HELP = "/sources shows what the last answer rests on · /new forgets the conversation · /quit ends"


def show_answer(answer: Answer, sources: bool = True) -> None:
    out = Console(highlight=False)
    for line in answer.text.split("\n"):
        out.print(line, markup=False)
    for conflict in answer.conflicts:
        out.print(side_by_side(answer, conflict))
    if sources and answer.citations:
        out.print()
        show_sources(answer.citations)
    out.print(f"\n[dim]{gate_line(answer)}[/]")


def side_by_side(answer: Answer, conflict: Conflict) -> Table:
    """Two claims that differ, each under whose word it is."""
    table = Table(title=TITLES[conflict.kind], title_justify="left", expand=True, show_lines=False)
    for side in conflict.sides:
        cited = next(c for c in answer.citations if c.n == side.citation)
        table.add_column(escape(" · ".join(x for x in (side.speaker, cited.publisher, cited.published_at) if x)), ratio=1)
    table.add_row(*(escape(f"{side.text} [{side.citation}]") for side in conflict.sides))
    return table


def show_sources(citations: Sequence[Citation]) -> None:
    out = Console(highlight=False)
    for c in citations:
        where = " · ".join(x for x in (c.publisher, c.published_at, c.url) if x)
        out.print(f"[bold]\\[{c.n}][/] {escape(c.title)}" + (f" · {escape(where)}" if where else ""))
        out.print(f"    [dim]onrecord show {c.article_id} --version {c.version}, characters {c.start} to {c.end}[/]")


def show_hits(hits: Sequence[Hit]) -> None:
    out = Console(highlight=False)
    for n, h in enumerate(hits, 1):
        found = ", ".join(f"{name} #{rank}" for name, rank in h.found_by)
        out.print(f"[bold]{n}. {escape(h.article.title)}[/] [dim]{escape(h.article.publisher or '')} {h.article.published_at or 'undated'} · {found}[/]")
        out.print(f"   {h.text}", markup=False)
    if not hits:
        out.print("nothing found")


def show_origins(origins: Sequence[Origin]) -> None:
    out = Console(highlight=False, soft_wrap=True)
    for n, o in enumerate(origins):
        where = " · ".join(x for x in (o.article.publisher, o.article.published_at or "undated", o.article.url) if x)
        alike = "" if o.score == 1 else f" · {o.score:.0%} of the excerpt's word runs"
        out.print(f"{'' if n == 0 else '[dim]also in[/] '}[bold]{escape(o.article.title)}[/] · {escape(where)}{alike}")
        out.print(f"    [dim]onrecord show {o.article.article_id} --version {o.article.version}, characters {o.start} to {o.end}[/]")


def show_status(facts: dict[str, Any]) -> None:
    out = Console(highlight=False, soft_wrap=True)
    for name, value in facts.items():
        out.print(f"{name.replace('_', ' '):16} {'—' if value is None else value}", markup=False)


def converse(assistant: Assistant, as_of: str | None) -> None:
    """Ask and answer until /quit or the end of input. An error ends the turn, not the conversation."""
    out = Console(highlight=False)
    out.print(f"[dim]{assistant.store.archive.counts()['articles']} articles. {CHAT_HELP}[/]")
    history: list[Message] = []
    last: Answer | None = None
    while (text := read_line()) is not None:
        if text == "/sources":
            show_sources(last.citations) if last and last.citations else out.print("[dim]nothing is cited yet[/]")
        elif text == "/new":
            history, last = [], None
        elif text.startswith("/"):
            out.print(f"[dim]{CHAT_HELP}[/]")
        elif text:
            last = take_turn(assistant, text, history, as_of)


def read_line() -> str | None:
    try:
        text = input("\n> ").strip()
    except EOFError:
        return None
    return None if text in ("/quit", "/exit") else text


def take_turn(assistant: Assistant, text: str, history: list[Message], as_of: str | None) -> Answer | None:
    try:
        answer = answer_turn(assistant, text, history, as_of).answer
    except OnRecordError as e:
        Console(stderr=True, highlight=False).print(f"onrecord: {e}", markup=False)
        return None
    show_answer(answer, sources=False)
    history += [Message("user", text), Message("assistant", answer.text)]
    return answer
