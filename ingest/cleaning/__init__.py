"""Which lines of a page are not part of the article, by rules that are recorded."""

from onrecord.ingest.cleaning.clean import clean, plain

__all__ = [
    "clean",
    "plain",
]
