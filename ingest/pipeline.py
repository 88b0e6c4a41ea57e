"""One ingest run: sources → (in separate processes: decode, extract, clean, split) → archive → embed → index."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

from onrecord.ingest.cleaning import PARTIAL
from onrecord.ingest.documents import Document, Notice, Rejected, Source
from onrecord.ingest.facts import UNKNOWN, UNREAD
from onrecord.ingest.formats import codec_of
from onrecord.ingest.same_address import SAME_ADDRESS, apart
from onrecord.ingest.sandbox import Parsed, parse_all
from onrecord.ingest.sources import Given, KnownFiles, Sources
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.model import Article
from onrecord.vectorstore.store import INDEX_BEHIND, Progress, Turn, Writable, no_progress

NOTES = (PARTIAL, UNREAD, UNKNOWN, SAME_ADDRESS)  # entries of `Article.removed` that are no lines of the text
TOLD = {PARTIAL: "incomplete", UNREAD: "a fact was not read", SAME_ADDRESS: "same address"}  # notes that the summary repeats
log = logging.getLogger(__name__)

Acknowledge = Callable[[Article, str], None]  # called with each article and its outcome once it is stored
Parse = Callable[[Iterable[Document | Source | Rejected]], Iterator[Parsed | Rejected]]


def no_acknowledgement(article: Article, outcome: str) -> None:
    pass


@dataclass(frozen=True)
class Stored:
    """An article of the archive, and the outcome of this run: `added`, `updated` or `unchanged`."""

    article_id: str
    outcome: str
    title: str
    publisher: str | None
    published_at: str | None


@dataclass
class Summary:
    """The result of an ingest. Every source is counted once."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    articles: list[Stored] = field(default_factory=list)  # without those of files that were not read again
    rejected: list[Rejected] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    passages_embedded: int = 0
    lines_removed: int = 0
    seconds: float = 0.0


def ingest(
    store: Writable,
    paths: Iterable[Path],
    progress: Progress = no_progress,
    kind: str | None = None,
    further: Iterable[Given] = (),
    acknowledge: Acknowledge = no_acknowledgement,
    again: bool = False,
    turn: Turn = nullcontext,
    encoding: str = "",
    by_user: Mapping[str, str] | None = None,
    parse: Parse | None = None,
) -> Summary:
    """Store articles. After an interruption, the same call continues: articles that are in the archive stay there.

    Args:
        kind: the kind of standard input, if a path is `-`.
        further: sources other than files, such as pages.
        acknowledge: callback with each article and its outcome, called when the article is on the disk.
        again: also read files that have not changed since the last run.
        turn: the lock that answering uses too, as for `Store.catch_up`.
        encoding: label of the encoding of all texts, whatever they say themselves. Known files are then read again.
        by_user: publisher, published_at and language for documents that do not state them, as `valid_user_facts` returns them.
        parse: parses the documents elsewhere, as `parse_all` does it on this machine.

    Raises:
        BadInput: a path does not exist, or the encoding is unknown.
    """
    began = time.monotonic()
    if encoding and codec_of(encoding) is None:
        raise BadInput(f"unknown encoding {encoding}; use a name as web pages do, for example windows-1251")
    by_user = by_user or {}
    known = KnownFiles(store.archive, again or bool(encoding), by_user)
    try:
        summary = archive_all(store, Sources(known, paths, kind, further, encoding, by_user), progress, acknowledge, parse or parse_all)
    finally:  # also after Ctrl-C, so that the next run need not read stored files again
        known.save()
    if store.needs_catch_up():
        summary.passages_embedded = store.catch_up(progress, turn=turn)
        if store.index_is_behind:
            summary.notices.insert(0, Notice("index", INDEX_BEHIND))  # first, because the command prints only some of them
    summary.seconds = round(time.monotonic() - began, 2)
    log_summary(summary)
    return summary


def log_summary(summary: Summary) -> None:
    fields = {"added": summary.added, "updated": summary.updated, "unchanged": summary.unchanged, "rejected": len(summary.rejected)}
    counts = ", ".join(f"{n} {name}" for name, n in fields.items())
    log.info("ingest: %s in %.1f s", counts, summary.seconds, extra={"fields": fields | {"duration_ms": round(summary.seconds * 1000)}})


def archive_all(store: Writable, sources: Sources, progress: Progress, acknowledge: Acknowledge, parse: Parse) -> Summary:
    run = ArchiveRun(store, acknowledge)
    for done, parsed in enumerate(parse(sources), 1):
        progress("reading", done, 0)
        found = (parsed, *parsed.further) if isinstance(parsed, Parsed) else (parsed,)
        for article in found:
            run.store(article)
        sources.report([f for f in found if isinstance(f, Rejected)], sum(isinstance(f, Parsed) for f in found))
    summary = run.finish()
    summary.unchanged += sum(file.articles for file in sources.recalled)
    summary.rejected += [r for file in sources.recalled for r in file.rejected]
    summary.notices[:0] = sources.notices
    return summary


class ArchiveRun:
    """Stores the articles of one run."""

    def __init__(self, store: Writable, acknowledge: Acknowledge) -> None:
        self.summary = Summary()
        self._archive, self._acknowledge = store.archive, acknowledge
        self._states: Counter[str] = Counter()  # of each article in this run
        self._older: list[Parsed] = []

    def store(self, parsed: Parsed | Rejected) -> None:
        if isinstance(parsed, Rejected):
            self.summary.rejected.append(parsed)
            return
        parsed = replace(parsed, article=apart(self._archive, parsed.article))
        self._states[parsed.article.article_id] += 1
        if self._archive.is_older_state(parsed.article):
            self._older.append(parsed)
        else:
            self._put(parsed)

    def finish(self) -> Summary:
        """Store the articles that are again as they were. A folder with an old and a new state of one article has not changed it back."""
        for parsed in self._older:
            self._put(parsed, changed_back=self._states[parsed.article.article_id] == 1)
        return self.summary

    def _put(self, parsed: Parsed, changed_back: bool = False) -> None:
        article, summary = parsed.article, self.summary
        outcome = self._archive.put(article, parsed.passages, changed_back)
        setattr(summary, outcome, getattr(summary, outcome) + 1)
        stored = article if outcome == "unchanged" else self._archive.article(article.article_id)  # has the facts that a user has edited
        summary.articles.append(Stored(stored.article_id, outcome, stored.title, stored.publisher, stored.published_at))
        self._acknowledge(article, outcome)
        if outcome == "unchanged":
            return
        summary.lines_removed += sum(removed.rule not in NOTES for removed in article.removed)
        summary.notices += [Notice(article.article_id, f"{TOLD[r.rule]}: {r.text}") for r in article.removed if r.rule in TOLD]
        if changed_back:
            summary.notices.append(Notice(article.article_id, "changed back to an earlier state, which is a new version now"))
