"""Bytes of each format to text: HTML, Markdown, text, PDF, Word, mail."""

from onrecord.ingest.formats.decode import decode
from onrecord.ingest.formats.feeds import Entry, Listing, read_listing
from onrecord.ingest.formats.html_visibility import drop_hidden, is_json_ld

__all__ = [
    "Entry",
    "Listing",
    "decode",
    "drop_hidden",
    "is_json_ld",
    "read_listing",
]
