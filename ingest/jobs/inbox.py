"""What was sent to the server and is not done yet: a folder a job, written through to the disk before the job is accepted.

A job is gone on with after a restart, however the server ended: its documents stay until they are in the archive and can be found.
"""

import json
import os
import re
import shutil
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import chain
from pathlib import Path

from onrecord.ingest.sources import Given, read_file
from onrecord.vectorstore.atomic import write_durably, write_json
from onrecord.vectorstore.clock import now
from onrecord.vectorstore.errors import Busy, NotFound, Unavailable

PAGES = "pages"  # name of a document that holds addresses, a line each; no file that is sent can have it
FAILED = "failed"  # an empty file in the folder of a job that failed
WAITING = 100  # jobs that may wait
KEPT = 1000  # finished jobs that are remembered
NAME = re.compile(r"[0-9a-f]{32}")


@dataclass
class Job:
    """`articles` maps what the archive has to `added`, `updated` or `unchanged`; `rejected` says what it has not, and why."""

    job_id: str
    names: list[str]  # of the documents' files, as they were sent
    created_at: str
    state: str = "queued"  # archiving, indexing, done, failed
    stage: str = ""  # of `indexing`, with how much of it is done
    done: int = 0
    total: int = 0
    articles: dict[str, str] = field(default_factory=dict)
    rejected: list[dict[str, str]] = field(default_factory=list)
    error: str | None = None

    @property
    def finished(self) -> bool:
        return self.state in ("done", "failed")


class Inbox:
    """Args: folder: made when something is sent."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def accept(self, documents: Sequence[tuple[str, bytes]]) -> Job:
        """Keep `(file name, content)` for good. Once this returns, a crash loses nothing of it.

        Raises:
            Busy: too many jobs wait.
            Unavailable: the disk takes no more.
        """
        if sum(not (p / FAILED).exists() for p in self.unfinished()) >= WAITING:
            raise Busy(f"{WAITING} jobs wait already; send it again later")
        job = Job(uuid.uuid4().hex, [name for name, _ in documents], now())
        aside = self.folder / f".{job.job_id}"
        try:
            aside.mkdir(parents=True)
            for number, (_, content) in enumerate(documents):
                write_durably(aside / str(number), content)
            write_durably(aside / "job.json", json.dumps(asdict(job)).encode())
            os.replace(aside, self.folder / job.job_id)
            sync_folder(self.folder)
        except OSError as e:
            shutil.rmtree(aside, ignore_errors=True)
            raise Unavailable(f"the articles cannot be kept in {self.folder}: {e.strerror or e}") from e
        return job

    def job(self, job_id: str) -> Job:
        """Raises NotFound when there is no such job, or it was finished long ago."""
        try:
            if NAME.fullmatch(job_id):
                return Job(**json.loads((self.folder / job_id / "job.json").read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            pass
        raise NotFound(f"job {job_id} is not known; finished jobs are remembered until {KEPT} newer ones are")

    def documents(self, job: Job) -> Iterator[Given]:
        files = [(self.folder / job.job_id / str(n), name) for n, name in enumerate(job.names) if name != PAGES]
        return chain.from_iterable(read_file(path, uploaded_as=name) for path, name in files)

    def pages(self, job: Job) -> list[str]:
        """Addresses that are to be fetched."""
        files = [self.folder / job.job_id / str(n) for n, name in enumerate(job.names) if name == PAGES]
        return [url for path in files for url in path.read_text("utf-8").splitlines()]

    def save(self, job: Job) -> None:
        """Its documents go once it is done."""
        folder = self.folder / job.job_id
        write_json(folder / "job.json", asdict(job), durable=True)
        if job.state == "failed":  # waits for the next start, and takes nobody's place until then
            (folder / FAILED).touch()
        if job.state == "done":
            (folder / FAILED).unlink(missing_ok=True)
            for number in range(len(job.names)):
                (folder / str(number)).unlink(missing_ok=True)

    def unfinished(self) -> Iterator[Path]:
        """Those whose documents are still there."""
        return (p for p in self._folders() if (p / "0").exists())

    def waiting(self) -> list[str]:
        """Jobs that are to be done, the oldest first. What is too old to be remembered goes, and what a crash left half accepted."""
        for left in self.folder.glob(".*"):
            shutil.rmtree(left, ignore_errors=True)
        finished = sorted((p for p in self._folders() if not (p / "0").exists()), key=lambda p: p.stat().st_mtime, reverse=True)
        for old in finished[KEPT:]:
            shutil.rmtree(old, ignore_errors=True)
        return [p.name for p in sorted(self.unfinished(), key=lambda p: (p / "0").stat().st_mtime)]

    def _folders(self) -> Iterator[Path]:
        return (p for p in self.folder.glob("*") if NAME.fullmatch(p.name))


def sync_folder(folder: Path) -> None:
    """So that a name in it outlives a power cut, where the system knows how."""
    if hasattr(os, "O_DIRECTORY"):
        opened = os.open(folder, os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
