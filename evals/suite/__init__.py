"""Suites of cases: read, checked, drafted from an archive."""

from onrecord.evals.suite.cases import Case, CaseRow, Gold, corpus, digest, find_gold
from onrecord.evals.suite.draft_cases import draft_cases
from onrecord.evals.suite.load import load_cases, newsroom_cases
from onrecord.evals.suite.newsroom import take_in, take_in_newsroom

__all__ = [
    "Case",
    "CaseRow",
    "Gold",
    "corpus",
    "digest",
    "draft_cases",
    "find_gold",
    "load_cases",
    "newsroom_cases",
    "take_in",
    "take_in_newsroom",
]
