"""Writes the comparison of two runs as terminal text, Markdown and HTML."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.markup import escape as escape_markup

from onrecord.evals.answers import shorten
from onrecord.evals.reports.html import template, write_page
from onrecord.evals.reports.markdown import append_markdown, escape, three_digits
from onrecord.evals.reports.terminal import new_table
from onrecord.evals.trends import CaseChange, RunComparison
from onrecord.vectorstore.console import Console

TEMPLATE = "compare.html.j2"
MAX_CASES = 20  # changed cases that a list shows; the HTML page and --json have all
COLUMNS = ("figure", "cases", "before", "now", "worse", "better", "p", "change")  # p: the smaller one of both directions


def show_compared(comparison: RunComparison) -> None:
    out = Console(highlight=False)
    out.print(count_cases(comparison), markup=False, soft_wrap=True)
    table = new_table(*COLUMNS)
    for row in figure_rows(comparison):
        table.add_row(*row)
    out.print(table)
    for line in comparison.versions:
        out.print(line, markup=False, soft_wrap=True)
    for case in comparison.cases[:MAX_CASES]:
        out.print(f"\n[bold]{escape_markup(case.id)}[/] {escape_markup(shorten(case.question))}", soft_wrap=True)
        out.print(f"  {describe_scores(case)}", markup=False, soft_wrap=True)
        out.print(f"  {shorten(case.why)}", markup=False, soft_wrap=True)
    if len(comparison.cases) > MAX_CASES:
        out.print(f"\n… and {len(comparison.cases) - MAX_CASES} more changed cases; --json lists them all")


def summarize_compared(comparison: RunComparison) -> str:
    """The comparison as Markdown."""
    lines = ["## Two eval runs", "", count_cases(comparison), "", *(f"- **{escape(sentence)}**" for sentence in comparison.failures)]
    lines += ["", f"| {' | '.join(COLUMNS)} |", "|" + "---|" * len(COLUMNS), *(f"| {' | '.join(row)} |" for row in figure_rows(comparison)), ""]
    lines += [f"- {escape(line)}" for line in comparison.versions]
    if comparison.cases:
        lines += ["", f"<details><summary>{len(comparison.cases)} changed cases</summary>", "", "| case | question | change | why |", "|---|---|---|---|"]
        lines += [f"| {' | '.join(escape(shorten(text)) for text in (c.id, c.question, describe_scores(c), c.why))} |" for c in comparison.cases[:MAX_CASES]]
        lines += ["", *([f"… and {len(comparison.cases) - MAX_CASES} more", ""] if len(comparison.cases) > MAX_CASES else []), "</details>"]
    return "\n".join(lines) + "\n"


def render_compared(comparison: RunComparison, names: Sequence[str]) -> str:
    """The comparison as a page. Args: names: the names of the two files."""
    return template(TEMPLATE).render(
        comparison=comparison,
        names=names,
        title=f"{names[0]} → {names[1]}",
        counts=count_cases(comparison),
        digits=three_digits,
        describe_scores=describe_scores,
    )


def write_compared(comparison: RunComparison, names: Sequence[str], markdown: Path | None, html: Path | None) -> None:
    """Raises BadInput if a file cannot be written."""
    if markdown:
        append_markdown(markdown, summarize_compared(comparison))
    if html:
        write_page(html, render_compared(comparison, names))


def compared_json(comparison: RunComparison) -> dict[str, Any]:
    figures = [asdict(f) | {"change": f.change} for f in comparison.figures]
    return asdict(comparison) | {"figures": figures, "failures": comparison.failures}


def figure_rows(comparison: RunComparison) -> list[list[str]]:
    return [
        [f.name.replace("_", " "), str(f.n), three_digits(f.before), three_digits(f.now), str(len(f.worse)), str(len(f.better)), three_digits(min(f.p_worse, f.p_better)), f.change]
        for f in comparison.figures
    ]


def count_cases(comparison: RunComparison) -> str:
    """ "159 cases in both runs, 12 changed; 1 only in the first, 0 only in the second"."""
    only = f"; {len(comparison.removed)} only in the first, {len(comparison.added)} only in the second" if comparison.removed or comparison.added else ""
    return f"{comparison.paired} cases in both runs, {len(comparison.cases)} changed{only}"


def describe_scores(case: CaseChange) -> str:
    """ "faithfulness 1.000 → 0.500, attribution 1.000 → —"."""
    return ", ".join(f"{name.replace('_', ' ')} {three_digits(before)} → {three_digits(now)}" for name, (before, now) in case.scores.items())
