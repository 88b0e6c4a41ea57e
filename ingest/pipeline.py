"""One ingest run: sources → (in separate processes: decode, extract, clean, split) → archive → embed → index."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.ingest.documents import Rejected
from onrecord.ingest.formats import codec_of
from onrecord.ingest.sandbox import Parsed, parse_all
from onrecord.ingest.sources import Given, KnownFiles, Sources
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.model import Article
from onrecord.vectorstore.store import Progress, Store, Turn, no_progress

log = logging.getLogger(__name__)

Acknowledge = Callable[[Article, str], None]  # called with each article and its outcome once it is stored


def no_acknowledgement(article: Article, outcome: str) -> None:
    pass


@dataclass
class Summary:
    """The result of an ingest. Every source is counted once."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    passages_embedded: int = 0
    lines_removed: int = 0
    seconds: float = 0.0


def ingest(
    store: Store,
    paths: Iterable[Path],
    progress: Progress = no_progress,
    kind: str | None = None,
    further: Iterable[Given] = (),
    acknowledge: Acknowledge = no_acknowledgement,
    again: bool = False,
    turn: Turn = nullcontext,
    encoding: str = "",
) -> Summary:
    """Store articles. After an interruption, the same call continues: articles that are in the archive stay there.

    Args:
        kind: the kind of standard input, if a path is `-`.
        further: sources other than files, such as pages.
        acknowledge: callback with each article and its outcome, called when the article is on the disk.
        again: also read files that have not changed since the last run.
        turn: the lock that answering uses too, as for `Store.catch_up`.
        encoding: label of the encoding of all texts, whatever they say themselves. Known files are then read again.

    Raises:
        BadInput: a path does not exist, or the encoding is unknown.
    """
    began = time.monotonic()
    if encoding and codec_of(encoding) is None:
        raise BadInput(f"unknown encoding {encoding}; use a name as web pages do, for example windows-1251")
    known = KnownFiles(store.archive, again or bool(encoding))
    try:
        summary = archive_all(store, Sources(known, paths, kind, further, encoding), progress, acknowledge)
    finally:  # also after Ctrl-C, so that the next run need not read stored files again
        known.save()
    if store.index.is_open or not store.is_level():
        summary.passages_embedded = store.catch_up(progress, turn=turn)
    summary.seconds = round(time.monotonic() - began, 2)
    log_summary(summary)
    return summary


def log_summary(summary: Summary) -> None:
    fields = {"added": summary.added, "updated": summary.updated, "unchanged": summary.unchanged, "rejected": len(summary.rejected)}
    counts = ", ".join(f"{n} {name}" for name, n in fields.items())
    log.info("ingest: %s in %.1f s", counts, summary.seconds, extra={"fields": fields | {"duration_ms": round(summary.seconds * 1000)}})


def archive_all(store: Store, sources: Sources, progress: Progress, acknowledge: Acknowledge) -> Summary:
    summary = Summary()
    outcomes: Counter[str] = Counter()
    for done, parsed in enumerate(parse_all(sources), 1):
        progress("reading", done, 0)
        found = (parsed, *parsed.further) if isinstance(parsed, Parsed) else (parsed,)
        outcomes.update([store_parsed(store, article, summary, acknowledge) for article in found])
        sources.report([f for f in found if isinstance(f, Rejected)], sum(isinstance(f, Parsed) for f in found))
    summary.added, summary.updated = outcomes["added"], outcomes["updated"]
    summary.unchanged = outcomes["unchanged"] + sum(file.articles for file in sources.recalled)
    summary.rejected += [r for file in sources.recalled for r in file.rejected]
    return summary


def store_parsed(store: Store, parsed: Parsed | Rejected, summary: Summary, acknowledge: Acknowledge) -> str:
    if isinstance(parsed, Rejected):
        summary.rejected.append(parsed)
        return "rejected"
    outcome = store.archive.put(parsed.article, parsed.passages)
    acknowledge(parsed.article, outcome)
    if outcome != "unchanged":
        summary.lines_removed += len(parsed.article.removed)
    return outcome
