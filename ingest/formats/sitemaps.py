"""Reads sitemaps: XML with the facts of news sitemaps, sitemap indexes, and text with one address per line."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from onrecord.ingest.formats.listing import MAX_ENTRIES, Entry, Listing

KINDS = ("urlset", "sitemapindex")
ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
NEWS = {"title": "title", "publication_date": "publish_date"}
OF_PUBLICATION = {"name": "publisher", "language": "language"}


def read_sitemap(raw: bytes, address: str = "") -> Listing | None:
    """The entries of a sitemap; None if the document is not a sitemap. XML entities are not resolved."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(raw.strip(), parser)
    except (etree.LxmlError, ValueError):
        return None
    kind = etree.QName(root).localname if root is not None and isinstance(root.tag, str) else ""
    if kind not in KINDS:
        return None
    made = [map_entry(element, address) for element in root if isinstance(element.tag, str)]
    entries = [e for e in made if e]
    return Listing(kind, entries[:MAX_ENTRIES], len(made), len(made) - len(entries))


def read_text_sitemap(raw: bytes, address: str = "") -> Listing | None:
    """The addresses of a text file that has nothing else."""
    lines = [line.strip() for line in raw.decode("utf-8-sig", "replace").splitlines() if line.strip()]
    if not lines or not all(ADDRESS.fullmatch(line) for line in lines):
        return None
    return Listing("urlset", [Entry(line) for line in lines[:MAX_ENTRIES]], len(lines))


def map_entry(element: Any, address: str) -> Entry | None:
    fields = dict(leaves(element))
    if not fields.get("loc"):
        return None
    facts = {fact: fields[name] for name, fact in NEWS.items() if fields.get(name)}
    channel = {fact: fields[name] for name, fact in OF_PUBLICATION.items() if fields.get(name)}
    return Entry(urljoin(address, fields["loc"]), fields.get("lastmod") or fields.get("publication_date", ""), facts, channel)


def leaves(element: Any) -> Iterator[tuple[str, str]]:
    """The name and text of an entry's own fields and of its news block. Those of images and videos are theirs."""
    for child in element:
        if not isinstance(child.tag, str):
            continue
        name = etree.QName(child).localname
        if name in ("news", "publication"):
            yield from leaves(child)
        elif len(child) == 0:
            yield name, (child.text or "").strip()
