"""Facts of an article: title, outlet, authors, dates, language, correction notices."""

from onrecord.ingest.facts.facts import StatedFacts, one_line, read_facts
from onrecord.ingest.facts.notices import broken_quotes, notices
from onrecord.ingest.facts.programs import believed
from onrecord.ingest.facts.urls import canonical_url

__all__ = [
    "StatedFacts",
    "believed",
    "broken_quotes",
    "canonical_url",
    "notices",
    "one_line",
    "read_facts",
]
