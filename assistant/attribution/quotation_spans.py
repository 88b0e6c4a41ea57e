"""Finds quotations in a text. Their marks may be curly, straight, doubled, superfluous or missing."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from onrecord.assistant.attribution.model import Span

MARK = re.compile(r"[“”„\"]|''(?!')|``|‘|’(?!\w)")
PARAGRAPH = re.compile(r"[^\n]+")
BEFORE_OPENING = " \t\u00a0([{—–-/'‘"


def quotations(text: str) -> list[Span]:
    """The spans of quotations in `text`, in order, with their marks. Spans are never nested and never cross the end of a paragraph."""
    return [span for p in PARAGRAPH.finditer(text) for span in _paragraph_quotations(text, p.start(), p.end())]


def overlapping(quotes: list[Span], span: Span) -> list[Span]:
    """The quotations that share a code point with `span`. `quotes` must come from `quotations`."""
    first = bisect_right(quotes, span.start, key=lambda q: q.end)
    after = bisect_left(quotes, span.end, key=lambda q: q.start)
    return quotes[first:after]


def _paragraph_quotations(text: str, start: int, end: int) -> Iterator[Span]:
    opened: re.Match[str] | None = None
    for mark in MARK.finditer(text, start, end):
        if opened is None:
            opened = mark if _opens(text, mark, start, end) else None
        elif _closes(text, opened, mark, end):
            yield Span(opened.start(), mark.end())
            opened = None
        elif mark.group() == "“" == opened.group():
            opened = mark  # the first was never closed
    if opened is not None and _continues_in_next_paragraph(text, end):
        yield Span(opened.start(), end)


def _opens(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    """Whether a mark opens a quotation: it does if a word follows and no word precedes. A superfluous mark after a full stop opens nothing."""
    follows = mark.end() < end and not text[mark.end()].isspace()
    precedes = mark.start() > start and text[mark.start() - 1] not in BEFORE_OPENING
    if mark.group() in "”’" or not follows or text[mark.end()] in ".,;":
        return False
    return mark.group() in "“„‘" or not precedes


def _closes(text: str, opened: re.Match[str], mark: re.Match[str], end: int) -> bool:
    single = opened.group() == "‘"
    if single != (mark.group() == "’"):
        return False
    if mark.group() in "”’":
        return True
    after = text[mark.end()] if mark.end() < end else " "
    return not after.isalnum() and (not text[mark.start() - 1].isspace() or text[mark.start() - 2] in "'’.,?!")


def _continues_in_next_paragraph(text: str, end: int) -> bool:
    """A quotation that is open at the end of a paragraph continues if the next paragraph begins with an opening mark."""
    return text[end:].lstrip()[:1] in ("“", '"')
