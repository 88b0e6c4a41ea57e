"""Results for people: figures with counts and intervals, the kinds of question, and what went wrong."""

from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

SHOWN = 12  # wrong answers listed; the JSON has them all


def show(results: dict[str, Any]) -> None:
    out = Console(highlight=False)
    for title, figures in (("figure", results["figures"]), ("answered right, by kind", results["kinds"])):
        out.print(table(title, figures))
    g = results["gate"]
    out.print(f"gate: {g['claims']} claims, {g['supported']} supported, {g['repaired']} repaired, {g['dropped']} dropped, {g['unchecked']} unchecked")
    out.print(f"time a turn: p50 {results['latency_ms']['p50']} ms, p95 {results['latency_ms']['p95']} ms")
    wrong = [r for r in results["cases"] if (s := r["scores"]["answered_right"]) and s["value"] < 1]
    for r in wrong[:SHOWN]:
        out.print(f"[dim]{r['id']} ({r['kind']})[/] {escape(r['question'])} — {escape(r['scores']['answered_right']['why'])}")
    if len(wrong) > SHOWN:
        out.print(f"… and {len(wrong) - SHOWN} more that were not right; --out FILE has them all")


def table(title: str, figures: dict[str, Any]) -> Table:
    made = Table(title, "value", "n", "95% interval")
    for name, f in figures.items():
        value = "not judged" if f["value"] is None else f"{f['value']:.3f}"
        made.add_row(name.replace("_", " "), value, str(f["n"]), f"{f['low']:.3f} … {f['high']:.3f}")
    return made
