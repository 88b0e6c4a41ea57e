"""The dense index: Chroma, built from the archive and disposable. The only file that imports chromadb.

Each build lives in a folder of its own, named in `index.json` with the embedding model and a fingerprint of its files.
A fingerprint that fits means that the files are as a clean close left them; otherwise a throwaway process opens them first,
because a damaged HNSW file can kill the process that reads it.
"""

import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.vectorstore.errors import Unavailable

COLLECTION = "passages"
WRITE_BATCH = 32  # Chroma holds the GIL while it writes; small batches keep answers flowing
PROBE_SECONDS = 120
SLACK_BYTES, PASSAGE_BYTES = 2**26, 2**14  # a build's file is never larger; what a passage takes is about 6 KB in the largest
UNDATED = 0
ALLOWANCES = (2, 16)  # times what is asked for: neighbours taken before their days are looked at, and again where too few are left


class Index:
    """Nearest passages by cosine. One process at a time (the caller holds the home's lock).

    Args:
        folder: where builds live; made when missing.
        model: name of the embedding model the vectors come from.
    """

    def __init__(self, folder: Path, model: str) -> None:
        self.folder = folder
        self.model = model
        self._collection: Any = None
        self._client: Any = None

    @property
    def is_open(self) -> bool:
        return self._collection is not None

    def open(self, passages: int) -> bool:
        """Open the current build. False when it is missing, broken or of another model: then `create` and fill it.

        Args:
            passages: that it should hold. A build far larger than they need is broken: reading it could take all memory.
        """
        facts = read_facts(self.folder)
        if not facts or facts["model"] != self.model:
            return False
        build = self.folder / facts["build"]
        files = fingerprint(build)
        if facts["files"] != files and (bloated(files, passages) or not probe(build)):
            return False
        try:
            self._attach(build)
        except Exception:  # chromadb raises its own and Rust's errors alike; each means: build it again
            return False
        return True

    def create(self) -> None:
        """Start an empty build beside the others; it becomes the current one when it is closed."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._attach(self.folder / f"build-{uuid.uuid4().hex[:12]}")

    def _attach(self, build: Path) -> None:
        self._client, self._collection = _open_collection(build)
        self.build = build

    def ids(self) -> set[str]:
        return set(self._collection.get(include=[])["ids"])

    def add(self, rows: Iterable[tuple[str, np.ndarray, str | None]], batch: int = WRITE_BATCH) -> Iterator[int]:
        """Write `(passage id, vector, day of publication)` rows; yields how many were written after each batch."""
        rows = iter(rows)
        while some := list(islice(rows, batch)):
            self._mark_dirty()
            self._collection.upsert(
                ids=[r[0] for r in some],
                embeddings=np.stack([r[1] for r in some]),
                metadatas=[{"day": day_number(r[2])} for r in some],
            )
            yield len(some)

    def delete(self, ids: Iterable[str]) -> None:
        wanted = list(ids)
        for at in range(0, len(wanted), WRITE_BATCH):
            self._mark_dirty()
            self._collection.delete(ids=wanted[at : at + WRITE_BATCH])

    def nearest(self, vector: np.ndarray, limit: int, until: str | None = None) -> list[tuple[str, float]]:
        """Ids and cosine similarities, best first; `until` is the last day of publication allowed (undated stay)."""
        if until is None:
            return [(i, similarity) for i, similarity, _ in self._query(vector, limit)]
        # Chroma's own filter is slow (455 ms at 80,000 rows): more are asked for and the days compared here, unless too few stay.
        last = day_number(until)
        for taken in (limit * times for times in ALLOWANCES):
            found = self._query(vector, taken)
            allowed = [(i, similarity) for i, similarity, day in found if day <= last]
            if len(allowed) >= limit or len(found) < taken:
                return allowed[:limit]
        return [(i, similarity) for i, similarity, _ in self._query(vector, limit, {"day": {"$lte": last}})]

    def _query(self, vector: np.ndarray, limit: int, where: dict[str, Any] | None = None) -> list[tuple[str, float, int]]:
        found = self._collection.query(query_embeddings=vector[None, :], n_results=limit, include=["distances", "metadatas"], where=where)
        return [(i, 1.0 - d, m["day"]) for i, d, m in zip(found["ids"][0], found["distances"][0], found["metadatas"][0], strict=True)]

    def close(self, level: str = "") -> None:
        """Make this build the current one and remove the others.

        Args:
            level: what the archive was when there was last nothing to catch up with.
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

    def _mark_dirty(self) -> None:
        facts = read_facts(self.folder)
        if facts and facts["build"] == self.build.name and facts["files"]:
            write_facts(self.folder, facts | {"files": {}})


def day_number(published_at: str | None) -> int:
    """20260304 for 2026-03-04; 0 for no date, which every `until` lets pass."""
    return int(published_at[:10].replace("-", "")) if published_at else UNDATED


def read_facts(folder: Path) -> dict[str, Any] | None:
    """What the last close wrote about the current build; None when there is none."""
    try:
        facts = json.loads((folder / "index.json").read_text("utf-8"))
        return facts if {"build", "model", "passages", "files"} <= facts.keys() and (folder / facts["build"]).is_dir() else None
    except (OSError, ValueError, AttributeError):
        return None


def write_facts(folder: Path, facts: dict[str, Any]) -> None:
    draft = folder / "index.json.new"
    draft.write_text(json.dumps(facts), "utf-8")
    os.replace(draft, folder / "index.json")


def fingerprint(build: Path) -> dict[str, list[int]]:
    """Size and time of change of every file of a build. Opening and reading leave both as they were."""
    files = sorted(p for p in build.rglob("*") if p.is_file())
    return {str(p.relative_to(build)): [p.stat().st_size, p.stat().st_mtime_ns] for p in files}


def bloated(files: dict[str, list[int]], passages: int) -> bool:
    """Whether a file is larger than the passages account for: a crash can leave a sparse one of many gigabytes."""
    return any(size > SLACK_BYTES + PASSAGE_BYTES * passages for size, _ in files.values())


def probe(build: Path) -> bool:
    """Whether a throwaway process can open and read the build without dying."""
    command = [sys.executable, "-c", "import sys; from onrecord.vectorstore.index import read_through; read_through(sys.argv[1])", str(build)]
    try:
        return subprocess.run(command, capture_output=True, timeout=PROBE_SECONDS).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def read_through(build: str) -> None:
    """Read every vector back and search once; raises or crashes when the files are damaged."""
    _, collection = _open_collection(Path(build))
    ids = collection.get(include=[])["ids"]
    for at in range(0, len(ids), 1000):
        some = ids[at : at + 1000]
        vectors = collection.get(ids=some, include=["embeddings"])["embeddings"]
        if len(vectors) != len(some):
            raise Unavailable(f"{len(some) - len(vectors)} vectors are gone")
        collection.query(query_embeddings=vectors[:1], n_results=min(10, len(ids)), include=["distances"])


def _open_collection(build: Path) -> tuple[Any, Any]:
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(str(build), settings=Settings(anonymized_telemetry=False))
    collection = client.get_or_create_collection(COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}})
    return client, collection
