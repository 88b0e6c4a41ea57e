"""Reads Markdown. A file may begin with YAML front matter."""

import re
from typing import Any

import yaml
from markdown_it import MarkdownIt

from onrecord.ingest.formats.html import parse_html
from onrecord.ingest.formats.text import fact_name

FRONT_MATTER = re.compile(r"---\s*\n(.*?)\n---\s*\n(.*)", re.DOTALL)


def read_markdown(raw: str) -> tuple[str, dict[str, Any]]:
    """The text, with one block per line, and the facts of the front matter. The first main heading is the headline."""
    facts: dict[str, Any] = {}
    if found := FRONT_MATTER.match(raw.replace("\r\n", "\n").lstrip("\ufeff\n ")):
        facts, raw = front_matter(found[1]), found[2]
    tree = parse_html(MarkdownIt("commonmark", {"html": False}).render(raw))
    if tree is None:
        return "", facts
    heading = tree.find(".//h1")
    if heading is not None:
        facts.setdefault("title", heading.text_content())
        heading.drop_tree()
    blocks = [b for b in tree.iter("p", "li", "h2", "h3", "h4", "h5", "h6", "pre") if b.tag != "p" or b.getparent().tag != "li"]
    return "\n".join(b.text_content().replace("\n", " ") for b in blocks), facts


def front_matter(block: str) -> dict[str, Any]:
    """The facts of the front matter. Empty if it is not a YAML mapping."""
    try:
        loaded = yaml.safe_load(block)
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    if not isinstance(loaded, dict):
        return {}
    named = {fact_name(str(k)): v for k, v in loaded.items()}
    return {k: v if k == "authors" else str(v) for k, v in named.items() if v}
