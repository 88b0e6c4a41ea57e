"""Prints results for people in a terminal: figures with counts, intervals and limits, and the wrong answers."""

from collections.abc import Mapping, Sequence

from rich import box
from rich.markup import escape
from rich.table import Table

from onrecord.evals.answers import AnswerResults, ScoredAnswer, explain_failure, shorten
from onrecord.evals.reports.wording import describe_faults, describe_versions, headline
from onrecord.evals.run import LESS_IS_BETTER, Comparison, EvalCase, EvalResults, Figure
from onrecord.vectorstore.console import Console

MAX_WRONG = 12  # wrong answers that are listed; --out has all of them
MAX_SENTENCES = 20  # failed sentences that are listed; --json has all of them
IN_SAMPLE_NOTE = "in-sample: weights of search and evidence were set on the newsroom's questions, so these figures are too good for new data"
QUOTED_NOTE = "left out: faithfulness, which is 1 by construction if answers quote their sources word for word, as they do without --model; --json has it"


def show_results(results: EvalResults, comparison: Comparison | None = None, in_sample: bool = False) -> None:
    """Show the results of `eval run`.

    Args:
        in_sample: the product was tuned on these cases. A note says so.
    """
    out = Console(highlight=False)
    shown = headline(results)
    out.print(figures_table(shown, comparison))
    out.print(kinds_table(results.kinds))
    g, ms = results.gate, results.latency_ms
    if in_sample:
        out.print(IN_SAMPLE_NOTE, markup=False, soft_wrap=True)
    if shown.keys() != results.summary.keys():
        out.print(QUOTED_NOTE, markup=False, soft_wrap=True)
    out.print(f"gate: {g.claims} claims, {g.supported} supported, {g.repaired} repaired, {g.dropped} dropped, {g.unchecked} unchecked")
    out.print(f"time a turn: p50 {ms.p50} ms, p95 {ms.p95} ms")
    out.print("compared with the baseline case by case" if comparison and comparison.figures else "not compared with a baseline")
    show_versions(out, comparison)
    show_wrong(out, results.cases)


def show_comparison(comparison: Comparison) -> None:
    """Show the results of `eval gate`."""
    out = Console(highlight=False)
    table = new_table("figure", "baseline", "now", "floor", "worse", "better", "p")
    for f in comparison.figures:
        values = ("—" if v is None else three_digits(v) for v in (f.before, f.now, f.floor))
        table.add_row(f.name.replace("_", " "), *values, str(len(f.worse)), str(len(f.better)), three_digits(f.p))
    out.print(table)
    show_versions(out, comparison)


def show_scores(results: AnswerResults) -> None:
    """Show the results of `eval score`."""
    out = Console(highlight=False)
    table = figure_columns("score")
    for name, f in results.summary.items():
        table.add_row(name.replace("_", " "), *figure_cells(f))
    out.print(table)
    controls = results.controls
    out.print(f"{len(results.cases)} answers · judge {results.judge} · {controls.right} of {controls.n} controls right", markup=False, soft_wrap=True)
    if results.unchecked:
        out.print(f"{results.unchecked} sentences could not be judged")
    show_failed(out, results.cases)


def figures_table(figures: Mapping[str, Figure], comparison: Comparison | None) -> Table:
    table = figure_columns("figure", "change", "floor")
    compared = {f.name: f for f in comparison.figures} if comparison else {}
    for name, figure in figures.items():
        f = compared.get(name)
        bound = "—" if f is None or f.floor is None else f"{'≤' if name in LESS_IS_BETTER else '≥'}{three_digits(f.floor)}"
        change = f"-{len(f.worse)} +{len(f.better)}" if f and (f.worse or f.better) else ""
        table.add_row(name.replace("_", " "), *figure_cells(figure), change, bound)
    return table


def kinds_table(kinds: Mapping[str, Figure]) -> Table:
    table = figure_columns("answered right")
    for kind, f in kinds.items():
        table.add_row(kind, *figure_cells(f))
    return table


def figure_columns(first: str, *more: str) -> Table:
    """A table that fits 80 columns. Only the header "not judged" has two lines."""
    return new_table(first, "value", "pass", "fail", "not\njudged", "95% interval", *more)


def new_table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for column in columns:
        table.add_column(column, no_wrap=True)
    return table


def figure_cells(f: Figure) -> list[str]:
    value = "—" if f.value is None else three_digits(f.value)
    return [value, str(f.passed), str(f.failed), str(f.not_judged), f"{three_digits(f.low)}–{three_digits(f.high)}"]


def three_digits(value: float) -> str:
    """A value with three digits and without a leading zero: ".642", "1.000"."""
    return f"{value:.3f}".removeprefix("0")


def show_versions(out: Console, comparison: Comparison | None) -> None:
    for line in describe_versions(comparison):
        out.print(line, markup=False, soft_wrap=True)


def show_wrong(out: Console, cases: Sequence[EvalCase]) -> None:
    """Show the wrong answers. Those that fail most scores come first."""
    wrong = [c for c in cases if c.scores["answered_right"].state == "fail"]
    wrong.sort(key=lambda c: -sum(s.state == "fail" for s in c.scores.values()))
    for c in wrong[:MAX_WRONG]:
        out.print(f"\n[bold]{escape(c.id)}[/] ({c.kind}) {escape(c.question)}")
        out.print(f"  expected  {describe_expected(c)}", markup=False)
        out.print(f"  answered  {shorten(c.text)}", markup=False)
        out.print(f"  wrong     {describe_faults(c)}", markup=False)
    if len(wrong) > MAX_WRONG:
        out.print(f"\n… and {len(wrong) - MAX_WRONG} more wrong answers; --out FILE lists them all")


def show_failed(out: Console, cases: Sequence[ScoredAnswer]) -> None:
    failed = [(case, sentence) for case in cases for sentence in case.claims if sentence.verdict == "fail"]
    for case, sentence in failed[:MAX_SENTENCES]:
        out.print(f"\n[bold]{escape(case.id)}[/] {escape(shorten(sentence.text))}", soft_wrap=True)
        for line in explain_failure(sentence):
            out.print(f"  {line}", markup=False, soft_wrap=True)
    if len(failed) > MAX_SENTENCES:
        out.print(f"\n… and {len(failed) - MAX_SENTENCES} more failed sentences; --json lists them all")


def describe_expected(case: EvalCase) -> str:
    parts = [" or ".join(map(repr, group)) for group in case.expect] + [f"not {s!r}" for s in case.forbid]
    if case.kind in ("unanswerable", "false-premise"):
        parts.insert(0, "to abstain" if case.kind == "unanswerable" else "to abstain or to contradict the premise")
    return "; ".join(parts)
