"""Results for people: figures with counts, intervals and limits, the kinds of question, and what went wrong."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from onrecord.evals.run import LESS_IS_BETTER, Comparison

SHOWN = 12  # wrong answers listed; the JSON has them all
CUT = 220  # characters of an answer that a list shows


def show(results: dict[str, Any], comparisons: Sequence[Comparison] = ()) -> None:
    out = Console(highlight=False)
    out.print(figures_table(results["summary"], comparisons))
    out.print(kinds_table(results["kinds"]))
    g, ms = results["gate"], results["latency_ms"]
    out.print(f"gate: {g['claims']} claims, {g['supported']} supported, {g['repaired']} repaired, {g['dropped']} dropped, {g['unchecked']} unchecked")
    out.print(f"time a turn: p50 {ms['p50']} ms, p95 {ms['p95']} ms")
    out.print("compared with the baseline case by case" if comparisons else "not compared with a baseline")
    show_wrong(out, results["cases"])


def figures_table(figures: dict[str, Any], comparisons: Sequence[Comparison]) -> Table:
    made = figures_head("figure", "change", "floor")
    before = {c.name: c for c in comparisons}
    for name, f in figures.items():
        c = before.get(name)
        bound = "—" if c is None or c.floor is None else f"{'≤' if name in LESS_IS_BETTER else '≥'}{digits(c.floor)}"
        change = f"-{len(c.worse)} +{len(c.better)}" if c and (c.worse or c.better) else ""
        made.add_row(name.replace("_", " "), *cells(f), change, bound)
    return made


def show_comparison(comparisons: Sequence[Comparison]) -> None:
    out = Console(highlight=False)
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for column in ("figure", "baseline", "now", "floor", "worse", "better", "p"):
        made.add_column(column, no_wrap=True)
    for c in comparisons:
        values = ("—" if v is None else digits(v) for v in (c.before, c.now, c.floor))
        made.add_row(c.name.replace("_", " "), *values, str(len(c.worse)), str(len(c.better)), digits(c.p))
    out.print(made)


def kinds_table(kinds: dict[str, Any]) -> Table:
    made = figures_head("answered right")
    for kind, f in kinds.items():
        made.add_row(kind, *cells(f))
    return made


def figures_head(of: str, *more: str) -> Table:
    """Fits 80 columns with every header unbroken but "not judged"."""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for column in (of, "value", "pass", "fail", "not\njudged", "95% interval", *more):
        made.add_column(column, no_wrap=True)
    return made


def cells(f: dict[str, Any]) -> list[str]:
    value = "—" if f["value"] is None else digits(f["value"])
    return [value, *(str(f[k]) for k in ("passed", "failed", "not_judged")), f"{digits(f['low'])}–{digits(f['high'])}"]


def digits(value: float) -> str:
    """ ".642", "1.000"."""
    return f"{value:.3f}".removeprefix("0")


def show_wrong(out: Console, cases: list[dict[str, Any]]) -> None:
    """The wrong answers, those first that fail most scorers."""
    wrong = [c for c in cases if c["scores"]["answered_right"]["state"] == "fail"]
    wrong.sort(key=lambda c: -sum(s["state"] == "fail" for s in c["scores"].values()))
    for c in wrong[:SHOWN]:
        out.print(f"\n[bold]{escape(c['id'])}[/] ({c['kind']}) {escape(c['question'])}")
        out.print(f"  expected  {expected(c)}", markup=False)
        out.print(f"  answered  {shortened(c['text'])}", markup=False)
        out.print(f"  wrong     {failures(c)}", markup=False)
    if len(wrong) > SHOWN:
        out.print(f"\n… and {len(wrong) - SHOWN} more that were not right; --out FILE has them all")


def expected(case: dict[str, Any]) -> str:
    parts = [" or ".join(map(repr, group)) for group in case["expect"]] + [f"not {s!r}" for s in case["forbid"]]
    if case["kind"] in ("unanswerable", "false-premise"):
        parts.insert(0, "to abstain" if case["kind"] == "unanswerable" else "to abstain or to contradict the premise")
    return "; ".join(parts)


def failures(case: Mapping[str, Any]) -> str:
    return "; ".join(f"{name.replace('_', ' ')}: {s['why']}" for name, s in case["scores"].items() if s["state"] == "fail")


def shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= CUT else f"{line[:CUT]}…"
