"""Records files that were read, so that a later run skips those that have not changed.

The record is part of the archive, so the two always agree. As in git, a file counts as unchanged if its size and modification time are the
same, or if its content is the same.
"""

import hashlib
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from onrecord.ingest.documents import Document, Rejected, Source, Unread
from onrecord.ingest.sources.files import left_alone, list_files, read_files
from onrecord.vectorstore.archive import Archive

RACY_NS = 2_000_000_000  # a file may change twice without a new modification time; so the content of a file this new is always compared
NONE: Mapping[str, str] = {}  # facts of the user
SAVE_EVERY = 64  # files between two saves; after an interruption, at most these are read again

Given = Document | Source | Rejected


@dataclass
class ReadFile:
    """The result of reading a file. `state` is its stamp and digest before reading; None if unknown. `left` counts documents that are still parsed."""

    path: Path
    state: tuple[str, str] | None = None
    articles: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    left: int = 0
    at_end: bool = False


class KnownFiles:
    """The record of completely read files.

    Args:
        again: ignore the record, so that every file is read.
        by_user: facts that the user gives. A file that was read with other facts is read again.
    """

    def __init__(self, archive: Archive, again: bool = False, by_user: Mapping[str, str] = NONE) -> None:
        self._archive = archive
        self._release = " ".join([version("onrecord"), *(f"{name}={value}" for name, value in sorted(by_user.items()))])
        self._rows = {} if again else archive.files(self._release)
        self._unsaved: list[dict[str, Any]] = []

    def recall(self, path: Path) -> ReadFile | None:
        """The recorded result of an unchanged file; None for a file that must be read."""
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
        """Record a file for the next run, unless the process that read one of its documents ended: another attempt may succeed."""
        if found.state is None or any(isinstance(r, Unread) for r in found.rejected):
            return
        row = {"path": str(found.path.resolve()), "stamp": found.state[0], "digest": found.state[1], "release": self._release}
        self._unsaved.append(row | {"articles": found.articles, "rejected": [[r.where, r.reason] for r in found.rejected]})
        if len(self._unsaved) >= SAVE_EVERY:
            self.save()

    def save(self) -> None:
        rows, self._unsaved = self._unsaved, []
        self._archive.put_files(rows)


class Sources:
    """The documents of files that are new or have changed, then `further`. The caller must `report` the outcome of each, in the same order.

    Args:
        encoding: the encoding that the user names for all documents.
        by_user: facts that the user gives for documents that do not state them.

    Raises:
        BadInput: a path does not exist or matches no file.
    """

    def __init__(self, known: KnownFiles, paths: Iterable[Path], kind: str | None, further: Iterable[Given], encoding: str = "", by_user: Mapping[str, str] = NONE) -> None:
        self._known, self._kind, self._further, self._encoding, self._by_user = known, kind, further, encoding, dict(by_user)
        named = list(paths)
        self._files = [file for path in named for file in list_files(path)]
        self.notices = [notice for path in named for notice in left_alone(path)]
        self._unreported: deque[ReadFile | None] = deque()
        self.recalled: list[ReadFile] = []

    def __iter__(self) -> Iterator[Given]:
        for path in self._files:
            if found := self._known.recall(path):
                self.recalled.append(found)
                continue
            file = ReadFile(path, state_or_none(path))
            for given in read_files([path], self._kind):
                file.left += 1
                self._unreported.append(file)
                yield self._named(given)
            file.at_end = True
            self._keep_finished(file)
        for other in self._further:
            self._unreported.append(None)
            yield self._named(other)

    def _named(self, given: Given) -> Given:
        """The document with what the user says of all documents."""
        if isinstance(given, Document) and self._encoding:
            given = replace(given, encoding=self._encoding)
        return replace(given, by_user=self._by_user) if self._by_user and not isinstance(given, Rejected) else given

    def report(self, rejected: Sequence[Rejected], articles: int) -> None:
        """Report the outcome of the next document: what was rejected of it, and the number of articles that are stored."""
        file = self._unreported.popleft()
        if file is None:
            return
        file.left -= 1
        file.rejected += rejected
        file.articles += articles
        self._keep_finished(file)

    def _keep_finished(self, file: ReadFile) -> None:
        if file.at_end and not file.left:
            self._known.keep(file)


def state(path: Path) -> tuple[str, str]:
    """The stamp and the digest of a file. A file that has just changed gets an empty stamp, so that the next run compares its content."""
    racy = time.time_ns() - path.stat().st_mtime_ns < RACY_NS
    before = "" if racy else stamp(path)
    with path.open("rb") as f:
        return before, hashlib.file_digest(f, "sha256").hexdigest()


def stamp(path: Path) -> str:
    found = path.stat()
    return f"{found.st_size} {found.st_mtime_ns}"


def state_or_none(path: Path) -> tuple[str, str] | None:
    """The state of a file. None for a pipe, which can be read only once, and for a file that cannot be read."""
    try:
        return state(path) if path.is_file() else None
    except OSError:
        return None
