"""The archive, the store of record: articles, versions, passages, vectors, statements, copies and retractions, in SQLite or PostgreSQL."""

from onrecord.vectorstore.archive.archive import Archive
from onrecord.vectorstore.archive.changes import Change, by_words, changes, compared, fact_changes
from onrecord.vectorstore.archive.copies import Copy, copied, copies_of, link_copies, origin_of, stories, story_shingles
from onrecord.vectorstore.archive.deletion import delete_articles
from onrecord.vectorstore.archive.dialects import dialect_of
from onrecord.vectorstore.archive.edited_facts import EDITABLE
from onrecord.vectorstore.archive.edits import Edit, edit, edits_of
from onrecord.vectorstore.archive.excerpts import Origin, find_excerpt, passage_of, shingles, words_of
from onrecord.vectorstore.archive.filters import NO_FILTERS, Filters
from onrecord.vectorstore.archive.inspection import NEWEST_SCHEMA, Inspection, inspect_archive
from onrecord.vectorstore.archive.listings import (
    Excerpt,
    Listed,
    ListFilters,
    Missing,
    Sort,
    by_month,
    by_publisher,
    count_articles,
    excerpts,
    list_articles,
)
from onrecord.vectorstore.archive.people import Person, Said, people, said_by
from onrecord.vectorstore.archive.postgres import postgres_engine
from onrecord.vectorstore.archive.retractions import Retraction, retract, retractions_of, standing, undo_retraction
from onrecord.vectorstore.archive.speaker_names import fold
from onrecord.vectorstore.calendar import iso_day

__all__ = [
    "EDITABLE",
    "NEWEST_SCHEMA",
    "NO_FILTERS",
    "Archive",
    "Change",
    "Copy",
    "Edit",
    "Excerpt",
    "Filters",
    "Inspection",
    "ListFilters",
    "Listed",
    "Missing",
    "Origin",
    "Person",
    "Retraction",
    "Said",
    "Sort",
    "by_month",
    "by_publisher",
    "by_words",
    "changes",
    "compared",
    "copied",
    "copies_of",
    "count_articles",
    "delete_articles",
    "dialect_of",
    "edit",
    "edits_of",
    "excerpts",
    "fact_changes",
    "find_excerpt",
    "fold",
    "inspect_archive",
    "iso_day",
    "link_copies",
    "list_articles",
    "origin_of",
    "passage_of",
    "people",
    "postgres_engine",
    "retract",
    "retractions_of",
    "said_by",
    "shingles",
    "standing",
    "stories",
    "story_shingles",
    "undo_retraction",
    "words_of",
]
