"""Fetches pages, feeds and sitemaps. It obeys robots.txt, pauses between requests and connects to public addresses only."""

from onrecord.ingest.web.fetch import Fetcher
from onrecord.ingest.web.lists import Web

__all__ = [
    "Fetcher",
    "Web",
]
