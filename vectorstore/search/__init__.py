"""Search over the archive and the index: passages ranked by words and by meaning."""

from onrecord.vectorstore.search.answer_types import asked_kind, candidates
from onrecord.vectorstore.search.rank import share
from onrecord.vectorstore.search.search import Query, fuse, search, telling_words, word_weights

__all__ = [
    "Query",
    "asked_kind",
    "candidates",
    "fuse",
    "search",
    "share",
    "telling_words",
    "word_weights",
]
