"""Measures the memory of a process and of all processes that it started, while it runs.

Counted is the proportional set size (PSS). The processes share pages: the code of libraries, and files mapped into memory. PSS divides a
shared page between its users, so the sum counts it once. A sum of resident sizes (RSS) counts it once for each process. A part of PSS
are pages of files, such as the archive's. The system takes them back when others need memory, so they are also given alone.
"""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

INTERVAL = 0.25  # seconds between two measurements


@dataclass(frozen=True)
class Used:
    """MB of one moment: of the process, and of each process below it, the largest first."""

    own: int = 0
    others: tuple[int, ...] = ()
    of_files: int = 0  # part of all that are pages of files

    @property
    def total(self) -> int:
        return self.own + sum(self.others)

    def __str__(self) -> str:
        below = f" + {' + '.join(map(str, self.others))}" if self.others else ""
        return f"{self.total} MB ({self.own}{below}; {self.of_files} of them pages of files)"


@dataclass
class Watched:
    stage: str = ""  # the caller changes it
    now: Used = field(default_factory=Used)
    peaks: dict[str, Used] = field(default_factory=dict)  # by stage

    @property
    def peak(self) -> Used:
        return max(self.peaks.values(), key=lambda used: used.total, default=Used())

    def add(self, used: Used) -> None:
        self.now = used
        self.peaks[self.stage] = max(self.peaks.get(self.stage, Used()), used, key=lambda used: used.total)


@contextmanager
def watch_memory(pid: int) -> Iterator[Watched]:
    watched, done = Watched(), threading.Event()

    def measure() -> None:
        while not done.wait(INTERVAL):
            watched.add(memory_of(pid))

    thread = threading.Thread(target=measure)
    thread.start()
    try:
        yield watched
    finally:
        done.set()
        thread.join()


def memory_of(pid: int) -> Used:
    each = list(kilobytes_of_all(pid))
    if not each:
        return Used()
    (own, _), *others = each
    return Used(own // 1024, tuple(sorted((kb // 1024 for kb, _ in others), reverse=True)), sum(files for _, files in each) // 1024)


def kilobytes_of_all(pid: int) -> Iterator[tuple[int, int]]:
    """kB of a process, then of those below it: all, and pages of files."""
    for each in (pid, *processes_below(pid)):
        with suppress(OSError):  # it has just ended
            rows = Path(f"/proc/{each}/smaps_rollup").read_text()
            if sizes := dict(re.findall(r"^(Pss|Pss_File): +(\d+)", rows, re.MULTILINE)):
                yield int(sizes["Pss"]), int(sizes.get("Pss_File", 0))


def processes_below(pid: int) -> Iterator[int]:
    """The processes that a process started, and those that they started."""
    started: list[str] = []
    with suppress(OSError):
        started = " ".join(f.read_text() for f in Path(f"/proc/{pid}").glob("task/*/children")).split()
    for child in map(int, started):
        yield child
        yield from processes_below(child)
