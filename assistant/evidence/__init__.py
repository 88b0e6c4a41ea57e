"""Selects the sentences that answer a question, estimates how likely it is that they do, and finds differences between sources."""

from onrecord.assistant.evidence.conflicts import differing_answers, unit_of_difference
from onrecord.assistant.evidence.excerpt_origin import search_excerpt, select_origin
from onrecord.assistant.evidence.figures import counts_another_state, words_of_state
from onrecord.assistant.evidence.independence import count_independent_sources
from onrecord.assistant.evidence.model import Disagreement, Evidence, Replaced, Selection
from onrecord.assistant.evidence.reading import READ_PARTS
from onrecord.assistant.evidence.select import select_evidence
from onrecord.assistant.evidence.tuning import EVIDENCE_TUNING, EvidenceTuning

__all__ = [
    "EVIDENCE_TUNING",
    "READ_PARTS",
    "Disagreement",
    "Evidence",
    "EvidenceTuning",
    "Replaced",
    "Selection",
    "count_independent_sources",
    "counts_another_state",
    "differing_answers",
    "search_excerpt",
    "select_evidence",
    "select_origin",
    "unit_of_difference",
    "words_of_state",
]
