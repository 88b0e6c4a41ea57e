"""Results as terminal text, HTML, JUnit and Markdown."""

from onrecord.evals.reports.score_terminal import show_scores, told
from onrecord.evals.reports.terminal import show, show_comparison
from onrecord.evals.reports.write import write_reports

__all__ = [
    "show",
    "show_comparison",
    "show_scores",
    "told",
    "write_reports",
]
