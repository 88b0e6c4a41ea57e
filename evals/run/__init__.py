"""A suite run: each case answered, scored and held against a baseline."""

from onrecord.evals.run.baseline import check_lowered, default_path, make_baseline, read_baseline, write_baseline
from onrecord.evals.run.regression_gate import Comparison, held_against, read_results
from onrecord.evals.run.run import figure, latency, run, timeless
from onrecord.evals.run.scorers import LESS_IS_BETTER

__all__ = [
    "LESS_IS_BETTER",
    "Comparison",
    "check_lowered",
    "default_path",
    "figure",
    "held_against",
    "latency",
    "make_baseline",
    "read_baseline",
    "read_results",
    "run",
    "timeless",
    "write_baseline",
]
