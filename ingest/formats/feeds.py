"""Reads the entries of feeds (RSS, Atom) and sitemaps. This runs in the worker process, because reading one may exceed a limit."""

from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from onrecord.ingest.documents import Document, Rejected

MAX_ENTRIES = 200  # a newsroom's feed has 20 to 100; its sitemap may have more, of which the newest are used
MAX_SITEMAPS = 20  # sitemaps of a sitemap index that are read
SITEMAP_KINDS = ("urlset", "sitemapindex")


@dataclass(frozen=True)
class Entry:
    """A page, or a sitemap of an index. `changed` is the time of its last change as written. `facts` are the facts that the feed gives."""

    url: str
    changed: str
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Listing:
    """The used entries: the first ones of a feed, or the newest ones of a sitemap."""

    kind: str  # feed, urlset, sitemapindex
    entries: list[Entry]


def read_listing(document: Document) -> Listing | Rejected:
    found = read_feed(document.raw) if document.kind == "feed" else read_sitemap(document.raw)
    if found is None:
        return Rejected(document.where, "not an RSS or Atom feed, or a feed without links" if document.kind == "feed" else "not a sitemap")
    return found


def read_feed(raw: bytes) -> Listing | None:
    import feedparser  # slow to import

    parsed = feedparser.parse(raw)
    entries = [feed_entry(e, parsed.feed.get("title")) for e in parsed.entries[:MAX_ENTRIES] if e.get("link")]
    return Listing("feed", entries) if entries else None


def feed_entry(entry: Any, outlet: Any) -> Entry:
    facts = {"title": entry.get("title"), "publish_date": entry.get("published"), "updated": entry.get("updated"), "publisher": outlet}
    changed = str(entry.get("updated") or entry.get("published") or "")
    return Entry(entry["link"], changed, {k: v for k, v in facts.items() if isinstance(v, str)})


def read_sitemap(raw: bytes) -> Listing | None:
    """The entries of a sitemap; None if the document is not a sitemap. XML entities are not resolved."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(raw, parser)
    except (etree.LxmlError, ValueError):
        return None
    kind = etree.QName(root).localname if root is not None else ""
    if kind not in SITEMAP_KINDS:
        return None
    entries = sorted(map_entries(root), key=lambda e: e.changed, reverse=True)
    return Listing(kind, entries[: MAX_SITEMAPS if kind == "sitemapindex" else MAX_ENTRIES])


def map_entries(root: Any) -> list[Entry]:
    named = ({etree.QName(f).localname: (f.text or "").strip() for f in entry if isinstance(f.tag, str)} for entry in root)
    return [Entry(fields["loc"], fields.get("lastmod", "")) for fields in named if fields.get("loc")]
