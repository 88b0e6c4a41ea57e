"""Writes the report files that a command asks for."""

from collections.abc import Sequence
from pathlib import Path

from onrecord.evals.reports.html import write_html
from onrecord.evals.reports.junit import write_junit
from onrecord.evals.reports.markdown import write_markdown
from onrecord.evals.reports.wording import Results
from onrecord.evals.run import Comparison
from onrecord.evals.trends import HistoryLine


def write_reports(
    results: Results,
    failures: Sequence[str],
    junit: Path | None,
    markdown: Path | None,
    html: Path | None,
    comparison: Comparison | None = None,
    history: Sequence[HistoryLine] = (),
) -> None:
    """Write the reports.

    Args:
        failures: a sentence for each reason why the run fails.
        history: the runs to plot in the HTML page, oldest first.

    Raises:
        BadInput: a file cannot be written.
    """
    if junit:
        write_junit(junit, results, failures)
    if markdown:
        write_markdown(markdown, results, comparison, failures)
    if html:
        write_html(html, results, failures, history)
