"""Writes results as terminal text, HTML, JUnit XML and Markdown."""

from onrecord.evals.reports.terminal import show_comparison, show_results, show_scores
from onrecord.evals.reports.wording import headline
from onrecord.evals.reports.write import write_reports

__all__ = [
    "headline",
    "show_comparison",
    "show_results",
    "show_scores",
    "write_reports",
]
