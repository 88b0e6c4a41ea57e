"""Benchmarks. Run one with `python -m onrecord.evals.bench.NAME`."""

from onrecord.evals.bench.card import show_card
from onrecord.evals.bench.judge import Measuring, measure_labelled, measure_made, measure_paraphrases

__all__ = [
    "Measuring",
    "measure_labelled",
    "measure_made",
    "measure_paraphrases",
    "show_card",
]
