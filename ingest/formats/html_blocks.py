"""The blocks of a page: its paragraphs, headings and items, each with its lines of text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

BLOCK_TAGS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
TIME_LETTERS = "data-time-letters"  # set on a block: how many of its letters are in `time` elements
SENTENCE_ENDS = re.compile(r"[.!?…:;。！？][\"'”’»)\]]*$")


@dataclass(frozen=True)
class Block:
    """An element with text and without inner blocks."""

    element: Any

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the block. A line break within a sentence is a space; `pre` keeps its lines."""
        pieces = "".join(pieces_of(self.element, self.element.tag == "pre")).split("\n")
        return join_broken([" ".join(piece.split()) for piece in pieces])

    @cached_property
    def letters(self) -> str:
        return letters_of("".join(self.lines))

    @property
    def link_share(self) -> float:
        """The share of the text that is links."""
        around = any(a.tag == "a" for a in self.element.iterancestors())
        linked = sum(len(letters_of(a.text_content())) for a in self.element.iter("a"))
        return 1.0 if around else linked / max(len(self.letters), 1)


def letters_of(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def has_block(element: Any) -> bool:
    return any(inner.tag in BLOCK_TAGS for inner in element.iterdescendants())


def pieces_of(element: Any, keeps_lines: bool) -> Iterator[str]:
    """The text of an element in pieces, with `\\n` for each line break."""
    for piece in (element.text, *(p for child in element for p in (child, child.tail))):
        if isinstance(piece, str):
            yield piece if keeps_lines else re.sub(r"\s+", " ", piece)
        elif piece is not None and piece.tag == "br":
            yield "\n"
        elif piece is not None and isinstance(piece.tag, str):
            yield from pieces_of(piece, keeps_lines)


def join_broken(lines: list[str]) -> list[str]:
    """Join the lines of one sentence: the first does not end like a sentence, and the next begins with a small letter."""
    joined: list[str] = []
    for line in lines:
        if joined and joined[-1] and line[:1].islower() and not SENTENCE_ENDS.search(joined[-1]):
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    return [line for line in joined if line]


def wrap_loose_text(body: Any) -> None:
    """Put text that stands beside blocks into paragraphs of its own, so that every text has a block."""
    for element in [e for e in body.iter() if isinstance(e.tag, str) and has_block(e)]:
        run: list[Any] = []
        loose = element.text
        element.text = None
        for child in [*element, None]:
            if child is None or child.tag in BLOCK_TAGS or (isinstance(child.tag, str) and has_block(child)):
                put_run(element, child, loose, run)
                run, loose = [], None
                if child is not None:
                    loose, child.tail = child.tail, None
            else:
                run.append(child)


def put_run(parent: Any, following: Any, text: str | None, run: list[Any]) -> None:
    """Put a run of text and inline elements into a new paragraph before `following`, or at the end of the parent."""
    if not (text and text.strip()) and not any("".join(e.itertext()).strip() or (e.tail or "").strip() for e in run):
        for element in run:
            parent.remove(element)
        return
    paragraph = parent.makeelement("p")
    paragraph.text = text
    paragraph.extend(run)
    if following is None:
        parent.append(paragraph)
    else:
        following.addprevious(paragraph)


def blocks_of(body: Any) -> list[Block]:
    """The blocks with text, in order."""
    found = (Block(e) for e in body.iter() if isinstance(e.tag, str) and (e.tag in BLOCK_TAGS) and not has_block(e))
    return [block for block in found if block.letters or any(block.lines)]
