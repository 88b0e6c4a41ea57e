"""Reads feeds: RSS and Atom."""

import html
import re
from typing import Any
from urllib.parse import urljoin

from onrecord.ingest.formats.listing import MAX_ENTRIES, Entry, Listing

TAGS = re.compile(r"</?(?:b|i|em|strong|span|a|br|cite|q|u|s|small|mark|font|p|wbr|h[1-6]|div|code)\b[^<>]*>", re.IGNORECASE)
ENDED_TAG = re.compile(r"</[a-z]", re.IGNORECASE)
MIN_SUMMARY = 1000  # characters of a description that is more than a teaser
MIN_PARAGRAPHS = 3


def read_feed(raw: bytes, address: str = "") -> Listing | None:
    """The entries of an RSS or Atom feed; None if the document is no such feed, or a feed without links and texts."""
    import feedparser  # slow to import

    parsed = feedparser.parse(raw, response_headers={"content-location": address} if address else None)
    titled = {"publisher": plain_title(parsed.feed.get("title")), "language": parsed.feed.get("language")}
    channel = {name: value for name, value in titled.items() if value}
    made = [feed_entry(e, channel, address) for e in parsed.entries[:MAX_ENTRIES]]
    entries = [e for e in made if e]
    return Listing("feed", entries, len(parsed.entries), len(made) - len(entries)) if entries else None


def feed_entry(entry: Any, channel: dict[str, Any], address: str) -> Entry | None:
    url = urljoin(address, str(entry.get("link") or "").strip())
    markup = full_text(entry)
    if not entry.get("link") and not markup:
        return None
    source = entry.get("source") or {}
    dates = {"publish_date": entry.get("published") or entry.get("created"), "updated": entry.get("updated")}
    facts = {"title": plain_title(entry.get("title"))} | {k: v for k, v in dates.items() if isinstance(v, str)}
    names = [a.get("name") for a in entry.get("authors") or [] if a.get("name")] or [a for a in [entry.get("author")] if a]
    own = {"publisher": plain_title(source.get("title")) or entry.get("publisher"), "authors": [plain_title(n) for n in names]}
    changed = str(entry.get("updated") or entry.get("published") or "")
    known = {k: v for k, v in facts.items() if v}
    return Entry(url if entry.get("link") else "", changed, known, channel | {k: v for k, v in own.items() if v}, markup, str(entry.get("id") or facts.get("title") or ""))


def full_text(entry: Any) -> str:
    """The entry's text as HTML: its content, or a description that is too long for a teaser. Empty if there is none."""
    contents = [as_markup(c.get("value") or "", c.get("type") or "") for c in entry.get("content") or []]
    if contents:
        return max(contents, key=len)
    summary = as_markup(entry.get("summary") or "", (entry.get("summary_detail") or {}).get("type") or "")
    length = len(TAGS.sub("", summary))
    return summary if length >= MIN_SUMMARY and len(re.findall(r"<p\b|<br\b", summary)) >= MIN_PARAGRAPHS - 1 else ""


def as_markup(value: str, kind: str) -> str:
    if kind == "text/plain" and not ENDED_TAG.search(value):
        return as_paragraphs(value)
    return value


def as_paragraphs(text: str) -> str:
    """Plain text as HTML, with a paragraph for each line."""
    return "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n") if line.strip())


def plain_title(title: Any) -> str | None:
    """A title as it reads: feeds escape it once or twice, and some put tags into it."""
    if not isinstance(title, str):
        return None
    return " ".join(TAGS.sub("", html.unescape(html.unescape(title)) if "&" in title else title).split()) or None
