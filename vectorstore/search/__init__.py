"""Search over the archive and the index: passages ranked by words and by meaning."""

from onrecord.vectorstore.search.answer_types import FIGURES, FIGURES_AND_DATES, answer_candidates, asked_kind, mentions_figure
from onrecord.vectorstore.search.rank import weighted_share
from onrecord.vectorstore.search.search import Query, find_articles, search, search_terms, word_weights
from onrecord.vectorstore.search.spelling import correct_spelling
from onrecord.vectorstore.search.tuning import SEARCH_TUNING, SearchTuning

__all__ = [
    "FIGURES",
    "FIGURES_AND_DATES",
    "SEARCH_TUNING",
    "Query",
    "SearchTuning",
    "answer_candidates",
    "asked_kind",
    "correct_spelling",
    "find_articles",
    "mentions_figure",
    "search",
    "search_terms",
    "weighted_share",
    "word_weights",
]
