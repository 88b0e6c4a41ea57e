"""Makes faults and rewrites by rule in sentences of articles."""

from onrecord.evals.synthetic.claim_pairs import edits, newsroom_texts, passage, speaks_from_outside
from onrecord.evals.synthetic.faults import FAULTS
from onrecord.evals.synthetic.rewrites import REWRITES, lower_article
from onrecord.evals.synthetic.sentence_edits import Article, Edit, Editor

__all__ = [
    "FAULTS",
    "REWRITES",
    "Article",
    "Edit",
    "Editor",
    "edits",
    "lower_article",
    "newsroom_texts",
    "passage",
    "speaks_from_outside",
]
