"""Pages, feeds and sitemaps, fetched politely and from public addresses only."""

from onrecord.ingest.web.fetch import Fetcher
from onrecord.ingest.web.pages import Web

__all__ = [
    "Fetcher",
    "Web",
]
