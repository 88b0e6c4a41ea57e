"""Search over the archive and the index: passages ranked by words and by meaning."""

from onrecord.vectorstore.search.answer_types import answer_candidates, asked_kind
from onrecord.vectorstore.search.rank import weighted_share
from onrecord.vectorstore.search.search import Query, search, search_terms, word_weights
from onrecord.vectorstore.search.tuning import SEARCH_TUNING, SearchTuning

__all__ = [
    "SEARCH_TUNING",
    "Query",
    "SearchTuning",
    "answer_candidates",
    "asked_kind",
    "search",
    "search_terms",
    "weighted_share",
    "word_weights",
]
