"""Parsing in separate processes, with limits on time, memory and size."""

from onrecord.ingest.sandbox.pool import Pool, Run, parse_ahead, parse_all, parse_listing
from onrecord.ingest.sandbox.worker import Parsed

__all__ = [
    "Parsed",
    "Pool",
    "Run",
    "parse_ahead",
    "parse_all",
    "parse_listing",
]
