"""The dense index, a Chroma database in the home. It is built from the archive and can be built again.

Each build has its own folder. `index.json` records the current build, the embedding model and a fingerprint of the build's files. If the
fingerprint matches, the files have not changed since the index was closed. Otherwise another process opens the files first, because a
damaged HNSW file can crash the process that reads it.
"""

import json
import logging
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from onrecord.vectorstore.atomic import write_json
from onrecord.vectorstore.chroma_client import open_folder
from onrecord.vectorstore.errors import Unavailable

WRITE_BATCH = 32  # vectors per write; Chroma blocks other threads while it writes (GIL), so they can answer questions only between batches
PROBE_SECONDS = 120
SLACK_BYTES, PASSAGE_BYTES = 2**26, 2**14  # largest size of a file of a build: SLACK_BYTES, and PASSAGE_BYTES per passage (about 6 KB in practice)
UNDATED = 0
ALLOWANCES = (2, 16)  # neighbours that are fetched before their days are compared, in multiples of the limit: first and second try

log = logging.getLogger("onrecord.vectorstore.index")


class PassageIndex(Protocol):
    """An index in the home (`Index`) or on a server (`ServerIndex`)."""

    @property
    def is_open(self) -> bool: ...

    @property
    def is_away(self) -> bool: ...

    @property
    def level(self) -> str | None: ...

    def check(self) -> None: ...

    def open(self, passages: int) -> bool: ...

    def create(self) -> None: ...

    def ids(self) -> set[str]: ...

    def add(self, rows: Iterable[tuple[str, np.ndarray, str | None]], batch: int = ...) -> Iterator[int]: ...

    def delete(self, ids: Iterable[str]) -> None: ...

    def nearest(self, vector: np.ndarray, limit: int, until: str | None = None) -> list[tuple[str, float]]: ...

    def finish(self) -> None: ...

    def close(self, level: str = "") -> None: ...

    def note_level(self, level: str) -> None: ...

    def state(self, passages: int) -> str: ...


class Index:
    """Finds the nearest passages by cosine. Only one process may use it at a time, so the caller must have the home's lock.

    Args:
        folder: the folder of the builds. It is created if it does not exist.
        model: the name of the embedding model that makes the vectors.
    """

    def __init__(self, folder: Path, model: str) -> None:
        self.folder = folder
        self.model = model
        self._collection: Any = None
        self._client: Any = None

    @property
    def is_open(self) -> bool:
        return self._collection is not None

    @property
    def is_away(self) -> bool:
        return False

    def check(self) -> None:
        """The files are always there."""

    def open(self, passages: int) -> bool:
        """Open the current build. Returns False if it is missing, damaged or of another model; then call `create` and fill the new build.

        Args:
            passages: the expected number of passages. A build that is far too large for them is damaged, and reading it could take all memory.
        """
        facts = read_facts(self.folder)
        if facts is None:
            if (self.folder / "index.json").exists():
                log.warning("the index will be rebuilt: %s cannot be read, or its build is missing", self.folder / "index.json")
            return False
        if facts["model"] != self.model:
            log.warning("the index will be rebuilt: it was built with the embedding model %s, now %s", facts["model"], self.model)
            return False
        build = self.folder / facts["build"]
        files = fingerprint(build)
        if facts["files"] != files and (damage := "a file is far too large" if is_bloated(files, passages) else find_damage(build)):
            log.warning("the index will be rebuilt: %s is damaged (%s)", build, damage)
            return False
        try:
            self._attach(build)
        except Exception as e:  # chromadb raises its own errors and errors of Rust; after each of them the index can be built again
            log.warning("the index will be rebuilt: %s cannot be opened (%s: %s)", build, type(e).__name__, e)
            return False
        return True

    def create(self) -> None:
        """Start an empty build beside the others. `close` makes it the current one."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._attach(self.folder / f"build-{uuid.uuid4().hex[:12]}")

    def _attach(self, build: Path) -> None:
        self._client, self._collection = open_folder(build)
        self.build = build

    def ids(self) -> set[str]:
        return set(self._collection.get(include=[])["ids"])

    def add(self, rows: Iterable[tuple[str, np.ndarray, str | None]], batch: int = WRITE_BATCH) -> Iterator[int]:
        """Write `(passage id, vector, day of publication)` rows in batches. Yields the number of rows after each batch."""
        rows = iter(rows)
        while written := list(islice(rows, batch)):
            self._mark_dirty()
            upsert(self._collection, written)
            yield len(written)

    def delete(self, ids: Iterable[str]) -> None:
        for some in delete_ids(ids):
            self._mark_dirty()
            self._collection.delete(ids=some)

    def nearest(self, vector: np.ndarray, limit: int, until: str | None = None) -> list[tuple[str, float]]:
        """Ids and cosine similarities, best first. `until` is the last day of publication allowed; undated passages pass."""
        return find_nearest(self._collection, vector, limit, until)

    def finish(self) -> None:
        """Nothing: a new build becomes the current one when it is closed."""

    def note_level(self, level: str) -> None:
        """`close` does: before that, the files are not complete."""

    def close(self, level: str = "") -> None:
        """Make this build the current one and remove the others.

        Args:
            level: the state of the archive that the index contains, see `Store.is_level`.
        """
        if self._collection is None:
            return
        count = self._collection.count()
        self._collection = None
        self._client.close()
        self._client = None
        facts = {"build": self.build.name, "model": self.model, "passages": count, "level": level, "files": fingerprint(self.build)}
        write_facts(self.folder, facts)
        for other in self.folder.glob("build-*"):
            if other != self.build:
                shutil.rmtree(other, ignore_errors=True)

    @property
    def level(self) -> str | None:
        """The state of the archive at the last complete update."""
        facts = read_facts(self.folder)
        return facts.get("level") if facts else None

    def state(self, passages: int) -> str:
        """`ready`, `building` (some passages are not indexed yet) or `broken` (the next start rebuilds it). This does not open the index."""
        facts = read_facts(self.folder)
        if facts is None:
            return "building" if passages else "ready"
        if not facts["files"]:
            return "building"
        if facts["model"] != self.model or facts["files"] != fingerprint(self.folder / facts["build"]):
            return "broken"
        return "ready" if facts["passages"] == passages else "building"

    def _mark_dirty(self) -> None:
        facts = read_facts(self.folder)
        if facts and facts["build"] == self.build.name and facts["files"]:
            write_facts(self.folder, facts | {"files": {}})


def upsert(collection: Any, rows: Sequence[tuple[str, np.ndarray, str | None]]) -> None:
    collection.upsert(ids=[r[0] for r in rows], embeddings=np.stack([r[1] for r in rows]), metadatas=[{"day": day_number(r[2])} for r in rows])


def delete_ids(ids: Iterable[str]) -> Iterator[list[str]]:
    """The ids in batches of one write."""
    rest = iter(ids)
    while some := list(islice(rest, WRITE_BATCH)):
        yield some


def find_nearest(collection: Any, vector: np.ndarray, limit: int, until: str | None) -> list[tuple[str, float]]:
    """See `Index.nearest`."""
    if until is None:
        return [(i, similarity) for i, similarity, _ in query(collection, vector, limit)]
    # Chroma's filter is slow (455 ms at 80,000 rows). So fetch more neighbours and compare their days here. Use the filter only if too few pass.
    last = day_number(until)
    for fetched in (limit * times for times in ALLOWANCES):
        found = query(collection, vector, fetched)
        allowed = [(i, similarity) for i, similarity, day in found if day <= last]
        if len(allowed) >= limit or len(found) < fetched:
            return allowed[:limit]
    return [(i, similarity) for i, similarity, _ in query(collection, vector, limit, {"day": {"$lte": last}})]


def query(collection: Any, vector: np.ndarray, limit: int, where: dict[str, Any] | None = None) -> list[tuple[str, float, int]]:
    found = collection.query(query_embeddings=vector[None, :], n_results=limit, include=["distances", "metadatas"], where=where)
    return [(i, 1.0 - d, m["day"]) for i, d, m in zip(found["ids"][0], found["distances"][0], found["metadatas"][0], strict=True)]


def day_number(published_at: str | None) -> int:
    """20260304 for 2026-03-04. An undated article has 0, so that it passes every `until`."""
    return int(published_at[:10].replace("-", "")) if published_at else UNDATED


def read_facts(folder: Path) -> dict[str, Any] | None:
    """The record of the current build in `index.json`; None if there is no record or it cannot be read."""
    try:
        facts = json.loads((folder / "index.json").read_text("utf-8"))
        return facts if {"build", "model", "passages", "files"} <= facts.keys() and (folder / facts["build"]).is_dir() else None
    except (OSError, ValueError, AttributeError):
        return None


def write_facts(folder: Path, facts: dict[str, Any]) -> None:
    write_json(folder / "index.json", facts)


def fingerprint(build: Path) -> dict[str, list[int]]:
    """Size and modification time of every file of a build. Opening and reading a build changes neither."""
    files = sorted(p for p in build.rglob("*") if p.is_file())
    return {str(p.relative_to(build)): [p.stat().st_size, p.stat().st_mtime_ns] for p in files}


def is_bloated(files: dict[str, list[int]], passages: int) -> bool:
    """Whether a file is larger than the passages need: a crash can leave a sparse file of many gigabytes."""
    return any(size > SLACK_BYTES + PASSAGE_BYTES * passages for size, _ in files.values())


def find_damage(build: Path) -> str:
    """Let another process open and read the build. Returns that process's error; empty if there was none."""
    command = [sys.executable, "-c", "import sys; from onrecord.vectorstore.index import read_through; read_through(sys.argv[1])", str(build)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PROBE_SECONDS)
    except subprocess.TimeoutExpired:
        return f"reading it took longer than {PROBE_SECONDS} s"
    if done.returncode == 0:
        return ""
    last_line = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
    return last_line or f"its reader ended with exit code {done.returncode}"


def read_through(build: str) -> None:
    """Read every vector and search once. Raises or crashes if the files are damaged."""
    _, collection = open_folder(Path(build))
    ids = collection.get(include=[])["ids"]
    for at in range(0, len(ids), 1000):
        batch = ids[at : at + 1000]
        vectors = collection.get(ids=batch, include=["embeddings"])["embeddings"]
        if len(vectors) != len(batch):
            raise Unavailable(f"{len(batch) - len(vectors)} vectors are missing")
        collection.query(query_embeddings=vectors[:1], n_results=min(10, len(ids)), include=["distances"])
