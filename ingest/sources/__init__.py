"""Where documents come from: files, patterns, standard input, and which of them were read before."""

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
