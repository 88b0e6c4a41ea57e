"""Facts of an article: title, outlet, authors, dates, language, correction notices."""

from onrecord.ingest.facts.by_user import valid_user_facts, with_user_facts
from onrecord.ingest.facts.dates import read_day
from onrecord.ingest.facts.facts import first_line, read_facts
from onrecord.ingest.facts.lines import one_line
from onrecord.ingest.facts.notices import broken_quotes, notices
from onrecord.ingest.facts.programs import believed
from onrecord.ingest.facts.source_lines import is_source_line
from onrecord.ingest.facts.stated import UNKNOWN, UNREAD, StatedFacts
from onrecord.ingest.facts.urls import canonical_url

__all__ = [
    "UNKNOWN",
    "UNREAD",
    "StatedFacts",
    "believed",
    "broken_quotes",
    "canonical_url",
    "first_line",
    "is_source_line",
    "notices",
    "one_line",
    "read_day",
    "read_facts",
    "valid_user_facts",
    "with_user_facts",
]
