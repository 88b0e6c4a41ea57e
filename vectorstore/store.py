"""An opened home: the archive, the index built from it, and the embedder, under one lock."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Protocol

from filelock import FileLock, Timeout

from vectorstore.archive import Archive
from vectorstore.copies import link_copies
from vectorstore.embed import Embedder, load_embedder
from vectorstore.errors import HomeInUse, Unavailable
from vectorstore.index import WRITE_BATCH, Index, fingerprint, read_facts

EMBED_CHUNK = 256  # passages embedded between two commits: what an interruption can lose
READ_CHUNK = 16  # articles read between two commits
QUESTIONS = 16  # whose vectors are kept
REBUILD_BATCH = 1000  # nobody is asking while a rebuild runs, so larger writes are right
LOCK_SECONDS = 3.0

Progress = Callable[[str, int, int], None]  # stage, done, total


class Reader(Protocol):
    """Reads each article once, when it is taken in; the archive keeps what it found under its `version`.

    Named by the entry points `onrecord.readers`, since no room below the assistant may import it.
    """

    version: str

    def read(self, text: str) -> list[Any]:
        """What JSON can hold. Items with a `speaker_name` and a `content` of `start` and `end` are found by their speaker."""
        ...


def no_progress(stage: str, done: int, total: int) -> None:
    pass


class Store:
    """Made by `open_store`."""

    def __init__(self, home: Path, embedder: Embedder) -> None:
        self.home = home
        self.embedder = embedder
        self.archive = open_archive(home)
        self.index = Index(home / "index", embedder.name)
        self.embed_question = lru_cache(QUESTIONS)(lambda text: embedder.embed([text])[0])  # search and evidence ask for the same
        self.readers: list[Reader] = [point.load()() for point in entry_points(group="onrecord.readers")]

    def catch_up(self, progress: Progress = no_progress, rebuild: bool = False) -> int:
        """Read what nobody has read, compare it with what is known, embed what has no vector, then bring the index level with the archive.

        Can be interrupted and called again.

        Returns:
            The number of passages embedded now.
        """
        for reader in self.readers:
            self._read_missing(reader, progress)
        link_copies(self.archive, progress)
        embedded = self._embed_missing(progress)
        if not rebuild and self.index.open():
            self._level_index(progress, WRITE_BATCH)
        else:
            self.index.create()
            self._level_index(progress, REBUILD_BATCH)
        return embedded

    def _read_missing(self, reader: Reader, progress: Progress) -> None:
        missing = self.archive.unread(reader.version)
        for at in range(0, len(missing), READ_CHUNK):
            progress("reading who said what", at, len(missing))
            some = [self.archive.article(*key) for key in missing[at : at + READ_CHUNK]]
            self.archive.put_statements(reader.version, {(a.article_id, a.version): reader.read(a.text) for a in some})
        if missing:
            progress("reading who said what", len(missing), len(missing))

    def _embed_missing(self, progress: Progress) -> int:
        missing = list(self.archive.unembedded(self.embedder.name).items())
        # Texts of like length together: batches are padded to their longest.
        missing.sort(key=lambda item: len(item[1].text))
        for at in range(0, len(missing), EMBED_CHUNK):
            some = missing[at : at + EMBED_CHUNK]
            progress("embedding", at, len(missing))
            self.archive.put_embeddings(self.embedder.name, [h for h, _ in some], *self.embedder.embed_passages([p for _, p in some]))
        if missing:
            progress("embedding", len(missing), len(missing))
        return len(missing)

    def _level_index(self, progress: Progress, batch: int) -> None:
        wanted, held = self.archive.current_ids(), self.index.ids()
        if surplus := held - wanted:
            self.index.delete(surplus)
        if lacking := sorted(wanted - held):
            done = 0
            for written in self.index.add(self.archive.vectors(self.embedder.name, lacking), batch):
                done += written
                progress("indexing", done, len(lacking))

    def close(self) -> None:
        self.index.close()
        self.archive.close()


@contextmanager
def open_store(home: Path, embedding_model: str) -> Iterator[Store]:
    """Open a home for asking or writing; on leaving, the index is closed cleanly.

    Raises:
        HomeInUse: another process holds it.
        Unavailable: the folder cannot be written, or the archive cannot be opened.
    """
    with home_lock(home):
        store = Store(home, load_embedder(embedding_model))
        try:
            yield store
        finally:
            store.close()


@contextmanager
def home_lock(home: Path) -> Iterator[None]:
    try:
        home.mkdir(parents=True, exist_ok=True)
        with FileLock(home / "lock", timeout=LOCK_SECONDS):
            yield
    except Timeout:
        raise HomeInUse(f"{home} is in use by another onrecord process; wait for it, stop it, or set ONRECORD_HOME to another folder") from None
    except OSError as e:
        raise Unavailable(f"the folder {home} cannot be used: {e.strerror or e}; set ONRECORD_HOME to one that can") from e


def open_archive(home: Path) -> Archive:
    """The archive alone: may be read beside a running process."""
    return Archive(home / "archive.sqlite3")


def index_state(home: Path, embedding_model: str, passages: int) -> str:
    """`ready`, `building` (some passages are not in it yet) or `broken` (to be built anew), without opening the index."""
    facts = read_facts(home / "index")
    if facts is None:
        return "building" if passages else "ready"
    if not facts["files"]:
        return "building"
    if facts["model"] != embedding_model or facts["files"] != fingerprint(home / "index" / facts["build"]):
        return "broken"
    return "ready" if facts["passages"] == passages else "building"
