"""Fetches the pages of articles. Unchanged pages are not fetched again. This file parses nothing."""

import re
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from typing import Any

from onrecord.ingest.documents import Document, Notice, Rejected, Source
from onrecord.ingest.formats import Entry
from onrecord.ingest.web.fetch import Fetched, Fetcher
from onrecord.ingest.web.memory import MAX_TRIES, Memory
from onrecord.ingest.web.redirects import where_it_led
from onrecord.ingest.web.refusals import NotFetched
from onrecord.vectorstore.model import Removed

PAGES = ("text/html", "application/xhtml+xml", "")
FEED_TEXT = "feed-text"  # rule under which `show --removed` says that the text is that of the feed

Given = Document | Source | Rejected


class Pages:
    """Fetches pages with a `Fetcher` and records their validators in `memory` (a JSON file).

    Call `save` when the articles are in the archive. `notices` says what was not looked at.
    """

    def __init__(self, fetcher: Fetcher, memory: Path) -> None:
        self.fetcher, self.memory = fetcher, Memory(memory)
        self.notices: list[Notice] = []
        self._given: dict[str, int] = {}  # addresses of pages that are still parsed, with their earlier failures
        self._lists_of: dict[str, list[str]] = {}  # address of a page → the lists that have it

    def pages(self, urls: Iterable[str]) -> Iterator[Given]:
        for url in urls:
            yield from self._page(url, {}, None)

    def save(self, rejected: Iterable[Rejected] = ()) -> None:
        """Write the memory.

        Args:
            rejected: the documents that gave no article. Their pages are tried again in the next runs.
        """
        for url in {r.where for r in rejected} & self._given.keys():
            self.memory.fail(url, self._given[url])
            for listed_in in self._lists_of.get(url, ()) if self._given[url] + 1 < MAX_TRIES else ():
                self.memory.reopen(listed_in)
        self.memory.save()

    def _entry(self, entry: Entry) -> Iterator[Given]:
        """The page of an entry of a list, or the text that the entry itself has."""
        facts = entry.facts | ({"_channel": entry.channel} if entry.channel else {})
        if entry.url:
            yield from self._page(entry.url, facts, entry.markup)
        else:
            self.memory.keep(entry.key, {})
            yield text_of_feed(entry.key, facts, entry.markup, "the entry has no address")
        self.memory.keep_change(entry.url or entry.key, entry.changed)

    def _page(self, url: str, facts: dict[str, Any], markup: str | None) -> Iterator[Given]:
        """
        Args:
            markup: the article's text in the feed. It is used if the page cannot be had.
        """
        before = self.memory.failures(url)
        try:
            found = self.fetcher.fetch(url, self.memory.validators(url))
        except NotFetched as e:
            self.memory.fail(url, before)
            yield text_of_feed(url, facts | {"url": url}, markup, str(e)) if markup else Rejected(url, str(e))
            return
        if found.unchanged:
            return
        self.memory.keep(url, found.validators)
        self._given[url] = before
        yield self._fetched(url, found, facts, markup)

    def _fetched(self, url: str, found: Fetched, facts: dict[str, Any], markup: str | None) -> Given:
        if elsewhere := where_it_led(url, found.url):
            return text_of_feed(url, facts | {"url": url}, markup, elsewhere) if markup else Rejected(url, elsewhere)
        if found.content_type.partition(";")[0].strip().lower() not in PAGES:
            del self._given[url]  # it will not become an article
            return Rejected(url, f"its content type is {found.content_type}, not HTML; download the file and ingest it, if it is a PDF, Word or text file")
        # The fetched address is used. The address that the page states could be that of another page.
        facts = facts | {"url": found.url}
        instead = text_of_feed(url, facts, markup, "the page has no article, or only its beginning") if markup else None
        return Document(url, f"url:{found.url}", "page", found.body, facts=facts, charset=stated_charset(found.content_type), instead=instead)

    def _fetch(self, url: str) -> Generator[Rejected, None, Fetched | None]:
        """A fetched list; None if it is unchanged or was not fetched. If it was not fetched, its rejection is yielded."""
        try:
            found = self.fetcher.fetch(url, self.memory.validators(url))
        except NotFetched as e:
            yield Rejected(url, str(e))
            return None
        return None if found.unchanged else found


def stated_charset(content_type: str) -> str:
    """The encoding that a server states for a page; empty if it states none."""
    found = re.search(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", content_type, re.IGNORECASE)
    return found[1] if found else ""


def text_of_feed(url: str, facts: dict[str, Any], markup: str, why: str) -> Source:
    note = Removed(FEED_TEXT, f"this is the text of the feed: {why}")
    return Source(url, f"url:{url}", "fragment", markup, facts=facts | {"_unread": [note]}, facts_from="feed")
