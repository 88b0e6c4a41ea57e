"""Extracts statements from a text: who said what. A statement has a speaker, a cue, a content and a stance."""

from onrecord.assistant.attribution.extract import DATELINE, DAY, EXTRACTOR_VERSION, LONE_SURROGATE, extract_statements, readable
from onrecord.assistant.attribution.model import PLAIN_STANCES, Span, Statement
from onrecord.assistant.attribution.quotation_spans import overlapping, quotations
from onrecord.assistant.attribution.roles import OWNED, find_role_of, find_roles, stands_beside
from onrecord.assistant.attribution.stored import StatementReader, read_statements
from onrecord.assistant.attribution.tuning import ATTRIBUTION_TUNING, AttributionTuning

__all__ = [
    "ATTRIBUTION_TUNING",
    "DATELINE",
    "DAY",
    "EXTRACTOR_VERSION",
    "LONE_SURROGATE",
    "OWNED",
    "PLAIN_STANCES",
    "AttributionTuning",
    "Span",
    "Statement",
    "StatementReader",
    "extract_statements",
    "find_role_of",
    "find_roles",
    "overlapping",
    "quotations",
    "read_statements",
    "readable",
    "stands_beside",
]
