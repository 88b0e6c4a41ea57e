"""Reads JSON Feed (jsonfeed.org), versions 1 and 1.1."""

import json
from typing import Any
from urllib.parse import urljoin

from onrecord.ingest.formats.feeds import as_paragraphs, plain_title
from onrecord.ingest.formats.listing import MAX_ENTRIES, Entry, Listing


def read_json_feed(raw: bytes, address: str = "") -> Listing | None:
    """The entries of a JSON Feed; None if the document is none, or one without links and texts."""
    if not raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return None
    try:
        feed = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    items: Any = feed.get("items")
    if not isinstance(items, list):
        return None
    base = feed["feed_url"] if isinstance(feed.get("feed_url"), str) and not address else address
    channel = {"publisher": plain_title(feed.get("title")), "language": feed.get("language"), "authors": author_list(feed)}
    made = [item_entry(i, {k: v for k, v in channel.items() if v}, base) if isinstance(i, dict) else None for i in items[:MAX_ENTRIES]]
    entries = [e for e in made if e]
    return Listing("feed", entries, len(items), len(made) - len(entries)) if entries else None


def item_entry(item: dict[str, Any], channel: dict[str, Any], address: str) -> Entry | None:
    link = next((item[name] for name in ("url", "external_url") if isinstance(item.get(name), str)), "")
    identity = str(item.get("id") or "")
    link = link or (identity if "://" in identity else "")
    markup = text_of(item)
    if not link and not markup:
        return None
    facts = {"title": plain_title(item.get("title")), "publish_date": item.get("date_published"), "updated": item.get("date_modified")}
    own = {"authors": author_list(item), "language": item.get("language")}
    changed = str(item.get("date_modified") or item.get("date_published") or "")
    return Entry(
        urljoin(address, link) if link else "",
        changed,
        {k: v for k, v in facts.items() if v},
        channel | {k: v for k, v in own.items() if v},
        markup,
        identity or str(facts["title"] or ""),
    )


def text_of(item: dict[str, Any]) -> str:
    if isinstance(item.get("content_html"), str):
        return str(item["content_html"])
    return as_paragraphs(item["content_text"]) if isinstance(item.get("content_text"), str) else ""


def author_list(item: dict[str, Any]) -> list[str]:
    listed = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    return [a["name"] for a in listed or [] if isinstance(a, dict) and isinstance(a.get("name"), str)]
