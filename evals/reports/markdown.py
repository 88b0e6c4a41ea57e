"""Results as a Markdown summary, for a pull request."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from onrecord.evals.reports.terminal import failures, shortened
from onrecord.evals.run import Comparison
from onrecord.vectorstore.errors import BadInput

SHOWN = 15  # failed cases


def write_markdown(path: Path, results: Mapping[str, Any], comparisons: Sequence[Comparison] = (), gate: Sequence[str] = ()) -> None:
    """Args: gate: why the run fails, a sentence each."""
    try:
        with path.open("a", encoding="utf-8") as f:  # as a CI's summary file wants it, which others may have written to
            f.write(summary(results, comparisons, gate))
    except OSError as e:
        raise BadInput(f"the summary cannot be written to {path}: {e.strerror or e}") from None


def summary(results: Mapping[str, Any], comparisons: Sequence[Comparison] = (), gate: Sequence[str] = ()) -> str:
    cases = results["cases"]
    counts = {v: sum(c["verdict"] == v for c in cases) for v in ("pass", "fail", "not_judged")}
    lines = [f"## Faithfulness: {len(cases)} cases, {counts['pass']} passed, {counts['fail']} failed, {counts['not_judged']} not judged", ""]
    if gate:
        lines += ["**The run fails**", "", *(f"- {cell(sentence)}" for sentence in gate), ""]
    elif comparisons:
        lines += ["Not worse than the baseline.", ""]
    before = {c.name: c.before for c in comparisons}
    lines += ["| figure | value | baseline | judged | 95% interval |", "|---|---|---|---|---|"]
    for name, f in results["summary"].items():
        lines.append(f"| {name.replace('_', ' ')} | {number(f['value'])} | {number(before.get(name))} | {f['n']} of {len(cases)} | {f['low']:.3f}–{f['high']:.3f} |")
    wrong = [c for c in cases if c["verdict"] == "fail"]
    if wrong:
        lines += ["", f"<details><summary>{len(wrong)} failed</summary>", "", "| case | question | why |", "|---|---|---|"]
        lines += [f"| {cell(c['id'])} | {cell(shortened(c.get('question', '')))} | {cell(shortened(failures(c)))} |" for c in wrong[:SHOWN]]
        lines += ["", *([f"… and {len(wrong) - SHOWN} more", ""] if len(wrong) > SHOWN else []), "</details>"]
    return "\n".join(lines) + "\n"


def number(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}"


def cell(text: str) -> str:
    """In a table, and as text: nothing of an article or an answer is markup."""
    return "".join({"\\": "\\\\", "&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "\\|", "`": "\\`", "*": "\\*", "_": "\\_", "[": "\\[", "@": "&#64;"}.get(c, c) for c in " ".join(text.split()))
