"""Reads web pages. What a reader of the page does not see is removed, and the text of inline markup is written out; then the main text is found."""

from typing import Any

from lxml import html as lxml_html

from onrecord.ingest.formats.css import page_sheets, page_styles
from onrecord.ingest.formats.html_article import choose
from onrecord.ingest.formats.html_blocks import Block, blocks_of, wrap_loose_text
from onrecord.ingest.formats.html_inline import flatten, unwrap_times
from onrecord.ingest.formats.html_notes import is_named_notice, note_elements, number_notes
from onrecord.ingest.formats.html_tables import tables_to_paragraphs
from onrecord.ingest.formats.html_visibility import drop_hidden
from onrecord.ingest.formats.page_times import page_times
from onrecord.ingest.formats.shortcodes import without_shortcodes
from onrecord.ingest.limits import check_nesting
from onrecord.vectorstore.invisible import CONTROL
from onrecord.vectorstore.model import Removed

CONTENT_TAGS = ("blockquote", "pre", "p", "ul", "ol", "h2", "h3")  # a figure with one of these is not only a picture


def read_html(raw: str) -> tuple[str, dict[str, Any]]:
    """The main text of a page, with one paragraph per line, and the facts that the page states.

    Among the facts are `_removed`, what was left out, and `_notices`, the lines that the page marks as corrections.
    """
    tree = parse_html(raw)
    if tree is None:
        return "", {}
    styles, removed = show(tree)
    facts = page_facts(tree)
    body = tree.find("body")
    if body is None:
        return "", facts
    notes = note_elements(body)
    removed += plain_blocks(body, styles, tree.get("lang") or "")
    blocks = blocks_of(body)
    kept, left_out = choose(blocks, main_text(tree), facts["title"], notes)
    text, codes = text_of(kept)
    return text, facts | {"_removed": [*removed, *left_out, *codes], "_notices": [line for b in kept if is_named_notice(b.element) for line in b.lines]}


def read_fragment(raw: str) -> tuple[str, dict[str, Any]]:
    """The text of a piece of HTML that is an article without a page around it, with one block per line. Its first main heading is the headline."""
    tree = parse_html(raw)
    body = None if tree is None else tree.find("body")
    if body is None:
        return "", {}
    styles, removed = show(tree)
    note_elements(body)  # for their numbers
    removed += plain_blocks(body, styles, tree.get("lang") or "")
    blocks = blocks_of(body)
    title = next((b for b in blocks if b.element.tag == "h1"), None)
    text, codes = text_of([b for b in blocks if b is not title])
    facts = {"_removed": [*removed, *codes], "_notices": [line for b in blocks if is_named_notice(b.element) for line in b.lines]}
    return text, facts | ({"title": " ".join(title.lines)} if title else {})


def show(tree: Any, shows_later: bool = True) -> tuple[dict[Any, dict[str, str]], list[Removed]]:
    """Remove from the tree what is not shown. The styles of the elements, and what was removed."""
    sheets = page_sheets(tree)
    styles = page_styles(tree, sheets)
    return styles, drop_hidden(tree, styles, sheets, shows_later)


def page_facts(tree: Any) -> dict[str, Any]:
    """The facts that the page states."""
    import trafilatura  # imported here, because it takes a second and only pages need it

    times = page_times(tree)  # before the extraction, which changes the tree
    page = trafilatura.extract_metadata(tree, extensive=False)  # the days are read above
    return {"title": page.title, "url": page.url, "publisher": page.sitename, "authors": page.author} | times


def plain_blocks(body: Any, styles: dict[Any, dict[str, str]], language: str) -> list[Removed]:
    """Make blocks of plain text and links of the body. What was taken out of sentences."""
    removed = flatten(body, styles, language)
    tables_to_paragraphs(body)
    wrap_loose_text(body)
    unwrap_times(body)
    number_notes(body)
    for element in body.iter("figure", "form"):
        if any(inner.tag in CONTENT_TAGS for inner in element.iterdescendants()) and (element.tag == "figure" or is_most_of(element, body)):
            element.tag = "div"
            keep_caption(element)
    for speaker in body.xpath(".//blockquote//footer"):  # the name under a quotation
        speaker.tag = "div"
    return removed


def keep_caption(figure: Any) -> None:
    """The caption of a table or of a quotation is a part of the text; that of a picture is not."""
    if figure.find(".//p[@data-row]") is not None or figure.find(".//blockquote") is not None:
        for caption in figure.iter("figcaption"):
            caption.tag = "div"


def is_most_of(element: Any, body: Any) -> bool:
    """Whether an element has most of the page's text, as the one form around pages of some systems."""
    return len(element.text_content()) * 2 > len(body.text_content())


def main_text(tree: Any) -> str:
    import trafilatura

    page = trafilatura.bare_extraction(tree, include_comments=False, include_tables=False, deduplicate=False)
    return (page.text or "") if isinstance(page, trafilatura.settings.Document) else ""


def text_of(blocks: list[Block]) -> tuple[str, list[Removed]]:
    """The text of blocks, with a line each, and the short codes that were taken out of it."""
    return without_shortcodes("\n".join(line for block in blocks for line in block.lines))


def parse_html(raw: str) -> Any:
    """The tree of a page; None if the page is not HTML. The parser would end the page at some control characters. Raises OverLimit if the tree is nested too deeply."""
    try:
        tree = lxml_html.document_fromstring(CONTROL.sub("", raw).encode("utf-8", "ignore"), parser=lxml_html.HTMLParser(encoding="utf-8"))
    except (ValueError, lxml_html.etree.LxmlError):
        return None
    check_nesting(tree)
    return tree
