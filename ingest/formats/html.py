"""Reads web pages. trafilatura finds the main text; text that a reader of the page does not see is removed."""

import unicodedata
from typing import Any

from lxml import html as lxml_html

from onrecord.ingest.formats.html_visibility import drop_hidden
from onrecord.ingest.formats.page_times import page_times
from onrecord.ingest.limits import check_nesting


def read_html(raw: str) -> tuple[str, dict[str, Any]]:
    """The main text of a page, with one paragraph per line, and the facts that the page states."""
    import trafilatura  # imported here, because it takes a second and only pages need it

    tree = parse_html(raw)
    if tree is None:
        return "", {}
    drop_hidden(tree)
    shown, times = letters_of(tree.text_content()), page_times(tree)  # before the extraction, which changes the tree
    page = trafilatura.bare_extraction(tree, include_comments=False, include_tables=False, deduplicate=False, with_metadata=True)
    if not isinstance(page, trafilatura.settings.Document):
        return "", {}
    facts = {"title": page.title, "url": page.url, "publisher": page.sitename, "authors": page.author} | times
    return keep_shown(page.text or "", shown), facts


def parse_html(raw: str) -> Any:
    """The tree of a page; None if the page is not HTML. Raises OverLimit if the tree is nested too deeply."""
    try:
        tree = lxml_html.document_fromstring(raw.encode("utf-8", "ignore"), parser=lxml_html.HTMLParser(encoding="utf-8"))
    except (ValueError, lxml_html.etree.LxmlError):
        return None
    check_nesting(tree)
    return tree


def keep_shown(text: str, shown: str) -> str:
    """The paragraphs that the page shows. The comparison is by letters. Other paragraphs come from the page's metadata."""
    return "\n".join(line for line in text.split("\n") if letters_of(line) in shown)


def letters_of(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())
