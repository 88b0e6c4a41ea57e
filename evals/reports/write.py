"""The reports that a run was asked for, whichever command it was."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from onrecord.evals.reports.html import write_html
from onrecord.evals.reports.junit import write_junit
from onrecord.evals.reports.markdown import write_markdown
from onrecord.evals.run import Comparison


def write_reports(
    results: Mapping[str, Any], failed: Sequence[str], junit: Path | None, markdown: Path | None, html: Path | None, comparisons: Sequence[Comparison] = ()
) -> None:
    """Args: failed: why the run fails, a sentence each. Raises BadInput: one cannot be written."""
    if junit:
        write_junit(junit, results, failed)
    if markdown:
        write_markdown(markdown, results, comparisons, failed)
    if html:
        write_html(html, results, failed)
