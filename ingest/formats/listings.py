"""Reads lists of pages: feeds (RSS, Atom, JSON Feed) and sitemaps (XML, text, packed). Their content tells which of these they are.

This runs in the worker process, because reading a list may exceed a limit.
"""

from onrecord.ingest.documents import Document, Rejected
from onrecord.ingest.formats.feeds import read_feed
from onrecord.ingest.formats.json_feed import read_json_feed
from onrecord.ingest.formats.listing import Listing
from onrecord.ingest.formats.packed import unpacked
from onrecord.ingest.formats.sitemaps import read_sitemap, read_text_sitemap
from onrecord.ingest.limits import MAX_UNPACKED_BYTES

TOO_LARGE = " when unpacked; name the sitemaps that it lists one by one"
WRONG = {
    "feed": "not an RSS, Atom or JSON feed, or a feed without links; check the address, or give a page's address without --feed",
    "sitemap": "not a sitemap; check the address, or look for the sitemap's address in the site's robots.txt",
}


def read_listing(document: Document) -> Listing | Rejected:
    """The entries of a list; `document.where` is its address, against which its links are resolved.

    Raises:
        OverLimit: the list is larger than its limit when it is unpacked.
    """
    raw, address = unpacked(document.raw, MAX_UNPACKED_BYTES, TOO_LARGE), document.where  # many sitemaps are kept packed
    readers = [read_json_feed, read_feed, read_sitemap, read_text_sitemap] if document.kind == "feed" else [read_sitemap, read_text_sitemap, read_feed, read_json_feed]
    return next((found for read in readers if (found := read(raw, address))), None) or Rejected(address, WRONG[document.kind])
