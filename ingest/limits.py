"""What one document may cost. A document that costs more is rejected with the reason; the rest goes on."""

from typing import Any

from onrecord.vectorstore.errors import OnRecordError

SECONDS = 6.0  # to parse one document; an article takes a hundredth of a second
MEMORY_BYTES = 448_000_000  # address space of the process that parses; it starts with 70 MB
MAX_BYTES = 10_000_000  # of one document as it comes; wire copy is a few thousand
MAX_UNPACKED = 20_000_000  # of a part of a document that comes packed
MAX_CHARACTERS = 1_000_000  # of an article's text; a novel has fewer
NESTING = 200  # elements within elements; from 255 on the HTML parser drops what is within without a word
PAGES = 500  # of a PDF


class OverLimit(OnRecordError):
    """A document costs more than it may, or hides what it costs. The message is the reason it is rejected with."""


def too_large(limit: int) -> str:
    return f"larger than {limit // 1_000_000} MB"


def check_nesting(tree: Any) -> None:
    """Raises OverLimit when elements of a parsed page or XML are nested too deep."""
    if tree.xpath("boolean(" + "/*" * (NESTING + 1) + ")"):
        raise OverLimit(f"nested more than {NESTING} deep")
