"""Prints answers, sources and articles for people at a terminal."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from onrecord.assistant.answer import Answer, Citation, Conflict
from onrecord.assistant.article_record import Record, source_facts
from onrecord.assistant.summary_line import gate_line
from onrecord.vectorstore.archive import Change, Copy, Edit, Origin, Retraction
from onrecord.vectorstore.console import Console
from onrecord.vectorstore.model import Article, Spans

CONFLICT_TITLES = {"number": "Different figures", "answer": "Different answers", "negation": "One says so, one does not", "denial": "Claimed and denied"}
CHANGE_MARKS = {"same": "  ", "removed": "[red]- [/]", "added": "[green]+ [/]"}
FACT_NAMES = {"title": "headline", "publisher": "outlet", "authors": "authors", "published_at": "day", "language": "language"}
MARKER = r"\[\d+\]"  # of a source
MIN_SPAN = 60  # code points that are shown of a notice, with the text after it if it is shorter


def read_answer(found: Mapping[str, Any]) -> Answer:
    """The answer in JSON that `turn_json` or the server made."""
    return TypeAdapter(Answer).validate_python(found)


def show_answer(answer: Answer, sources: bool = True) -> None:
    out = Console(highlight=False)
    for number, line in enumerate(answer.text.split("\n")):
        shown = Text(line, style="bold" if answer.headline and number == 0 else "")
        shown.highlight_regex(MARKER, "cyan")
        out.print(shown)
    if answer.notice:
        out.print(answer.notice, markup=False, style="dim")
    for conflict in answer.conflicts:
        out.print(side_by_side(answer, conflict))
    if sources and answer.citations:
        out.print()
        show_sources(answer.citations)
    if line := gate_line(answer):
        out.print(f"\n[dim]{line}[/]")


def side_by_side(answer: Answer, conflict: Conflict) -> Table:
    """A table with two claims that differ, each under its speaker and source."""
    table = Table(title=CONFLICT_TITLES[conflict.kind], title_justify="left", expand=True, show_lines=False)
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


def show_hits(hits: Sequence[Mapping[str, Any]]) -> None:
    """Args: hits: as `hit_json` makes them."""
    out = Console(highlight=False)
    for n, h in enumerate(hits, 1):
        found = ", ".join(f"{name} #{rank}" for name, rank in h["found_by"].items())
        out.print(f"[bold]{n}. {escape(h['title'])}[/] [dim]{escape(h['publisher'] or '')} {h['published_at'] or 'undated'} · {found}[/]")
        out.print(f"   {h['text']}", markup=False)
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


def show_record(record: Record, removed: bool) -> None:
    """Args: removed: print the lines that the cleaning removed, instead of the text."""
    out = Console(highlight=False, soft_wrap=True)
    out.print(f"[bold]{escape(record.article.title)}[/]")
    for line in (*fact_lines(record.article, record.latest), *copy_lines(record)):
        out.print(f"[dim]{escape(line)}[/]")
    for e in record.edits:
        out.print(f"[yellow]edited[/] {escape(edit_line(e))}")
    for r in record.retractions:
        out.print(f"[bold red]{'retracted' if r.undone_at is None else 'was retracted'}[/] {escape(retraction_line(r))}")
    for kind, spans in (("notice", record.article.corrections), ("broken quotation mark", record.article.broken_quotes)):
        for line in span_lines(record.article.text, spans):
            out.print(f"[yellow]{kind}:[/] {escape(line)}")
    out.print()
    if removed:
        for item in record.article.removed:
            out.print(f"{item.rule}: {item.text}", markup=False)
        if not record.article.removed:
            out.print("nothing was removed")
    else:
        out.print(record.article.text, markup=False)


def fact_lines(article: Article, latest: int) -> list[str]:
    """The article's facts with the place where each was read, its addresses and its version."""
    read = article.fact_sources
    named = [
        (article.publisher, "publisher"),
        (", ".join(article.authors), "authors"),
        (f"published {article.published_time or article.published_at}" if article.published_at else "undated", "published_at"),
        (f"updated {article.updated_at}" if article.updated_at else None, "updated_at"),
        (article.language and f"language {article.language}", "language"),
    ]
    facts = " · ".join(f"{value} ({read[name]})" if read.get(name, "none") != "none" else str(value) for value, name in named if value)
    addresses = " · ".join(dict.fromkeys(u for u in (article.canonical_url, article.url) if u))
    versions = f"version {article.version}" + (f" of {latest}; onrecord show {article.article_id} --diff" if latest > 1 else "")
    return [line for line in (facts, addresses, versions) if line]


def copy_lines(record: Record) -> list[str]:
    def line(c: Copy) -> str:
        share = "through other copies" if c.share is None else f"{c.share:.0%} of the shorter text"
        origin = " · the earliest" if c.article.article_id == record.origin.article_id else ""
        return f"copy: {c.article.article_id} {' · '.join(f for f in source_facts(c.article).values() if f)} · {share}{origin}"

    earliest = ["the earliest of its copies"] if record.copies and record.origin.article_id == record.article.article_id else []
    return earliest + [line(c) for c in record.copies]


def edit_line(e: Edit) -> str:
    before, value = (", ".join(v) if isinstance(v, list | tuple) else v for v in (e.before, e.value))
    return f"{e.edited_at[:10]} by {e.edited_by}: {FACT_NAMES[e.fact]} {before or 'unknown'} → {value or 'as it was read'}"


def retraction_line(r: Retraction) -> str:
    return f"{r.retracted_at[:10]}: {r.reason}" + (f" (undone {r.undone_at[:10]})" if r.undone_at else "")


def span_lines(text: str, spans: Spans) -> list[str]:
    """Each span as one line. A span shorter than `MIN_SPAN` is extended with the text after it."""
    return [" ".join(text[start : max(end, start + MIN_SPAN)].split("\n")[0].split()) for start, end in spans]


def show_changes(old: Article, new: Article, found: Sequence[Change], facts: Mapping[str, tuple[object, object]]) -> None:
    out = Console(highlight=False, soft_wrap=True)
    out.print(f"[bold]version {old.version} → version {new.version}[/] {escape(new.title)}")
    for name, (before, after) in facts.items():
        out.print(f"{name}: {before or '—'} → {after or '—'}", markup=False)
    for change in found:
        out.print(CHANGE_MARKS[change.kind] + escape(change.text))
    if not found:
        out.print("the text is the same")
