"""Document formats. Each file reads one format and returns text and facts."""

from onrecord.ingest.formats.decode import decode
from onrecord.ingest.formats.feeds import Entry, Listing, read_listing
from onrecord.ingest.formats.html import read_fragment, read_html
from onrecord.ingest.formats.markdown import read_markdown
from onrecord.ingest.formats.text import read_text

READERS = {"text": read_text, "markdown": read_markdown, "html": read_html, "fragment": read_fragment}  # by `Source.kind`

__all__ = [
    "READERS",
    "Entry",
    "Listing",
    "decode",
    "read_listing",
]
