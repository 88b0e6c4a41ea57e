"""Joins lines to paragraphs, and the two parts of a word that a line end divides."""

import re
import unicodedata
from collections.abc import Iterable

from onrecord.vectorstore.words import common_words

SOFT_HYPHEN = "\u00ad"
DIVIDED = re.compile(r"(\w*[^\W\d_]{2,})[-\u2010]$")
DIVISION = re.compile(r"[\w-]*[-\u2010\u00ad]\n\s*[\w-]*")
HYPHENATED = re.compile(r"\w[-\u2010]$")
CONTINUED = re.compile(r"\w+")
CONJUNCTIONS = set("and or nor to und oder bis et ou y o e och eller og en of i lub a nebo".split())  # after them a hyphen stays: "two- and three-storey"


def join_lines(lines: Iterable[str], known: set[str]) -> str:
    """The lines of one paragraph as one line.

    Args:
        known: the words of the document, in lower case.
    """
    parts: list[str] = []
    for line in lines:
        if parts:
            parts[-1] = before_next(parts[-1], line, known)
        parts.append(line)
    return "".join(parts)


def before_next(line: str, after: str, known: set[str]) -> str:
    """A line as it stands before the next one in a paragraph: with a space at its end, or without its hyphen."""
    if line.endswith(SOFT_HYPHEN):
        return line.rstrip(SOFT_HYPHEN)
    continued = CONTINUED.match(after)
    if continued and HYPHENATED.search(line[-2:]) and continued[0].lower() not in CONJUNCTIONS:
        divided = DIVIDED.search(line)
        return line[:-1] if divided and is_one_word(divided[1], continued[0], known) else line
    return line if is_wide(line[-1:]) and is_wide(after[:1]) else f"{line} "


def is_one_word(first: str, second: str, known: set[str]) -> bool:
    """Whether a hyphen between two parts only marks the end of a line. It belongs to the word in "well-known", "Oslo-born" and "US-backed"."""
    if first.isupper() or not second.islower():
        return False
    joined, hyphenated = (first + second).lower(), f"{first}-{second}".lower()
    if hyphenated in known and joined not in known:
        return False
    return joined in known or joined in common_words() or not (second in known or second in common_words())


def words_of(text: str) -> set[str]:
    """The words of a document in lower case, without those that a line end divides. Words with a hyphen count as one."""
    return set(re.findall(r"\w+(?:-\w+)*", DIVISION.sub(" ", text).lower()))


def is_wide(character: str) -> bool:
    """Whether a character is of a script that puts no spaces between words: Chinese or Japanese."""
    return bool(character) and unicodedata.east_asian_width(character) in "WF" and not 0xAC00 <= ord(character) <= 0xD7AF
