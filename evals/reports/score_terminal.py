"""Scores for people: a table with counts and intervals, and the sentences that failed beside the nearest of their sources."""

from typing import Any

from rich.console import Console
from rich.markup import escape

from onrecord.evals.reports.terminal import cells, figures_head, shortened

SHOWN = 20  # failed sentences listed; the JSON has them all


def show_scores(results: dict[str, Any]) -> None:
    out = Console(highlight=False)
    table = figures_head("score")
    for name, f in results["summary"].items():
        table.add_row(name.replace("_", " "), *cells(f))
    out.print(table)
    controls = results["controls"]
    out.print(f"{len(results['cases'])} answers · judge {results['judge']} · {controls['right']} of {controls['n']} controls right", markup=False, soft_wrap=True)
    if results["unchecked"]:
        out.print(f"{results['unchecked']} sentences could not be judged")
    show_failed(out, results["cases"])


def show_failed(out: Console, cases: list[dict[str, Any]]) -> None:
    failed = [(case, claim) for case in cases for claim in case["claims"] if claim["verdict"] == "fail"]
    for case, claim in failed[:SHOWN]:
        out.print(f"\n[bold]{escape(case['id'])}[/] {escape(shortened(claim['text']))}", soft_wrap=True)
        for line in told(claim):
            out.print(f"  {line}", markup=False, soft_wrap=True)
    if len(failed) > SHOWN:
        out.print(f"\n… and {len(failed) - SHOWN} more sentences that failed; --json has them all")


def told(claim: dict[str, Any]) -> list[str]:
    """Why a sentence failed, and the nearest sentence of the contexts."""
    nearest = f"nearest  [{claim['source']}] {shortened(claim['nearest'])}" if claim["nearest"] else "nearest  no word of it is in the contexts"
    return [f"why      {claim['reason']}", nearest]
