"""Limits on one document. A document that exceeds a limit is rejected with the reason. The others are not affected."""

from typing import Any

from onrecord.vectorstore.errors import OnRecordError

SECONDS = 6.0  # to parse one document; a usual article takes 0.01 s
MEMORY_BYTES = 448_000_000  # address space of the parsing process; it starts with 70 MB
MAX_BYTES = 10_000_000  # size of one document, for a .gz file after decompression; an article of a news agency has a few thousand
MAX_UNPACKED_BYTES = 20_000_000  # decompressed size of one part of a document
MAX_CHARACTERS = 1_000_000  # characters in an article's text; a novel has fewer
MAX_NESTING = 200  # elements within elements; beyond 255 the HTML parser silently drops the inner ones
MAX_PAGES = 500  # pages of a PDF


class OverLimit(OnRecordError):
    """The document exceeds a parsing limit, or hides its real size. The message is the reason for the rejection."""


def too_large(limit: int) -> str:
    return f"larger than {limit // 1_000_000} MB"


def check_nesting(tree: Any) -> None:
    """Raises OverLimit if the elements of a parsed page or XML file are nested too deeply."""
    if tree.xpath("boolean(" + "/*" * (MAX_NESTING + 1) + ")"):
        raise OverLimit(f"nested more than {MAX_NESTING} levels deep")
