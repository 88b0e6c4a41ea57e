"""Document formats. Each file reads one format and returns text and facts."""

from onrecord.ingest.formats.characters import codec_of
from onrecord.ingest.formats.decode import decode
from onrecord.ingest.formats.html import read_fragment, read_html
from onrecord.ingest.formats.listing import Entry, Listing, instant
from onrecord.ingest.formats.listings import read_listing
from onrecord.ingest.formats.markdown import read_markdown
from onrecord.ingest.formats.mojibake import mend, mend_facts
from onrecord.ingest.formats.text import read_paragraphs, read_text

READERS = {"text": read_text, "paragraphs": read_paragraphs, "markdown": read_markdown, "html": read_html, "fragment": read_fragment}  # by `Source.kind`

__all__ = [
    "READERS",
    "Entry",
    "Listing",
    "codec_of",
    "decode",
    "instant",
    "mend",
    "mend_facts",
    "read_listing",
]
