"""Sources of documents: files, folders, patterns and standard input, and the files that were read before."""

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
