"""One ingest, step by step: sources → extract (and clean) → split, in processes of their own → archive → embed → index."""

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from ingest.pool import parse_all
from ingest.sources import Rejected, Source, read_sources
from ingest.worker import Parsed
from vectorstore.store import Progress, Store, no_progress


@dataclass
class Summary:
    """What an ingest did. Every source is counted once."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    passages_embedded: int = 0
    lines_removed: int = 0
    seconds: float = 0.0

    @property
    def sources(self) -> int:
        return self.added + self.updated + self.unchanged + len(self.rejected)


def ingest(
    store: Store, paths: Iterable[Path], progress: Progress = no_progress, kind: str | None = None, further: Iterable[Source | Rejected] = ()
) -> Summary:
    """Take articles in. An article is kept once the archive has it; an interrupted ingest goes on where it stopped.

    Args:
        kind: of standard input, where a path is `-`.
        further: sources that are no files, such as pages.

    Raises:
        BadInput: a path does not exist.
    """
    began = time.monotonic()
    summary = Summary()
    outcomes: Counter[str] = Counter()
    for done, parsed in enumerate(parse_all(chain(read_sources(paths, kind), further)), 1):
        progress("reading", done, 0)
        outcome = take_in(store, parsed, summary)
        outcomes[outcome] += 1
    summary.added, summary.updated, summary.unchanged = outcomes["added"], outcomes["updated"], outcomes["unchanged"]
    summary.passages_embedded = store.catch_up(progress)
    summary.seconds = round(time.monotonic() - began, 2)
    return summary


def take_in(store: Store, parsed: Parsed | Rejected, summary: Summary) -> str:
    if isinstance(parsed, Rejected):
        summary.rejected.append(parsed)
        return "rejected"
    outcome = store.archive.put(parsed.article, parsed.passages)
    if outcome != "unchanged":
        summary.lines_removed += len(parsed.article.removed)
    return outcome
