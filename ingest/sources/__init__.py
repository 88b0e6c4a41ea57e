"""Sources of documents: files, folders, patterns and standard input. A record of files that were read lets a later run skip them."""

from onrecord.ingest.sources.files import KINDS, SUFFIXES, kind_of, read_file
from onrecord.ingest.sources.seen_files import Given, KnownFiles, Sources

__all__ = [
    "KINDS",
    "SUFFIXES",
    "Given",
    "KnownFiles",
    "Sources",
    "kind_of",
    "read_file",
]
