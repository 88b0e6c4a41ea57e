"""Parses documents in processes of their own, two at a time, and hands the results back in the order of the sources.

A process is started when there is a document for it, kept for the next, and replaced when a document has killed it.
"""

import atexit
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing import Pipe
from signal import SIGALRM

from onrecord.ingest.documents import Document, Rejected, Source, Unread
from onrecord.ingest.formats import Listing
from onrecord.ingest.limits import MEMORY_BYTES, SECONDS
from onrecord.ingest.sandbox.worker import Parsed
from onrecord.vectorstore.errors import Unavailable

WORKERS = 2
Answer = Parsed | Listing | Rejected
AHEAD = 16  # documents read before their turn
# The module path is handed over before anything is imported, and the current folder is not on it: it may hold anybody's files.
BOOT = """
import sys
sys.path[:] = sys.argv[2:]
from multiprocessing.connection import Connection
from onrecord.ingest.sandbox.worker import serve
serve(Connection(int(sys.argv[1])))
"""


class Worker:
    """A process that parses one document at a time."""

    def __init__(self) -> None:
        self._channel, theirs = Pipe()
        with theirs:
            command = [sys.executable, "-P", "-c", BOOT, str(theirs.fileno()), *[p for p in sys.path if p]]
            # In a group of its own: a terminal sends Ctrl-C to the whole group of the command.
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()], process_group=0)
        try:
            self._channel.recv()
        except BaseException as e:
            self.close()
            if not isinstance(e, (EOFError, OSError)):
                raise
            raise Unavailable("the process that reads documents did not start; what it printed above says why") from None

    def parse(self, document: Document | Source) -> Answer | None:
        """None when the process has ended by itself, idle or worn, before it took the document."""
        try:
            self._channel.send(document)
            answer: Answer = self._channel.recv()
            return answer
        except (EOFError, OSError):
            code = self._process.wait()
            return None if code == 0 else Unread(document.where, how_it_died(code))
        except BaseException:  # Ctrl-C: nobody takes the answer, and the next document must not get it
            self.close()
            raise

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        """May be called while another thread waits for an answer, which then gets none."""
        self._process.kill()

    def close(self) -> None:
        self.kill()
        self._process.wait()
        self._channel.close()


def how_it_died(code: int) -> str:
    if code == -SIGALRM:
        return f"takes longer than {SECONDS:.0f} s to read"
    return f"broke the process that read it (exit code {code}; it may use {MEMORY_BYTES // 1_000_000} MB of memory)"


class Pool:
    """Workers that wait for a document, kept between ingests."""

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
    """One pass over sources. Once it is stopped, no process works for it any more."""

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
    """A feed or a sitemap parsed. Raises Unavailable when no process can be started to parse in."""
    answer = Run(pool).ask(document)
    assert not isinstance(answer, Parsed)
    return answer


def parse_all(sources: Iterable[Document | Source | Rejected], pool: Pool = POOL) -> Iterator[Parsed | Rejected]:
    """Each source parsed, in order; what is rejected already stays in its place.

    Raises:
        Unavailable: no process can be started to parse in.
    """
    run, waiting = Run(pool), deque[Future[Parsed | Rejected]]()
    threads = ThreadPoolExecutor(WORKERS, "parse")
    try:
        for source in sources:
            waiting.append(done(source) if isinstance(source, Rejected) else threads.submit(run.parse, source))
            while waiting and (waiting[0].done() or len(waiting) >= AHEAD):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:  # also when nobody wants the rest: an error, Ctrl-C
        threads.shutdown(wait=False, cancel_futures=True)
        run.stop()


def done(rejected: Rejected) -> "Future[Parsed | Rejected]":
    future: Future[Parsed | Rejected] = Future()
    future.set_result(rejected)
    return future
