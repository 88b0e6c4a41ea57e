"""Benchmarks. Run one with `python -m onrecord.evals.bench.NAME`."""

from onrecord.evals.bench.judge import measure_labelled, measure_made, show_judged

__all__ = [
    "measure_labelled",
    "measure_made",
    "show_judged",
]
