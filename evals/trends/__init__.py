"""Runs beside each other: two runs case by case, and the figures of all runs over time."""

from onrecord.evals.trends.comparison import CaseChange, FigureChange, RunComparison, compare_runs
from onrecord.evals.trends.history import HistoryLine, append_history, history_line, read_history
from onrecord.evals.trends.plot import draw_figures
from onrecord.evals.trends.results_file import AnyResults, read_any_results

__all__ = [
    "AnyResults",
    "CaseChange",
    "FigureChange",
    "HistoryLine",
    "RunComparison",
    "append_history",
    "compare_runs",
    "draw_figures",
    "history_line",
    "read_any_results",
    "read_history",
]
