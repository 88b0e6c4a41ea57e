"""Articles from the web: pages, feeds (RSS, Atom) and sitemaps. What has not changed since the last time is not fetched again."""

import json
import os
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from ingest.fetch import Fetched, Fetcher, NotFetched
from ingest.sources import Rejected, Source

MAX_ENTRIES = 200  # of a feed or a sitemap; a newsroom's feed has 20 to 100, and its sitemap the newest first
MAX_SITEMAPS = 20  # of an index
PAGES = ("text/html", "application/xhtml+xml", "")


class Web:
    """Reads pages by a `Fetcher`, and remembers in `memory` (a JSON file) what each looked like.

    What it remembers is kept by `save`, to be called when the articles are in the archive: an interruption before fetches again.
    """

    def __init__(self, fetcher: Fetcher, memory: Path) -> None:
        self.fetcher, self.memory = fetcher, memory
        self._seen: dict[str, dict[str, Any]] = read_memory(memory)

    def pages(self, urls: Iterable[str]) -> Iterator[Source | Rejected]:
        for url in urls:
            yield from self._page(url, {})

    def feed(self, url: str) -> Iterator[Source | Rejected]:
        """The pages that a feed names and that are new or updated since."""
        import feedparser  # slow to import

        found = yield from self._fetch(url)
        if found is None:
            return
        parsed = feedparser.parse(found.body)
        entries = [e for e in parsed.entries[:MAX_ENTRIES] if e.get("link")]
        if not entries:
            yield Rejected(url, "no feed, or one without links; --help says what is read")
            return
        for entry in entries:
            facts = {"title": entry.get("title"), "publish_date": entry.get("published"), "updated": entry.get("updated"), "publisher": parsed.feed.get("title")}
            yield from self._entry(entry["link"], str(entry.get("updated") or entry.get("published") or ""), {k: v for k, v in facts.items() if isinstance(v, str)})
        self._remember(url, found)

    def sitemap(self, url: str, depth: int = 0) -> Iterator[Source | Rejected]:
        """The pages that a sitemap names, and those of the sitemaps that it names."""
        found = yield from self._fetch(url)
        if found is None:
            return
        kind, entries = parse_sitemap(found.body)
        if kind not in ("urlset", "sitemapindex"):
            yield Rejected(url, "no sitemap")
            return
        for link, changed in entries[: MAX_SITEMAPS if kind == "sitemapindex" else MAX_ENTRIES]:
            if kind == "urlset":
                yield from self._entry(link, changed, {})
            elif depth == 0:
                yield from self.sitemap(link, 1)
        self._remember(url, found)

    def save(self) -> None:
        draft = self.memory.with_suffix(".new")
        draft.write_text(json.dumps(self._seen), "utf-8")
        os.replace(draft, self.memory)

    def _entry(self, url: str, changed: str, facts: dict[str, Any]) -> Iterator[Source | Rejected]:
        """A page that a feed or a sitemap names: fetched where it is new, or dated anew since it was fetched."""
        if url in self._seen and (not changed or self._seen[url].get("changed") == changed):
            return
        yield from self._page(url, facts)
        if url in self._seen:  # one that failed is fetched again the next time
            self._seen[url]["changed"] = changed

    def _page(self, url: str, facts: dict[str, Any]) -> Iterator[Source | Rejected]:
        found = yield from self._fetch(url)
        if found is None:
            return
        self._remember(url, found)
        if found.content_type.partition(";")[0].strip().lower() not in PAGES:
            yield Rejected(url, f"is {found.content_type}, not a page")
            return
        # Where a page was found is its address; what it calls itself could be another's.
        yield Source(url, f"url:{found.url}", "html", decode(found.body), facts=facts | {"url": found.url}, facts_from="feed")

    def _fetch(self, url: str) -> Generator[Rejected, None, Fetched | None]:
        """Says why it was not fetched. Returns None then, and where nothing has changed."""
        try:
            found = self.fetcher.fetch(url, self._seen.get(url, {}).get("validators"))
        except NotFetched as e:
            yield Rejected(url, str(e))
            return None
        return None if found.unchanged else found

    def _remember(self, url: str, found: Fetched) -> None:
        self._seen[url] = self._seen.get(url, {}) | {"validators": found.validators}


def decode(body: bytes) -> str:
    from trafilatura.utils import decode_file  # slow to import

    return str(decode_file(body))


def parse_sitemap(body: bytes) -> tuple[str, list[tuple[str, str]]]:
    """`urlset` or `sitemapindex`, and (address, last change) of each entry, the newest first; no entity of it is resolved."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(body, parser)
    except (etree.LxmlError, ValueError):
        return "", []
    if root is None:
        return "", []
    entries = []
    for entry in root:
        fields = {etree.QName(f).localname: (f.text or "").strip() for f in entry if isinstance(f.tag, str)}
        if link := fields.get("loc"):
            entries.append((link, fields.get("lastmod", "")))
    return etree.QName(root).localname, sorted(entries, key=lambda e: e[1], reverse=True)


def read_memory(path: Path) -> dict[str, dict[str, Any]]:
    """Nothing where it cannot be read: then all is fetched again."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and all(isinstance(v, dict) for v in found.values()) else {}
