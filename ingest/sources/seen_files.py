"""Which files have been read: one that has not changed since then is not read again, which makes a second run a matter of seconds.

The archive keeps it, so that the two can't disagree. As git does: size and time of change tell that a file is as it was, and where
they don't, its content.
"""

import hashlib
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from onrecord.ingest.documents import Document, Rejected, Source, Unread
from onrecord.ingest.sources.files import list_files, read_files
from onrecord.vectorstore.archive import Archive

RACY_NS = 2_000_000_000  # a file may change again within one tick of its clock; then its content is compared
KEPT_AT_ONCE = 64  # files: how many more an interruption makes be read again

Given = Document | Source | Rejected


@dataclass
class ReadFile:
    """What was found in a file. `state` is how it was before, None where that cannot be told; `left` are documents being parsed."""

    path: Path
    state: tuple[str, str] | None = None
    articles: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    left: int = 0
    at_end: bool = False


class KnownFiles:
    """Remembers what was found in files that have been read to their end.

    Args:
        again: read every file, also those that are known.
    """

    def __init__(self, archive: Archive, again: bool = False) -> None:
        self._archive = archive
        self._release = version("onrecord")
        self._rows = {} if again else archive.files(self._release)
        self._unsaved: list[dict[str, Any]] = []

    def recall(self, path: Path) -> ReadFile | None:
        """What was found in a file when it was as it is now; None when it is to be read."""
        row = self._rows.get(str(path.resolve()))
        if row is None:
            return None
        found = ReadFile(path, None, row.articles, [Rejected(*r) for r in row.rejected])
        try:
            if stamp(path) == row.stamp:
                return found
            found.state = state(path)
        except OSError:
            return None
        if found.state[1] != row.digest:
            return None
        self.keep(found)
        return found

    def keep(self, found: ReadFile) -> None:
        """For the next run; but not where a document was given up, which may then be read."""
        if found.state is None or any(isinstance(r, Unread) for r in found.rejected):
            return
        row = {"path": str(found.path.resolve()), "stamp": found.state[0], "digest": found.state[1], "release": self._release}
        self._unsaved.append(row | {"articles": found.articles, "rejected": [[r.where, r.reason] for r in found.rejected]})
        if len(self._unsaved) >= KEPT_AT_ONCE:
            self.save()

    def save(self) -> None:
        rows, self._unsaved = self._unsaved, []
        self._archive.put_files(rows)


class Sources:
    """Documents of the files that are not known, then `further`. Each is to be told, in the same order, what became of it.

    Raises:
        BadInput: nothing is at one of the paths.
    """

    def __init__(self, known: KnownFiles, paths: Iterable[Path], kind: str | None, further: Iterable[Given]) -> None:
        self._known, self._kind, self._further = known, kind, further
        self._files = [file for path in paths for file in list_files(path)]
        self._told: deque[ReadFile | None] = deque()
        self.recalled: list[ReadFile] = []

    def __iter__(self) -> Iterator[Given]:
        for path in self._files:
            if found := self._known.recall(path):
                self.recalled.append(found)
                continue
            file = ReadFile(path, state_or_none(path))
            for given in read_files([path], self._kind):
                file.left += 1
                self._told.append(file)
                yield given
            file.at_end = True
            self._keep_finished(file)
        for other in self._further:
            self._told.append(None)
            yield other

    def tell(self, rejected: Rejected | None) -> None:
        """What became of the next document: None for an article that the archive has."""
        file = self._told.popleft()
        if file is None:
            return
        file.left -= 1
        if rejected:
            file.rejected.append(rejected)
        else:
            file.articles += 1
        self._keep_finished(file)

    def _keep_finished(self, file: ReadFile) -> None:
        if file.at_end and not file.left:
            self._known.keep(file)


def state(path: Path) -> tuple[str, str]:
    """Stamp and digest of a file. One that has just changed gets no stamp."""
    racy = time.time_ns() - path.stat().st_mtime_ns < RACY_NS
    before = "" if racy else stamp(path)
    with path.open("rb") as f:
        return before, hashlib.file_digest(f, "sha256").hexdigest()


def stamp(path: Path) -> str:
    found = path.stat()
    return f"{found.st_size} {found.st_mtime_ns}"


def state_or_none(path: Path) -> tuple[str, str] | None:
    """None for what can be read once only, or not at all."""
    try:
        return state(path) if path.is_file() else None
    except OSError:
        return None
