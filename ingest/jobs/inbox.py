"""Uploads that wait to be ingested. Each job has a folder, which is on the disk before the job is accepted.

A job continues after every restart, even after a crash, because its documents are kept until they are stored and searchable.
"""

import json
import os
import re
import shutil
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any

from onrecord.ingest.documents import Rejected
from onrecord.ingest.sources import Given, read_file
from onrecord.vectorstore.atomic import write_durably, write_json
from onrecord.vectorstore.clock import now
from onrecord.vectorstore.errors import Busy, NotFound, Unavailable, known_error

PAGES = "pages"  # name of a document with URLs, one per line; no uploaded file can have this name
FAILED = "failed"  # an empty file in the folder of a job that failed
MAX_WAITING = 100  # jobs that may wait
MAX_FINISHED = 1000  # finished jobs that are kept with their outcome
NONE: Mapping[str, str] = {}  # facts of the user
NAME = re.compile(r"[0-9a-f]{32}")


@dataclass
class Job:
    """`articles` maps article ids to `added`, `updated` or `unchanged`. `rejected` has the other documents with the reasons."""

    job_id: str
    names: list[str]  # of the uploaded files
    created_at: str
    state: str = "queued"  # archiving, indexing, done, failed
    stage: str = ""  # step of the state `indexing`; `done` and `total` are the progress of this step
    done: int = 0
    total: int = 0
    articles: dict[str, str] = field(default_factory=dict)
    rejected: list[dict[str, str]] = field(default_factory=list)
    notices: list[dict[str, str]] = field(default_factory=list)  # what was stored in another way than expected, and why
    error: str | None = None
    by_user: dict[str, str] = field(default_factory=dict)  # facts for documents that do not state them

    @property
    def finished(self) -> bool:
        return self.state in ("done", "failed")


class Inbox:
    """The jobs on the disk.

    Args:
        folder: the folder of the jobs. The first job creates it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def accept(self, documents: Sequence[tuple[str, bytes]], by_user: Mapping[str, str] = NONE) -> Job:
        """Store `(file name, content)` pairs as a job. The files are on the disk when this method returns.

        Args:
            by_user: facts for files that do not state them.

        Raises:
            Busy: too many jobs are waiting.
            Unavailable: the files cannot be written.
        """
        if sum(not (p / FAILED).exists() for p in self.unfinished()) >= MAX_WAITING:
            raise Busy(f"{MAX_WAITING} jobs are already waiting; retry later")
        job = Job(uuid.uuid4().hex, [name for name, _ in documents], now(), by_user=dict(by_user))
        aside = self.folder / f".{job.job_id}"
        try:
            aside.mkdir(parents=True)
            for number, (_, content) in enumerate(documents):
                write_durably(aside / str(number), content)
            self._put_last(aside)
            write_durably(aside / "job.json", json.dumps(asdict(job)).encode())
            os.replace(aside, self.folder / job.job_id)
            sync_folder(self.folder)
        except OSError as e:
            shutil.rmtree(aside, ignore_errors=True)
            raise known_error(e) or Unavailable(f"the articles cannot be stored in {self.folder}: {e.strerror or e}") from e
        return job

    def _put_last(self, folder: Path) -> None:
        """Make this job later than all that wait, also if the clock was set back meanwhile: the later of two states of an article is the newer version."""
        latest = max((arrival(p) for p in self.unfinished()), default=0)
        if arrival(folder) <= latest:
            os.utime(folder / "0", ns=(latest + 1_000_000, latest + 1_000_000))  # a step that every file system can store

    def job(self, job_id: str) -> Job:
        """A job by its id. Raises NotFound if there is no such job, or if it finished long ago and was deleted."""
        try:
            if NAME.fullmatch(job_id):
                return Job(**json.loads((self.folder / job_id / "job.json").read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            pass
        raise NotFound(f"there is no job {job_id}; the last {MAX_FINISHED} finished jobs are kept")

    def documents(self, job: Job) -> Iterator[Given]:
        files = [(self.folder / job.job_id / str(n), name) for n, name in enumerate(job.names) if name != PAGES]
        return chain.from_iterable(read_upload(path, name, job.by_user) for path, name in files)

    def pages(self, job: Job) -> list[tuple[str, dict[str, str]]]:
        """The URLs that a job asks to fetch, each with the facts for a page that does not state them."""
        files = [self.folder / job.job_id / str(n) for n, name in enumerate(job.names) if name == PAGES]
        return [page for path in files for page in read_pages(path.read_text("utf-8"))]

    def note_progress(self, job: Job) -> None:
        """Not stored: the process that works on the job is the one that is asked."""

    def save(self, job: Job) -> None:
        """Store the state of a job. The documents of a finished job are deleted."""
        folder = self.folder / job.job_id
        write_json(folder / "job.json", asdict(job), durable=True)
        if job.state == "failed":  # the next start tries it again; until then it does not count as waiting
            (folder / FAILED).touch()
        if job.state == "done":
            (folder / FAILED).unlink(missing_ok=True)
            for number in range(len(job.names)):
                (folder / str(number)).unlink(missing_ok=True)

    def unfinished(self) -> Iterator[Path]:
        """The folders of jobs that still have documents."""
        return (p for p in self._folders() if (p / "0").exists())

    def waiting(self) -> list[str]:
        """Ids of unfinished jobs, the oldest first. Old finished jobs and uploads that a crash left incomplete are deleted."""
        for incomplete in self.folder.glob(".*"):
            shutil.rmtree(incomplete, ignore_errors=True)
        finished = sorted((p for p in self._folders() if not (p / "0").exists()), key=lambda p: p.stat().st_mtime, reverse=True)
        for old in finished[MAX_FINISHED:]:
            shutil.rmtree(old, ignore_errors=True)
        return [p.name for p in sorted(self.unfinished(), key=arrival)]

    def _folders(self) -> Iterator[Path]:
        return (p for p in self.folder.glob("*") if NAME.fullmatch(p.name))


def arrival(folder: Path) -> int:
    """The time at which a job was accepted."""
    return (folder / "0").stat().st_mtime_ns


def read_upload(path: Path, name: str, by_user: dict[str, str]) -> Iterator[Given]:
    """The documents of an uploaded file. Args: by_user: facts for those that do not state them."""
    return (given if isinstance(given, Rejected) else replace(given, by_user=by_user) for given in read_file(path, uploaded_as=name))


def read_pages(lines: str) -> list[tuple[str, dict[str, str]]]:
    """The URLs of a document PAGES, each with the facts for a page that does not state them. Earlier releases wrote the URL alone."""
    rows: list[dict[str, Any]] = [json.loads(line) if line.startswith("{") else {"url": line, "by_user": {}} for line in lines.splitlines()]
    return [(row["url"], row["by_user"]) for row in rows]


def sync_folder(folder: Path) -> None:
    """Make sure that new names in a folder survive a power cut, if the system can do this."""
    if hasattr(os, "O_DIRECTORY"):
        opened = os.open(folder, os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
