"""Runs a suite: it answers and scores each case and compares the results with a baseline."""

from onrecord.evals.run.baseline import check_lowered, default_path, make_baseline, read_baseline, write_baseline
from onrecord.evals.run.regression_gate import MIN_COVERAGE, ROUNDING, SIGNIFICANT, Comparison, chance_of, compare, correct_by_holm, read_results
from onrecord.evals.run.results import (
    ControlKind,
    ControlResults,
    EvalCase,
    EvalResults,
    Figure,
    Result,
    RunVersions,
    ScoreResult,
    Share,
    State,
    Versions,
    WrongControl,
)
from onrecord.evals.run.run import average, latency_percentiles, run
from onrecord.evals.run.scorers import LESS_IS_BETTER, contains
from onrecord.evals.run.versions import current_versions, describe_changes

__all__ = [
    "LESS_IS_BETTER",
    "MIN_COVERAGE",
    "ROUNDING",
    "SIGNIFICANT",
    "Comparison",
    "ControlKind",
    "ControlResults",
    "EvalCase",
    "EvalResults",
    "Figure",
    "Result",
    "RunVersions",
    "ScoreResult",
    "Share",
    "State",
    "Versions",
    "WrongControl",
    "average",
    "chance_of",
    "check_lowered",
    "compare",
    "contains",
    "correct_by_holm",
    "current_versions",
    "default_path",
    "describe_changes",
    "latency_percentiles",
    "make_baseline",
    "read_baseline",
    "read_results",
    "run",
    "write_baseline",
]
