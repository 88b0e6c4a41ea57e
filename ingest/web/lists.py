"""Fetches what is new in feeds and sitemaps: the newest first, a limited number in a run, the rest in the next runs."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field

from onrecord.ingest.documents import Document, Notice, Rejected
from onrecord.ingest.formats import Entry, Listing, instant
from onrecord.ingest.sandbox import parse_listing
from onrecord.ingest.web.fetch import Fetched
from onrecord.ingest.web.pages import Given, Pages

MAX_PAGES = 200  # pages of one feed or sitemap that are fetched in one run; at one page a second, this takes some minutes
MAX_SITEMAPS = 20  # sitemaps of a sitemap index that are read in one run


@dataclass
class ReadList:
    """A feed or a sitemap that was read. `due` are its pages that are looked at in this run or a later one."""

    url: str
    found: Fetched
    changed: str
    due: list[Entry] = field(default_factory=list)


class Web(Pages):
    """Pages, feeds and sitemaps. Pages that fail are tried again, although their feed does not change."""

    def feed(self, url: str) -> Iterator[Given]:
        """The pages of a feed that are new or were updated."""
        yield from self._listed(url, "feed")

    def sitemap(self, url: str) -> Iterator[Given]:
        """The new and updated pages of a sitemap, and of the sitemaps that it lists."""
        yield from self._listed(url, "sitemap")

    def _listed(self, url: str, kind: str) -> Iterator[Given]:
        lists: list[ReadList] = []
        yield from self._read(url, kind, "", lists)
        for found in lists:
            for entry in found.due:
                self._lists_of.setdefault(entry.url or entry.key, []).append(found.url)
        due = list({e.url or e.key: e for found in reversed(lists) for e in reversed(found.due)}.values())[::-1]
        due.sort(key=lambda e: (self.memory.failures(e.url) > 0, -instant(e.changed)))  # the sort is stable: pages without a time stay in the list's order
        for entry in due[:MAX_PAGES]:
            yield from self._entry(entry)
        if len(due) > MAX_PAGES:
            rest = len(due) - MAX_PAGES
            self._say(url, f"{len(due)} new or changed pages are listed, {MAX_PAGES} were looked at, the newest first; run it again for the rest ({rest})")
        waiting = {e.url or e.key for e in due[MAX_PAGES:]}
        for found in lists:
            self._finish(found, waiting)

    def _finish(self, found: ReadList, waiting: set[str]) -> None:
        """Remember a list. As long as pages of it are waiting or failed, it has to be sent again, so its validators are not kept."""
        done = not any((e.url or e.key) in waiting or self.memory.is_due(e) for e in found.due)
        self.memory.keep(found.url, found.found.validators if done else {})
        self.memory.look(found.url)
        if done and found.changed:
            self.memory.keep_change(found.url, found.changed)

    def _read(self, url: str, kind: str, changed: str, lists: list[ReadList], within: bool = False) -> Generator[Rejected, None, None]:
        """Read a list, and those that it lists, into `lists`."""
        found = yield from self._fetch(url)
        if found is None:
            return
        listing = parse_listing(Document(found.url, "", kind, found.body))
        if isinstance(listing, Rejected):
            yield Rejected(url, listing.reason)
            return
        if listing.unusable:
            self._say(url, f"{listing.unusable} of {listing.listed} entries were skipped: they have neither an address nor a text")
        if listing.listed > len(listing.entries) + listing.unusable:
            self._say(url, f"{listing.listed} entries are listed, {len(listing.entries)} were looked at")
        if listing.kind != "sitemapindex":
            lists.append(ReadList(url, found, changed, [e for e in self._with_keys(url, listing) if self.memory.is_due(e)]))
        elif within:
            yield Rejected(url, "a sitemap index within another; give its address to --sitemap")
        else:
            yield from self._read_index(url, kind, listing, lists)

    def _read_index(self, url: str, kind: str, index: Listing, lists: list[ReadList]) -> Generator[Rejected, None, None]:
        due = sorted((e for e in index.entries if self.memory.is_list_due(e)), key=lambda e: (-instant(e.changed), self.memory.looked_at(e.url)))
        if len(due) > MAX_SITEMAPS:
            self._say(url, f"{len(due)} new or changed sitemaps are listed, {MAX_SITEMAPS} were looked at, the newest first; run it again for the rest")
        for entry in due[:MAX_SITEMAPS]:
            yield from self._read(entry.url, kind, entry.changed, lists, within=True)

    def _with_keys(self, url: str, listing: Listing) -> Iterator[Entry]:
        for entry in listing.entries:
            yield entry if entry.url else Entry("", entry.changed, entry.facts, entry.channel, entry.markup, f"{url}#{entry.key}")

    def _say(self, where: str, message: str) -> None:
        self.notices.append(Notice(where, message))
