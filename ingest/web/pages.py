"""Articles from the web: pages, feeds (RSS, Atom) and sitemaps. What has not changed since the last time is not fetched again.

Nothing of what was fetched is looked into here.
"""

import json
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from typing import Any

from onrecord.ingest.documents import Document, Rejected
from onrecord.ingest.formats import Entry
from onrecord.ingest.sandbox import parse_listing
from onrecord.ingest.web.fetch import Fetched, Fetcher, NotFetched
from onrecord.vectorstore.atomic import write_json

PAGES = ("text/html", "application/xhtml+xml", "")


class Web:
    """Reads pages by a `Fetcher`, and remembers in `memory` (a JSON file) what each looked like.

    What it remembers is kept by `save`, to be called when the articles are in the archive: an interruption before fetches again.
    """

    def __init__(self, fetcher: Fetcher, memory: Path) -> None:
        self.fetcher, self.memory = fetcher, memory
        self._seen: dict[str, dict[str, Any]] = read_memory(memory)

    def pages(self, urls: Iterable[str]) -> Iterator[Document | Rejected]:
        for url in urls:
            yield from self._page(url, {})

    def feed(self, url: str) -> Iterator[Document | Rejected]:
        """The pages that a feed names and that are new or updated since."""
        yield from self._listed(url, "feed")

    def sitemap(self, url: str) -> Iterator[Document | Rejected]:
        """The pages that a sitemap names, and those of the sitemaps that it names."""
        yield from self._listed(url, "sitemap")

    def save(self) -> None:
        write_json(self.memory, self._seen)

    def _listed(self, url: str, kind: str, within: bool = False) -> Iterator[Document | Rejected]:
        found = yield from self._fetch(url)
        if found is None:
            return
        listing = parse_listing(Document(url, "", kind, found.body))
        if isinstance(listing, Rejected):
            yield listing
            return
        for entry in listing.entries:
            if listing.kind != "sitemapindex":
                yield from self._entry(entry)
            elif not within:
                yield from self._listed(entry.url, kind, within=True)
        self._remember(url, found)

    def _entry(self, entry: Entry) -> Iterator[Document | Rejected]:
        """A page that a feed or a sitemap names: fetched where it is new, or dated anew since it was fetched."""
        url, changed = entry.url, entry.changed
        if url in self._seen and (not changed or self._seen[url].get("changed") == changed):
            return
        yield from self._page(url, entry.facts)
        if url in self._seen:  # one that failed is fetched again the next time
            self._seen[url]["changed"] = changed

    def _page(self, url: str, facts: dict[str, Any]) -> Iterator[Document | Rejected]:
        found = yield from self._fetch(url)
        if found is None:
            return
        self._remember(url, found)
        if found.content_type.partition(";")[0].strip().lower() not in PAGES:
            yield Rejected(url, f"is {found.content_type}, not a page")
            return
        # Where a page was found is its address; what it calls itself could be another's.
        yield Document(url, f"url:{found.url}", "page", found.body, facts=facts | {"url": found.url})

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


def read_memory(path: Path) -> dict[str, dict[str, Any]]:
    """Nothing where it cannot be read: then all is fetched again."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and all(isinstance(v, dict) for v in found.values()) else {}
