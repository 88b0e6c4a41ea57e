"""Cleaning removes lines that are not part of the article, and records each with the rule that removed it."""

from onrecord.ingest.cleaning.clean import LINE_END, clean, plain
from onrecord.ingest.cleaning.paywall import PARTIAL, PAYWALL, is_offer, is_small_print, partial_notes, split_offers
from onrecord.ingest.cleaning.walls import wall_of

__all__ = [
    "LINE_END",
    "PARTIAL",
    "PAYWALL",
    "clean",
    "is_offer",
    "is_small_print",
    "partial_notes",
    "plain",
    "split_offers",
    "wall_of",
]
