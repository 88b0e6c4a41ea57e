"""Undoes hard line wraps, block by block. A block is what stands between two blank lines.

A line end is a wrap if the line has no room for the next word. It is the author's if there was room, as in lists, verses and addresses, and
before an item of a list or an indented line. A text whose lines never break inside a sentence is not wrapped.
"""

import re
from itertools import pairwise
from statistics import median

from onrecord.ingest.formats.hyphens import is_wide, join_lines, words_of

MIN_WIDTH = 30  # columns; a shorter line is not full
MAX_WIDTH = 100  # columns; a longer line is a paragraph and not a line that is wrapped for a terminal
MIN_SHARE = 0.6  # of the usual width; a line that ends inside a sentence is wrapped even if it has room, unless it is shorter than this
DIVIDED_WORD = re.compile(r"(?:[^\W\d_][-\u2010]|\u00ad)\s*$")
TAB = 8  # columns
INDENT = 2  # columns by which a line must be indented to begin a paragraph
SENTENCE_END = re.compile(r"[.!?:;…。！？؟۔।][\"'”’»)\]]*$")
ITEM = re.compile(r"(?:[-–—*+•·◦‣▪●○■□➤✓]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)])\s+\S")
ROW = re.compile(r"\S(?: {3,}|\t+)(?=\S)")
MIN_GAPS = 2  # gaps between the cells of a row; one gap may be of a justified line
WHOLE = re.compile(r"\S+$")  # a line of one piece, such as an address

Block = list[str]


def unwrap(text: str) -> str:
    """The text with one paragraph per line. Blocks stay separated by blank lines.

    Args:
        text: with `\\n` as line ends, and with the indentation of its lines.
    """
    blocks = [block.split("\n") for block in re.split(r"\n(?:[ \t]*\n)+", text.rstrip().strip("\n"))]
    widths = [w for block in blocks for w in wrapped_widths(block)]
    if not widths:
        return text
    known, usual = words_of(text), int(median(widths))
    return "\n\n".join(unwrap_block(block, max(wrapped_widths(block), default=usual), known) for block in blocks)


def wrapped_widths(block: Block) -> list[int]:
    """The widths of the lines that end inside a sentence, which shows that they are wrapped."""
    return [columns(line) for line, after in pairwise(block) if is_cut(line, after)]


def is_cut(line: str, after: str) -> bool:
    first = after.strip()[:1]
    goes_on = first.islower() or (first.isalpha() and first.upper() == first.lower())  # scripts without capital letters
    return goes_on and is_wrappable(line) and not SENTENCE_END.search(line.rstrip()) and not is_item(after) and not is_row(after)


def is_wrappable(line: str) -> bool:
    return MIN_WIDTH <= columns(line) <= MAX_WIDTH and not is_row(line) and (WHOLE.fullmatch(line.strip()) is None or is_wide(line.strip()[-1]))


def unwrap_block(block: Block, width: int, known: set[str]) -> str:
    paragraphs: list[Block] = []
    for line, starts in zip(block, paragraph_starts(block), strict=True):
        if paragraphs and not starts and is_wrapped(paragraphs[-1][-1], line, width):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return "\n".join(join_lines([line.strip() for line in p], known) for p in paragraphs)


def is_wrapped(line: str, after: str, width: int) -> bool:
    """Whether the line has no room for the first word of the next one,, or ends inside a word, or ends inside a sentence and is only somewhat shorter."""
    if is_row(after) or is_row(line):
        return False
    if DIVIDED_WORD.search(line) and after.strip()[:1].islower():
        return True
    if not is_wrappable(line):
        return False
    word = first_word(after.strip())
    space = 0 if is_wide(word[:1]) else 1
    is_full = columns(line) + space + columns(word) > width
    return is_full or (is_cut(line, after) and columns(line) > MIN_SHARE * width)


def paragraph_starts(block: Block) -> list[bool]:
    """Which lines begin a paragraph by their form: items of a list, and lines that are indented where the other lines are not."""
    indents = [len(line) - len(line.lstrip()) for line in (line.expandtabs(TAB) for line in block)]
    base = min(indents)
    hangs = indents[0] == base and sum(indent > base for indent in indents) * 2 > len(block)  # the further lines of an entry are indented, not the first
    starts, item = [], MAX_WIDTH  # item: the indentation of the list item that a line may continue
    for line, indent in zip(block, indents, strict=True):
        if is_item(line):
            item = indent
        elif indent <= item:
            item = MAX_WIDTH
        starts.append(item == indent or (indent >= base + INDENT and not hangs and item == MAX_WIDTH))
    return starts


def is_item(line: str) -> bool:
    return ITEM.match(line.strip()) is not None


def is_row(line: str) -> bool:
    return "\t" in line.strip() or len(ROW.findall(line.strip())) >= MIN_GAPS


def first_word(line: str) -> str:
    return line[:1] if is_wide(line[:1]) else line.split(maxsplit=1)[0] if line else ""


def columns(line: str) -> int:
    """The width in a terminal."""
    line = line.rstrip().expandtabs(TAB)
    return len(line) if line.isascii() else len(line) + sum(map(is_wide, line))
