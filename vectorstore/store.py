"""An open home: the archive, the index that is built from it, and the embedder, under one lock."""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cached_property, lru_cache
from importlib.metadata import entry_points, version
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from filelock import FileLock, Timeout
from sqlalchemy import Engine

from onrecord.vectorstore.archive import Archive, link_copies, postgres_engine
from onrecord.vectorstore.chroma_client import ChromaServer
from onrecord.vectorstore.database import Database
from onrecord.vectorstore.embedding import Embedder, PassageText, load_embedder
from onrecord.vectorstore.errors import HomeInUse, IndexAway, NotFound, OnRecordError, Unavailable, known_error
from onrecord.vectorstore.index import WRITE_BATCH, Index, PassageIndex
from onrecord.vectorstore.memory import give_back_memory, spacy_without_torch
from onrecord.vectorstore.reading import Keys, Reader, read_in_processes
from onrecord.vectorstore.records import DatabaseRecord
from onrecord.vectorstore.server_index import ServerIndex

EMBED_CHUNK = 64  # passages embedded between two commits; an interruption loses no more than these
MIN_FOR_FAST_READER = 500  # passages from which the faster reader pays off; on half of them it saves the time that loading it takes
READ_CHUNK = 16  # articles read for statements between two commits
MIN_FOR_PROCESSES = 32  # articles from which it pays off to start processes that read them
QUESTIONS = 16  # number of questions with cached vectors
REBUILD_BATCH = 1000  # vectors per write; there are no questions during a rebuild, so writes may block longer
LOCK_SECONDS = 3.0  # seconds to wait until another process releases the home
INDEX_BEHIND = "not updated, because the Chroma server does not answer; new articles are found by their words until the next ingest or start"
WAITING = "another process updates the index"  # name of a stage
WAIT_SECONDS = 0.5  # between two tries to be the process that updates the shared index
INDEX_RECORD = "index"  # name of the record of the current build
READING = "reading who said what"  # name of a stage

log = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]  # stage, done, total
Turn = Callable[[], AbstractContextManager[object]]  # a lock shared with answering; a thread holds it while it uses or changes shared objects


class Writable(Protocol):
    """A home in which articles can be stored: a `Store`, or one that a running server holds."""

    @property
    def archive(self) -> Archive: ...

    index_is_behind: bool

    def needs_catch_up(self) -> bool: ...

    def catch_up(self, progress: Progress = ..., *, turn: Turn = ...) -> int: ...


class Workers(Protocol):
    """Processes elsewhere that do the long parts of `Store.catch_up`."""

    def embed(self, chunks: Iterable[Sequence[PassageText]], many: bool) -> Iterator[tuple[int, tuple[np.ndarray, list[np.ndarray]]]]:
        """The number of each chunk with the result of `Embedder.embed_passages`, in the order in which they are ready."""
        ...

    def read(self, reader: Reader, chunks: Iterable[Keys], load: Callable[[Keys], list[str]]) -> Iterator[tuple[Keys, list[list[Any]] | None]]:
        """As `read_in_processes`."""
        ...


class Stopped(Exception):
    """Raised by a `Progress` callback to stop the work. The next call continues it."""


def no_progress(stage: str, done: int, total: int) -> None:
    pass


class Store:
    """The open archive, index and embedder of a home. `open_store` creates it and holds the home's lock."""

    def __init__(self, home: Path, embedder: Embedder, database: Database | None = None, chroma: ChromaServer | None = None) -> None:
        self.home = home
        self.database = database
        self.embedder = embedder
        self.archive = Archive(archive_path(home), database=database)
        self.is_shared = bool(database and chroma)  # other processes may use the same archive and the same index
        self.index = make_index(home, embedder.name, chroma, self.archive.engine if self.is_shared else None)
        self.chroma = chroma
        self.by_words_alone = False  # whether the index did not answer the last search
        self.index_is_behind = False  # whether the index lacks articles because its server was away; the next `catch_up` adds them
        self.workers: Workers | None = None  # None: this machine does all the work
        self.embed_question = lru_cache(QUESTIONS)(lambda text: embedder.embed([text])[0])  # search and evidence embed the same question
        self.lock = threading.Lock()  # for threads that search without an assistant; Chroma's collection cannot be shared
        self._catching_up = threading.Lock()
        self.indexed_passages = 0  # after the last update of the index; for the metrics
        self._level = ""  # state of the archive at the last complete `catch_up`

    @cached_property
    def readers(self) -> list[Reader]:
        """The readers. They are loaded on first use, because they import a parser."""
        with spacy_without_torch():
            return [point.load()() for point in entry_points(group="onrecord.readers")]

    def catch_up(self, progress: Progress = no_progress, rebuild: bool = False, turn: Turn = nullcontext, wait: bool = True) -> int:
        """Update all data that is derived from the archive: embeddings, links between copies, the index, statements.

        This can be interrupted and called again: nothing is embedded or read twice. A search finds a stored article by its words at once, by
        meaning after it is indexed, and by speaker after a reader has read it.

        Args:
            rebuild: build a new index.
            turn: the lock that answering uses too. It is held only for a moment at a time, so that questions are answered meanwhile.
            wait: where processes share the index, wait for another one that updates it. Otherwise leave the update to that one.

        Returns:
            The number of passages that this call embedded.
        """
        with self._catching_up, self._updating_alone(progress, wait) as mine:
            level = self._archive_state()
            if self.is_shared and not rebuild and (not mine or self._is_level(level)):  # another process does it, or has done it
                self._open_shared_index(turn, level if mine else "")
                return 0
            embedded = self._embed_missing(progress)
            link_copies(self.archive, progress)
            self._update_index_or_warn(progress, turn, rebuild)
            for reader in self.readers:
                self._read_missing(reader, progress, turn)
            self._level = "" if self.index_is_behind else level
            if self.is_shared and self._level:
                self.index.note_level(self._level)
        return embedded

    @contextmanager
    def _updating_alone(self, progress: Progress, wait: bool) -> Iterator[bool]:
        """False if another process updates the shared index and `wait` is false."""
        if not self.is_shared:
            yield True
            return
        while True:
            with self.archive.updating() as mine:
                if mine or not wait:
                    yield mine
                    return
            progress(WAITING, 0, 0)
            time.sleep(WAIT_SECONDS)

    def _open_shared_index(self, turn: Turn, level: str) -> None:
        """Open the current build of another process."""
        self.archive.forget_counts()
        try:
            with turn():
                self.index_is_behind = not self.index.open(self.archive.passage_count())
        except IndexAway as e:
            self.index_is_behind = True
            log.warning("the index cannot be opened: %s", e)
        self.indexed_passages, self._level = self.archive.passage_count() if level else self.indexed_passages, level

    @property
    def is_degraded(self) -> bool:
        """Whether the index is away or behind."""
        return self.index.is_away or self.index_is_behind

    def nearest(self, vector: np.ndarray, limit: int, until: str | None = None) -> list[tuple[str, float]] | None:
        """As `Index.nearest`; None if the index is away, and `by_words_alone` is then true."""
        try:
            found = self.index.nearest(vector, limit, until)
        except IndexAway as e:
            if not self.by_words_alone:
                log.warning("searching by words alone: %s", e)
            self.by_words_alone = True
            self.index_is_behind |= not self.index.is_open  # the server lost the collection
            return None
        self.by_words_alone = False
        return found

    def needs_catch_up(self) -> bool:
        return self.index.is_open or not self.is_level()

    def is_level(self) -> bool:
        """Whether `catch_up` has nothing to do. This opens neither the index nor a reader."""
        return self._is_level(self._archive_state())

    def _is_level(self, level: str) -> bool:
        return self.index.state(self.archive.passage_count()) == "ready" and self.index.level == level

    def _archive_state(self) -> str:
        return f"{version('onrecord')} {self.archive.content_digest()}"  # includes the release, because readers of another release may read more

    def _read_missing(self, reader: Reader, progress: Progress, turn: Turn) -> None:
        missing, done = self.archive.versions_without_statements(reader.version), 0
        chunks = [missing[at : at + READ_CHUNK] for at in range(0, len(missing), READ_CHUNK)]
        many = len(missing) >= MIN_FOR_PROCESSES
        if many:
            give_back_memory()  # for the processes
        if missing:
            progress(READING, 0, len(missing))
        read_chunks = self.workers.read if self.workers else read_in_processes if many else read_here
        for keys, found in read_chunks(reader, chunks, self._texts):
            if found is None:
                found = []
                for text in self._texts(keys):
                    progress(READING, done + len(found), len(missing))
                    with turn():
                        found += reader.read([text])
            self.archive.put_statements(reader.version, dict(zip(keys, found, strict=True)))
            done += len(keys)
            progress(READING, done, len(missing))

    def _texts(self, keys: Keys) -> list[str]:
        found = self.archive.articles(keys)
        return [found[key].text for key in keys]

    def _embed_missing(self, progress: Progress) -> int:
        missing = list(self.archive.missing_embeddings(self.embedder.name).items())
        # Texts of similar length go together, because each batch is padded to its longest text.
        missing.sort(key=lambda item: len(item[1].text))
        many = len(missing) >= MIN_FOR_FAST_READER
        chunks = [missing[at : at + EMBED_CHUNK] for at in range(0, len(missing), EMBED_CHUNK)]
        embed, done = self.workers.embed if self.workers else self._embed_here, 0
        if missing:
            progress("embedding", 0, len(missing))
        for number, found in embed([[p for _, p in chunk] for chunk in chunks], many):
            self.archive.put_embeddings(self.embedder.name, [h for h, _ in chunks[number]], *found)
            done += len(chunks[number])
            progress("embedding", done, len(missing))
        if many:
            self.embedder.release()
        return len(missing)

    def _embed_here(self, chunks: Iterable[Sequence[PassageText]], many: bool) -> Iterator[tuple[int, tuple[np.ndarray, list[np.ndarray]]]]:
        for number, chunk in enumerate(chunks):
            yield number, self.embedder.embed_passages(chunk, many)

    def _update_index_or_warn(self, progress: Progress, turn: Turn, rebuild: bool) -> None:
        """If the index is away, the rest of the work goes on. Raises IndexAway if a new index was asked for."""
        try:
            self._update_index(progress, turn, rebuild)
            self.index_is_behind = False
        except IndexAway as e:
            self.index_is_behind = True
            if rebuild:
                raise
            log.warning("the index was %s: %s", INDEX_BEHIND, e)

    def _update_index(self, progress: Progress, turn: Turn, rebuild: bool) -> None:
        with turn():
            batch = WRITE_BATCH if not rebuild and self._open_index() else REBUILD_BATCH
            if batch == REBUILD_BATCH:
                self.index.create()
            wanted, indexed = self.archive.current_ids(), self.index.ids()
            self.index.delete(indexed - wanted)
        done, missing = 0, sorted(wanted - indexed)
        writing = self.index.add(self.archive.vectors(self.embedder.name, missing), batch)
        while True:
            with turn():
                written = next(writing, 0)
            if not written:
                break
            done += written
            progress("indexing", done, len(missing))
        with turn():
            self.index.finish()
        self.indexed_passages = len(wanted)

    def _open_index(self) -> bool:
        return (self.index.is_open and not self.is_shared) or self.index.open(self.archive.passage_count())  # another process may have built a new one

    def close(self) -> None:
        self.index.close("" if self.is_shared else self._level)
        self.archive.close()


@contextmanager
def open_store(
    home: Path, embedding_model: str, embedder: Embedder | None = None, database: Database | None = None, chroma: ChromaServer | None = None
) -> Iterator[Store]:
    """Open a home for asking or writing. The end of the block closes the index cleanly.

    Args:
        embedder: a loaded embedder of this model, if several homes share one.
        database: where the archive is in PostgreSQL. The home then has the index and the rest.
        chroma: the server that has the index. Default: the index is in the home.

    Raises:
        HomeInUse: another process has the home open. Several may, if the archive and the index are on servers.
        Unavailable: the folder is not writable, or the archive cannot be opened.
    """
    with shared_home(home) if database and chroma else home_lock(home):
        store = Store(home, embedder or load_embedder(embedding_model), database, chroma)
        try:
            yield store
        finally:
            store.close()


@contextmanager
def shared_home(home: Path) -> Iterator[None]:
    """A home that has nothing that only one process may use."""
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as e:
        raise unusable(home, e) from e
    yield


def unusable(home: Path, e: OSError) -> OnRecordError:
    return known_error(e) or Unavailable(f"the folder {home} cannot be used: {e.strerror or e}; set ONRECORD_HOME to another folder")


@contextmanager
def home_lock(home: Path) -> Iterator[None]:
    lock = FileLock(home / "lock", timeout=LOCK_SECONDS)
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise HomeInUse(f"{home} is in use by another onrecord process; wait for it, stop it, or set ONRECORD_HOME to another folder") from None
    except OSError as e:
        raise unusable(home, e) from e
    try:
        yield
    finally:
        lock.release()


def is_locked(home: Path) -> bool:
    """Whether a process has the home open."""
    if not home.is_dir():
        return False
    try:
        with FileLock(home / "lock", timeout=0):
            return False
    except Timeout:
        return True
    except OSError:
        return False


def archive_path(home: Path) -> Path:
    return home / "archive.sqlite3"


def open_archive(home: Path, database: Database | None = None) -> Archive:
    """The archive alone, for reading, even while another process uses the home.

    If the home has no archive, the function returns an empty one in memory and creates no file.
    """
    path = archive_path(home)
    return Archive(path, in_memory=not database and not path.exists(), database=database)


def open_filled_archive(home: Path, database: Database | None = None) -> Archive:
    """The archive alone, for reading, as by `open_archive`. Raises NotFound if it has no articles; the message says what to do."""
    archive = open_archive(home, database)
    if archive.counts()["articles"]:
        return archive
    archive.close()
    if database or archive_path(home).exists():
        raise NotFound(f"the archive in {database or home} is empty; add articles with `onrecord ingest PATH`")
    raise NotFound(f"there is no archive in {home}; add articles with `onrecord ingest PATH`, or name another folder with --home or ONRECORD_HOME")


def read_here(reader: Reader, chunks: Iterable[Keys], load: Callable[[Keys], list[str]]) -> Iterator[tuple[Keys, list[list[Any]] | None]]:
    """As `read_in_processes` without any process: the caller must read all chunks, text by text, between two questions."""
    return ((chunk, None) for chunk in chunks)


def make_index(home: Path, embedding_model: str, chroma: ChromaServer | None = None, shared_by: Engine | None = None) -> PassageIndex:
    """The index of a home, not yet open. Args: shared_by: the engine of the collection's schema, if processes share an index on a Chroma server."""
    if chroma is None:
        return Index(home / "index", embedding_model)
    return ServerIndex(home / "index", embedding_model, chroma, DatabaseRecord(shared_by, INDEX_RECORD) if shared_by is not None else None)


def index_state(home: Path, embedding_model: str, passages: int, chroma: ChromaServer | None = None, database: Database | None = None) -> str:
    """`ready`, `building` (some passages are not indexed yet), `broken` (the next start rebuilds it) or `away`. This does not open the index."""
    engine = postgres_engine(database) if database and chroma else None
    try:
        return make_index(home, embedding_model, chroma, engine).state(passages)
    finally:
        if engine is not None:
            engine.dispose()
