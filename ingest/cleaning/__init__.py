"""Cleaning removes lines that are not part of the article, and records each with the rule that removed it."""

from onrecord.ingest.cleaning.clean import LINE_END, clean, plain

__all__ = [
    "LINE_END",
    "clean",
    "plain",
]
