"""Markdown and HTML as blocks: lines of prose, headings, list items with their lead-in, table rows with their header."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lxml import html
from markdown_it import MarkdownIt

Kind = Literal["prose", "heading", "title", "lead-in", "item", "row", "header"]

TAGS = (
    "a abbr b blockquote body br center cite code dd del div dl dt em font h1 h2 h3 h4 h5 h6 hr html i img ins kbd li mark ol p pre q s section"
    " script small span strike strong style sub sup table tbody td tfoot th thead tr u ul article main header footer"
).split()
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "dt")
LISTS, ROWS = ("ul", "ol"), ("table",)
BLOCKS = {*HEADINGS, *LISTS, *ROWS, "p", "div", "blockquote", "pre", "section", "article", "main", "body", "html", "header", "footer", "center", "dl", "dd", "li", "hr"}
SILENT = {"script", "style", "s", "del", "strike", "img", "template", "head", "title"}  # nothing in them is told
NO_TAG = re.compile(rf"<(?!/?(?:{'|'.join(TAGS)})\b[^<>]*>)", re.IGNORECASE)  # "5 < 6"
FENCE = re.compile(r"^[ \t]*(?:```|~~~)[\w-]*[ \t]*$", re.MULTILINE)
EMOJI = r"(?:[\U0001F1E6-\U0001FAFF\u2600-\u27BF\u2B00-\u2BFF]\uFE0F?)+"
BULLET = re.compile(rf"^([ \t]*)(?:[•●○▪■□◦‣∙·–—►▶➤➔→✓✔★☑]|[a-h]\)(?=[ \t])|{EMOJI}|\d\uFE0F?\u20E3)[ \t]*(?=\S)", re.MULTILINE)
ORDINAL = re.compile(r"^([ \t]*)\d{1,2}([.)])(?=[ \t]+\S)", re.MULTILINE)  # Markdown begins a list below prose only with 1
YEAR = re.compile(r"^([ \t]*\d{3,})([.)])(?=[ \t])", re.MULTILINE)  # "1986. That was …" is no list
WRAPPED = re.compile(r"(?<=[^\W\d_,])[ \t]*\n[ \t]*(?=[a-zà-ÿ(“\"‘])")  # a line that goes on in lower case
PROSE_WIDTH = 60  # characters; a longer line without an end goes on in the next
END = re.compile(r"[.!?:;…][\"”’»)*_\s\ue000\ue001\d,]*$")


@dataclass(frozen=True)
class Block:
    """A piece of text that is one thing: a line of prose, a heading, an item, a row. `header` is what completes an item or a row."""

    kind: Kind
    text: str
    header: str = ""


def read_blocks(text: str) -> Iterator[Block]:
    """The blocks of Markdown, HTML or plain text, in order. Nothing that is told is left out."""
    root = html.fragment_fromstring(render(text), create_parent="div")
    yield from with_lead_ins(walk(root, ""))


def render(text: str) -> str:
    """Markdown as HTML. What plain text has by chance stays text: "5 < 6", "1986. That year", an indented line, a line of dashes below prose."""
    text = NO_TAG.sub("&lt;", ORDINAL.sub(r"\g<1>1\2", YEAR.sub(r"\1\\\2", BULLET.sub(r"\1- ", FENCE.sub("", text)))))
    reader = MarkdownIt("commonmark", {"html": True, "breaks": True}).enable(["table", "strikethrough"]).disable(["lheading", "code", "reference"])
    return str(reader.render(text)) or " "


def walk(parent: html.HtmlElement, header: str) -> Iterator[Block]:
    """The blocks in an element. Text between its block elements is prose."""
    inline = parent.text or ""
    for child in parent:
        if child.tag in BLOCKS:
            yield from prose(inline)
            inline = ""
            yield from block(child, header)
        else:
            inline += inline_text(child)
        inline += child.tail or ""
    yield from prose(inline)


def block(element: html.HtmlElement, header: str) -> Iterator[Block]:
    if element.tag in HEADINGS:
        yield from (Block("heading", line) for line in lines(inline_text(element)))
    elif is_title(element):
        yield from (Block("title", line) for line in lines(inline_text(element)))
    elif element.tag in LISTS:
        for item in element:
            yield from list_item(item, header)
    elif element.tag in ROWS:
        yield from table(element)
    else:
        yield from walk(element, header)


def is_title(element: html.HtmlElement) -> bool:
    """Whether a paragraph is all in bold type."""
    return element.tag == "p" and [c.tag for c in element] in (["strong"], ["b"]) and not (element.text or "").strip() and not (element[0].tail or "").strip()


def inline_text(element: html.HtmlElement) -> str:
    """The text of an element and of all in it. A line break is a new line."""
    if element.tag == "br":
        return "\n"
    if not isinstance(element.tag, str) or element.tag in SILENT:
        return ""
    space = "\n" if element.tag in BLOCKS else ""
    return space + (element.text or "") + "".join(inline_text(c) + (c.tail or "") for c in element) + space


def prose(text: str) -> Iterator[Block]:
    yield from (Block("prose", line) for line in lines(text))


def lines(text: str) -> Iterator[str]:
    """The lines that have a letter or a digit. A line that was wrapped is joined with the next."""
    joined: list[str] = []
    for line in (" ".join(line.split()) for line in WRAPPED.sub(" ", re.sub(r"\n+", "\n", text)).split("\n")):
        if joined and len(joined[-1]) >= PROSE_WIDTH and not END.search(joined[-1]) and line:
            joined[-1] += f" {line}"
        elif re.search(r"\w", line):
            joined.append(line)
    yield from joined


def list_item(item: html.HtmlElement, header: str) -> Iterator[Block]:
    """An item; if it has a list of its own, it is the header of that list."""
    inner = [c for c in item.iter(*LISTS) if next(c.iterancestors("li"), None) is item]
    own = "".join([item.text or "", *(("" if c in inner else inline_text(c)) + (c.tail or "") for c in item)])
    first, *rest = list(lines(own)) or [""]
    if inner:
        yield Block("header", first) if first else Block("prose", "")
    elif first:
        yield Block("item", first, header)
    yield from (Block("item", line, header) for line in rest)
    for below in inner:
        for child in below:
            yield from list_item(child, first)


def table(element: html.HtmlElement) -> Iterator[Block]:
    """The rows of a table, cells joined by " | ". Its first row is the header of the others."""
    rows = [[" ".join(inline_text(cell).split()) for cell in row if cell.tag in ("td", "th")] for row in element.iter("tr")]
    rows, below = [r for r in rows if is_row(r)], [r for r in rows if any(r) and not is_row(r)]
    header, *rest = [" | ".join(cells).strip() for cells in rows] or [""]
    if header:
        yield Block("header", header) if rest else Block("row", header)
    yield from (Block("row", row, header) for row in rest)
    yield from (Block("prose", " ".join(filter(None, cells))) for cells in below)


def is_row(cells: list[str]) -> bool:
    """Whether a row has more than its first cell: Markdown takes a line of prose below a table for one."""
    return any(cells[1:]) or (len(cells) == 1 and bool(cells[0]))


def is_lead_in(b: Block) -> bool:
    return b.kind == "title" or (b.kind in ("prose", "heading") and b.text.endswith(":"))


def with_lead_ins(blocks: Iterator[Block]) -> Iterator[Block]:
    """A line that ends with a colon, or is all bold, directly above a list becomes the header of its items."""
    before: Block | None = None
    lead_in = ""
    for b in blocks:
        if b.kind in ("item", "row") and before is not None and is_lead_in(before):
            lead_in, before = before.text, Block("lead-in", before.text)
        elif b.kind not in ("item", "header"):
            lead_in = ""
        if before is not None and before.text:
            yield before
        before = Block(b.kind, b.text, b.header or lead_in) if b.kind == "item" else b
    if before is not None and before.text:
        yield before
