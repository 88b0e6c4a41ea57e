"""Reads Markdown. A file may begin with front matter."""

from typing import Any

from markdown_it import MarkdownIt

from onrecord.ingest.formats.front_matter import split_front_matter
from onrecord.ingest.formats.html import parse_html


def read_markdown(raw: str) -> tuple[str, dict[str, Any]]:
    """The text, with one block per line, and the facts of the front matter. The first main heading is the headline."""
    facts, raw = split_front_matter(raw)
    tree = parse_html(MarkdownIt("commonmark", {"html": False}).render(raw))
    if tree is None:
        return "", facts
    heading = tree.find(".//h1")
    if heading is not None:
        facts.setdefault("heading", heading.text_content())  # after any title of the front matter
        heading.drop_tree()
    blocks = [b for b in tree.iter("p", "li", "h2", "h3", "h4", "h5", "h6", "pre") if b.tag != "p" or b.getparent().tag != "li"]
    return "\n".join(b.text_content().replace("\n", " ") for b in blocks), facts
