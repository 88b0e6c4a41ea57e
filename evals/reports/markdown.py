"""Writes results as a Markdown summary for a pull request."""

from collections.abc import Sequence
from pathlib import Path

from onrecord.evals.answers import shorten
from onrecord.evals.reports.wording import Results, count_verdicts, describe_faults, describe_versions, headline
from onrecord.evals.run import Comparison
from onrecord.vectorstore.errors import BadInput

MAX_CASES = 15  # failed cases that are listed
ESCAPES = {"\\": "\\\\", "&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "\\|", "`": "\\`", "*": "\\*", "_": "\\_", "[": "\\[", "@": "&#64;"}


def write_markdown(path: Path, results: Results, comparison: Comparison | None = None, failures: Sequence[str] = ()) -> None:
    """Append the summary to a file. The file may be a CI's summary file, to which other tools write too.

    Args:
        failures: a sentence for each reason why the run fails.
    """
    append_markdown(path, summarize(results, comparison, failures))


def append_markdown(path: Path, text: str) -> None:
    """Raises BadInput if the file cannot be written."""
    try:
        with path.open("a", encoding="utf-8") as f:
            f.write(text)
    except OSError as e:
        raise BadInput(f"the summary cannot be written to {path}: {e.strerror or e}") from None


def summarize(results: Results, comparison: Comparison | None = None, failures: Sequence[str] = ()) -> str:
    cases, compared = results.cases, comparison.figures if comparison else ()
    lines = [f"## Faithfulness: {len(cases)} cases, {count_verdicts(cases)}", ""]
    if failures:
        lines += ["**The run fails**", "", *(f"- {escape(sentence)}" for sentence in failures), ""]
    elif compared:
        lines += ["Not worse than the baseline.", ""]
    if versions := describe_versions(comparison):
        lines += [*(f"- {escape(line)}" for line in versions), ""]
    before = {f.name: f.before for f in compared}
    lines += ["| figure | value | baseline | judged | 95% interval |", "|---|---|---|---|---|"]
    for name, f in headline(results).items():
        lines.append(f"| {name.replace('_', ' ')} | {three_digits(f.value)} | {three_digits(before.get(name))} | {f.n} of {len(cases)} | {f.low:.3f}–{f.high:.3f} |")
    failed = [c for c in cases if c.verdict == "fail"]
    if failed:
        lines += ["", f"<details><summary>{len(failed)} failed</summary>", "", "| case | question | why |", "|---|---|---|"]
        lines += [f"| {escape(c.id)} | {escape(shorten(c.question))} | {escape(shorten(describe_faults(c)))} |" for c in failed[:MAX_CASES]]
        lines += ["", *([f"… and {len(failed) - MAX_CASES} more", ""] if len(failed) > MAX_CASES else []), "</details>"]
    return "\n".join(lines) + "\n"


def three_digits(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}"


def escape(text: str) -> str:
    """The text for a table cell, in which no part of an article or answer is markup."""
    return "".join(ESCAPES.get(c, c) for c in " ".join(text.split()))
