"""Parsing in separate processes, with limits on time, memory and size."""

from onrecord.ingest.sandbox.pool import parse_all, parse_listing
from onrecord.ingest.sandbox.worker import Parsed

__all__ = [
    "Parsed",
    "parse_all",
    "parse_listing",
]
