"""Writes results as terminal text, HTML, JUnit XML and Markdown."""

from onrecord.evals.reports.compared import compared_json, show_compared, write_compared
from onrecord.evals.reports.interchange import FORMATS
from onrecord.evals.reports.terminal import show_comparison, show_results, show_scores
from onrecord.evals.reports.wording import headline
from onrecord.evals.reports.write import write_reports

__all__ = [
    "FORMATS",
    "compared_json",
    "headline",
    "show_compared",
    "show_comparison",
    "show_results",
    "show_scores",
    "write_compared",
    "write_reports",
]
