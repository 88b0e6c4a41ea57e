"""Reads Markdown. A file may begin with front matter. HTML, tables, footnotes and struck text in it are read as on a page."""

from typing import Any

from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from onrecord.ingest.formats.front_matter import split_front_matter
from onrecord.ingest.formats.html import read_fragment
from onrecord.ingest.formats.shortcodes import without_shortcodes


def read_markdown(raw: str) -> tuple[str, dict[str, Any]]:
    """The text, with one block per line, and the facts of the front matter. The first main heading is the headline."""
    facts, raw = split_front_matter(raw)
    raw, codes = without_shortcodes(raw)  # before the rendering, which takes `{{<figure>}}` for a tag
    text, own = read_fragment(rendered(raw))
    if "title" in own:
        own["heading"] = own.pop("title")  # after any title of the front matter
    return text, own | facts | {"_removed": [*own.get("_removed", ()), *codes], "_notices": own.get("_notices", [])}


def rendered(raw: str) -> str:
    """Markdown as HTML, with the extensions that newsrooms use."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).use(footnote_plugin).use(deflist_plugin)
    return str(reader.render(raw))
