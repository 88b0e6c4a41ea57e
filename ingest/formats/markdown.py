"""Reads Markdown. A file may begin with YAML front matter. HTML, tables, footnotes and struck text in it are read as on a page."""

import re
from typing import Any

import yaml
from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from onrecord.ingest.formats.html import read_fragment
from onrecord.ingest.formats.shortcodes import without_shortcodes
from onrecord.ingest.formats.text import fact_name

FRONT_MATTER = re.compile(r"---\s*\n(.*?)\n---\s*\n(.*)", re.DOTALL)


def read_markdown(raw: str) -> tuple[str, dict[str, Any]]:
    """The text, with one block per line, and the facts of the front matter. The first main heading is the headline."""
    facts: dict[str, Any] = {}
    if found := FRONT_MATTER.match(raw.replace("\r\n", "\n").lstrip("\ufeff\n ")):
        facts, raw = front_matter(found[1]), found[2]
    raw, codes = without_shortcodes(raw)  # before the rendering, which takes `{{<figure>}}` for a tag
    text, own = read_fragment(rendered(raw))
    return text, own | facts | {"removed": [*own.get("removed", ()), *codes]}


def rendered(raw: str) -> str:
    """Markdown as HTML, with the extensions that newsrooms use."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).use(footnote_plugin).use(deflist_plugin)
    return str(reader.render(raw))


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
