"""Parses documents in separate processes, two at a time, and returns the results in the order of the sources.

The first document starts a process. The process then parses further documents. A process that crashes is replaced.
"""

import atexit
import logging
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing import Pipe
from signal import SIGALRM

from onrecord.ingest.documents import Document, Rejected, Source, Unread
from onrecord.ingest.formats import Listing
from onrecord.ingest.limits import MEMORY_BYTES, SECONDS
from onrecord.ingest.sandbox.worker import SAVE_TEXT, Parsed
from onrecord.vectorstore.errors import Unavailable

WORKERS = 2
Answer = Parsed | Listing | Rejected
MAX_AHEAD = 16  # documents that may be parsed while an earlier one is not finished
MAX_KEPT = 32  # documents of a run after which idle processes are kept; after more, embedding and reading need their memory (70 MB each)
# The module path is set before the first import. It does not have the current folder, which may contain files of strangers.
BOOT = """
import sys
sys.path[:] = sys.argv[2:]
from multiprocessing.connection import Connection
from onrecord.ingest.sandbox.worker import serve
serve(Connection(int(sys.argv[1])))
"""


log = logging.getLogger("onrecord.ingest.sandbox")


class Worker:
    """A process that parses one document at a time."""

    def __init__(self) -> None:
        self._channel, theirs = Pipe()
        with theirs:
            command = [sys.executable, "-P", "-c", BOOT, str(theirs.fileno()), *[p for p in sys.path if p]]
            # A terminal sends Ctrl-C to the process group of the command, so the process gets its own group.
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()], process_group=0)
        try:
            self._channel.recv()
        except BaseException as e:
            self.close()
            if not isinstance(e, (EOFError, OSError)):
                raise
            raise Unavailable("the process that reads documents did not start; see its output above") from None

    def parse(self, document: Document | Source) -> Answer | None:
        """The outcome. None if the process ended normally before it got the document: it was idle for long, or its memory was used up."""
        try:
            self._channel.send(document)
            answer: Answer
            answer, warnings = self._channel.recv()
        except (EOFError, OSError):
            code = self._process.wait()
            return None if code == 0 else Unread(document.where, describe_exit(code))
        except BaseException:  # Ctrl-C: close the process, so that the next document does not get this answer
            self.close()
            raise
        for warning in warnings:
            log.warning("%s: %s", document.where, warning)
        return answer

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        """End the process. If another thread waits for an answer, that thread gets a rejection."""
        self._process.kill()

    def close(self) -> None:
        self.kill()
        self._process.wait()
        self._channel.close()


def describe_exit(code: int) -> str:
    if code == -SIGALRM:
        return f"reading it takes longer than {SECONDS:.0f} s; try it again, or {SAVE_TEXT}"
    return f"it crashed the process that read it (exit code {code}; its memory limit is {MEMORY_BYTES // 1_000_000} MB); {SAVE_TEXT}"


class Pool:
    """Idle workers. They are kept between two ingests."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[Worker] = []
        atexit.register(self.close)

    def take(self) -> Worker:
        while True:
            with self._lock:
                worker = self._idle.pop() if self._idle else None
            if worker is None:
                return Worker()
            if worker.alive:
                return worker
            worker.close()

    def give_back(self, worker: Worker) -> None:
        with self._lock:
            if worker.alive and len(self._idle) < WORKERS:
                return self._idle.append(worker)
        worker.close()

    def close(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.close()


POOL = Pool()


class Run:
    """One pass over sources. `stop` ends all processes that work for it."""

    def __init__(self, pool: Pool) -> None:
        self._pool, self._lock, self._busy, self._stopped = pool, threading.Lock(), set[Worker](), False

    def parse(self, document: Document | Source) -> Parsed | Rejected:
        answer = self.ask(document)
        assert not isinstance(answer, Listing)
        return answer

    def ask(self, document: Document | Source) -> Answer:
        while True:
            worker = self._pool.take()
            with self._lock:
                self._busy.add(worker)
                if self._stopped:
                    worker.kill()
            try:
                answer = worker.parse(document)
            finally:
                with self._lock:
                    self._busy.discard(worker)
                self._pool.give_back(worker)
            if answer is not None:
                return answer

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            for worker in self._busy:
                worker.kill()


def parse_listing(document: Document, pool: Pool = POOL) -> Listing | Rejected:
    """Parse a feed or a sitemap. Raises Unavailable if no process can be started."""
    answer = Run(pool).ask(document)
    assert not isinstance(answer, Parsed)
    return answer


def parse_all(sources: Iterable[Document | Source | Rejected], pool: Pool = POOL) -> Iterator[Parsed | Rejected]:
    """Parse each source, in order. Sources that are already rejected are returned at their place in the order.

    Raises:
        Unavailable: no process can be started.
    """
    run, seen = Run(pool), 0
    threads = ThreadPoolExecutor(WORKERS, "parse")

    def submit(source: Document | Source) -> "Future[Parsed | Rejected]":
        nonlocal seen
        seen += 1
        return threads.submit(run.parse, source)

    try:
        yield from parse_ahead(sources, submit, MAX_AHEAD)
    finally:  # also if the caller stops early, after an error or Ctrl-C
        threads.shutdown(wait=False, cancel_futures=True)
        run.stop()
        if seen > MAX_KEPT:
            pool.close()


def parse_ahead(
    sources: Iterable[Document | Source | Rejected], submit: "Callable[[Document | Source], Future[Parsed | Rejected]]", ahead: int
) -> Iterator[Parsed | Rejected]:
    """The result of each source, in order. At most `ahead` sources are parsed, or wait, at a time."""
    waiting = deque[Future[Parsed | Rejected]]()
    for source in sources:
        waiting.append(finished_future(source) if isinstance(source, Rejected) else submit(source))
        while waiting and (waiting[0].done() or len(waiting) >= ahead):
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def finished_future(rejected: Rejected) -> "Future[Parsed | Rejected]":
    future: Future[Parsed | Rejected] = Future()
    future.set_result(rejected)
    return future
