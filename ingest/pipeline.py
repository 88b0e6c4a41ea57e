"""One ingest, step by step: sources → extract (and clean) → split → archive → embed → index."""

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from ingest.extract import extract
from ingest.sources import Rejected, Source, read_sources
from ingest.split import split
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


def ingest(store: Store, paths: Iterable[Path], progress: Progress = no_progress, further: Iterable[Source | Rejected] = ()) -> Summary:
    """Take articles in. An article is kept once the archive has it; an interrupted ingest goes on where it stopped.

    Args:
        further: sources that are no files, such as pages.

    Raises:
        BadInput: a path does not exist.
    """
    began = time.monotonic()
    summary = Summary()
    outcomes: Counter[str] = Counter()
    for done, source in enumerate(chain(read_sources(paths), further), 1):
        progress("reading", done, 0)
        outcome = take_in(store, source, summary)
        outcomes[outcome] += 1
    summary.added, summary.updated, summary.unchanged = outcomes["added"], outcomes["updated"], outcomes["unchanged"]
    summary.passages_embedded = store.catch_up(progress)
    summary.seconds = round(time.monotonic() - began, 2)
    return summary


def take_in(store: Store, source: Source | Rejected, summary: Summary) -> str:
    article = extract(source) if isinstance(source, Source) else source
    if isinstance(article, Rejected):
        summary.rejected.append(article)
        return "rejected"
    outcome = store.archive.put(article, split(article.text))
    if outcome != "unchanged":
        summary.lines_removed += len(article.removed)
    return outcome
