"""Suites of cases: reads and checks them, and drafts cases from an archive."""

from onrecord.evals.suite.cases import Case, CaseRow, Gold, Kind, corpus, digest_cases, find_gold
from onrecord.evals.suite.draft_cases import draft_cases
from onrecord.evals.suite.load import load_cases, newsroom_cases
from onrecord.evals.suite.newsroom import ingest_newsroom, ingest_path, newsroom_documents

__all__ = [
    "Case",
    "CaseRow",
    "Gold",
    "Kind",
    "corpus",
    "digest_cases",
    "draft_cases",
    "find_gold",
    "ingest_newsroom",
    "ingest_path",
    "load_cases",
    "newsroom_cases",
    "newsroom_documents",
]
