"""Fetches articles from pages, feeds (RSS, Atom) and sitemaps. Unchanged pages are not fetched again. This file parses nothing."""

import json
import re
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
    """Fetches pages with a `Fetcher` and records their validators in `memory` (a JSON file).

    Call `save` when the articles are in the archive. If the run is interrupted before that, the next run fetches the pages again.
    """

    def __init__(self, fetcher: Fetcher, memory: Path) -> None:
        self.fetcher, self.memory = fetcher, memory
        self._seen: dict[str, dict[str, Any]] = read_memory(memory)

    def pages(self, urls: Iterable[str]) -> Iterator[Document | Rejected]:
        for url in urls:
            yield from self._page(url, {})

    def feed(self, url: str) -> Iterator[Document | Rejected]:
        """The pages of a feed that are new or were updated."""
        yield from self._listed(url, "feed")

    def sitemap(self, url: str) -> Iterator[Document | Rejected]:
        """The new and updated pages of a sitemap, and of the sitemaps that it lists."""
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
        """A page of a feed or a sitemap, if it is new or its date has changed since the last fetch."""
        url, changed = entry.url, entry.changed
        if url in self._seen and (not changed or self._seen[url].get("changed") == changed):
            return
        yield from self._page(url, entry.facts)
        if url in self._seen:  # the next run fetches a failed page again
            self._seen[url]["changed"] = changed

    def _page(self, url: str, facts: dict[str, Any]) -> Iterator[Document | Rejected]:
        found = yield from self._fetch(url)
        if found is None:
            return
        self._remember(url, found)
        if found.content_type.partition(";")[0].strip().lower() not in PAGES:
            yield Rejected(url, f"its content type is {found.content_type}, not HTML")
            return
        # The fetched address is used. The address that the page states could be that of another page.
        yield Document(url, f"url:{found.url}", "page", found.body, facts=facts | {"url": found.url}, charset=stated_charset(found.content_type))

    def _fetch(self, url: str) -> Generator[Rejected, None, Fetched | None]:
        """The fetched page; None if it is unchanged or was not fetched. If it was not fetched, its rejection is yielded."""
        try:
            found = self.fetcher.fetch(url, self._seen.get(url, {}).get("validators"))
        except NotFetched as e:
            yield Rejected(url, str(e))
            return None
        return None if found.unchanged else found

    def _remember(self, url: str, found: Fetched) -> None:
        self._seen[url] = self._seen.get(url, {}) | {"validators": found.validators}


def stated_charset(content_type: str) -> str:
    """The encoding that a server states for a page; empty if it states none."""
    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type, re.IGNORECASE)
    return found[1] if found else ""


def read_memory(path: Path) -> dict[str, dict[str, Any]]:
    """The recorded validators. Empty if the file cannot be read; then all pages are fetched again."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and all(isinstance(v, dict) for v in found.values()) else {}
