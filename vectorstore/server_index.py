"""The dense index on a Chroma server. Like the one in the home's folder, it is built from the archive and can be built again.

Each build is a collection of its own. A record names the current one, so that a build that was interrupted is never searched: `chroma-server.json`
in the home, or a row beside an archive in PostgreSQL, whose processes have the index together.
If the server does not answer, every method raises IndexAway, and the next call tries again.
"""

import logging
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.vectorstore.chroma_client import ChromaServer, create_collection, find_collection, is_missing
from onrecord.vectorstore.errors import IndexAway
from onrecord.vectorstore.index import WRITE_BATCH, delete_ids, find_nearest, upsert
from onrecord.vectorstore.records import FileRecord, Record

RETRY_SECONDS = 2.0  # a question that comes sooner after a failed call does not try again, so that a server that hangs delays few of them
MAX_WRITE = 200  # vectors per write; with 1,000, the slowest of 40 writes took 6.1 s on a busy machine, and a call may take 10 s; the total time is the same
NO_COUNT = -1  # passages of a build that is being written

log = logging.getLogger(__name__)


class ServerIndex:
    """Finds the nearest passages by cosine, on a server.

    Args:
        folder: the folder of the record of the current build, if it is a file. `create` makes the folder if it does not exist.
        model: the name of the embedding model that makes the vectors.
        record: the record of the current build, if it is no file in the folder.
    """

    def __init__(self, folder: Path, model: str, server: ChromaServer, record: Record | None = None) -> None:
        self.model, self.server = model, server
        self._record = record or FileRecord(folder / "chroma-server.json")
        self._owner = "" if record else str(folder.resolve())  # a copied home has a copy of the file
        self._client: Any = None
        self._current: Any = None  # the collection that is searched
        self._next: Any = None  # the collection that is being filled
        self._failed_at: float | None = None

    @property
    def is_open(self) -> bool:
        return self._current is not None

    @property
    def is_away(self) -> bool:
        """Whether the last call failed."""
        return self._failed_at is not None

    def check(self) -> None:
        """Find out whether the server answers. Afterwards, `is_away` says so."""
        try:
            with self._calling():
                self.server.ping()
        except IndexAway:
            pass

    def open(self, passages: int) -> bool:
        """Open the current build. Returns False if there is none, or it is of another model; then call `create` and fill the new build."""
        facts = self._read_facts()
        if facts is None:
            return False
        if facts["model"] != self.model:
            log.warning("the index will be rebuilt: it was built with the embedding model %s, now %s", facts["model"], self.model)
            return False
        with self._calling():
            self._current = find_collection(self._connect(), facts["collection"])
        if self._current is None:
            log.warning("the index will be rebuilt: the Chroma server at %s has no collection %s", self.server.url, facts["collection"])
        return self.is_open

    def create(self) -> None:
        """Start an empty build beside the current one, which is searched until `finish`."""
        with self._calling():
            name = f"{self._prefix(self._newsroom())}{uuid.uuid4().hex[:8]}"
            self._next = create_collection(self._connect(), name, {"embedding_model": self.model})

    def ids(self) -> set[str]:
        with self._calling():
            return set(self._target.get(include=[])["ids"])

    def add(self, rows: Iterable[tuple[str, np.ndarray, str | None]], batch: int = WRITE_BATCH) -> Iterator[int]:
        """As `Index.add`."""
        rows = iter(rows)
        while written := list(islice(rows, min(batch, MAX_WRITE))):
            self._mark_dirty()
            with self._calling():
                upsert(self._target, written)
            yield len(written)

    def delete(self, ids: Iterable[str]) -> None:
        for some in delete_ids(ids):
            self._mark_dirty()
            with self._calling():
                self._target.delete(ids=some)

    def nearest(self, vector: np.ndarray, limit: int, until: str | None = None) -> list[tuple[str, float]]:
        """As `Index.nearest`."""
        if self._failed_at is not None:
            self._try_again(self._failed_at)
        if self._current is None and not self.open(0):
            raise IndexAway(f"the index on the Chroma server at {self.server.url} is not built yet")
        with self._calling():
            return find_nearest(self._current, vector, limit, until)

    def _try_again(self, failed_at: float) -> None:
        if time.monotonic() - failed_at < RETRY_SECONDS:
            raise IndexAway(f"the Chroma server at {self.server.url} did not answer a moment ago")
        with self._calling():
            self.server.ping()  # waits for a shorter time than a search does

    def finish(self) -> None:
        """Make the build that was filled the current one, and remove the others of this newsroom."""
        with self._calling():
            current = self._next or self._current
            newsroom = self._newsroom()
            self._write_facts({"newsroom": newsroom, "collection": current.name, "model": self.model, "passages": current.count(), "level": ""})
            self._current, self._next = current, None
            for other in self._client.list_collections():
                if other.name.startswith(self._prefix(newsroom)) and other.name != current.name:
                    self._client.delete_collection(other.name)

    def close(self, level: str = "") -> None:
        """Record the state of the archive that the index contains, see `Store.is_level`."""
        if level:
            self.note_level(level)
        if self._client is not None:
            self._client.close()
        self._client = self._current = self._next = None

    def note_level(self, level: str) -> None:
        facts = self._read_facts()
        if self.is_open and facts and facts["passages"] != NO_COUNT:
            self._write_facts(facts | {"level": level})

    @property
    def level(self) -> str | None:
        """The state of the archive at the last complete update."""
        facts = self._read_facts()
        return str(facts["level"]) if facts else None

    def state(self, passages: int) -> str:
        """As `Index.state`, or `away` if the server does not answer."""
        self.check()
        if self.is_away:
            return "away"
        facts = self._read_facts()
        if facts is None:
            return "building" if passages else "ready"
        if facts["model"] != self.model:
            return "broken"
        return "ready" if facts["passages"] == passages else "building"

    @property
    def _target(self) -> Any:
        return self._next or self._current

    def _connect(self) -> Any:
        if self._client is None:
            self._client = self.server.connect()
        return self._client

    @contextmanager
    def _calling(self) -> Iterator[None]:
        """Turns every error of a call into IndexAway, and notes whether the server answers."""
        try:
            yield
        except Exception as e:  # chromadb raises its own errors, those of httpx, and bare exceptions with the text of the response
            self._failed_at = time.monotonic()
            if isinstance(e, IndexAway):
                raise
            if is_missing(e):
                self._current = self._next = None
            raise IndexAway(f"the Chroma server at {self.server.url} failed ({self.server.describe(e)}); start it, or see its log") from None
        self._failed_at = None

    @staticmethod
    def _prefix(newsroom: str) -> str:
        return f"onrecord-{newsroom}-"

    def _newsroom(self) -> str:
        """The id of the newsroom, which begins the names of its collections."""
        facts = self._read_facts()
        return str(facts["newsroom"]) if facts else self._start_record()

    def _start_record(self) -> str:
        newsroom = uuid.uuid4().hex[:12]
        self._write_facts({"newsroom": newsroom, "collection": "", "model": "", "passages": NO_COUNT, "level": ""})
        return newsroom

    def _mark_dirty(self) -> None:
        facts = self._read_facts()
        if facts and facts["passages"] != NO_COUNT:
            self._write_facts(facts | {"passages": NO_COUNT, "level": ""})

    def _read_facts(self) -> dict[str, Any] | None:
        """The record; None if there is none that can be read, or if it came with a copy of another home, whose collections are not ours."""
        facts = self._record.read() or {}
        known = {"newsroom", "collection", "model", "passages", "level"} <= facts.keys()
        return facts if known and facts.get("folder") == self._owner else None

    def _write_facts(self, facts: Mapping[str, Any]) -> None:
        self._record.write(dict(facts) | {"folder": self._owner})
