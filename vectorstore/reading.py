"""Reads many articles in separate processes, because a parser uses one core, and would block questions that are answered meanwhile.

The processes end when the process that started them is gone.
"""

import logging
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from typing import Any, Protocol

from onrecord.vectorstore.embedding import usable_cores
from onrecord.vectorstore.memory import give_back_memory

MAX_PROCESSES = 2  # each takes 140 MB
# The module path is set before the first import. It does not have the current folder, which may contain files of strangers. torch counts as missing:
# spaCy would load it for models that are not used, which takes half of the memory.
BOOT = """
import sys
sys.path[:] = sys.argv[2:]
sys.modules["torch"] = None
from multiprocessing.connection import Connection
from onrecord.vectorstore.reading import serve
serve(Connection(int(sys.argv[1])))
"""
Keys = Sequence[tuple[str, int]]  # article id and version
log = logging.getLogger(__name__)


class Reader(Protocol):
    """Reads each stored article once. The archive stores the result under the reader's `version`. Readers must be picklable.

    This room may not import readers, so it finds them by the entry point `onrecord.readers`.
    """

    version: str

    def read(self, texts: Sequence[str]) -> list[list[Any]]:
        """For each text a list of JSON values. A search by speaker finds items with a `speaker_name` and a `content` with `start` and `end`."""
        ...


class ReaderProcess:
    def __init__(self, reader: Reader) -> None:
        self.channel, theirs = Pipe()
        with theirs:
            command = [sys.executable, "-P", "-c", BOOT, str(theirs.fileno()), *[p for p in sys.path if p]]
            # A terminal sends Ctrl-C to the process group of the command, so the process gets its own group.
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()], process_group=0)
        self.send(reader)

    def send(self, what: object) -> None:
        with suppress(OSError):  # the process has ended; then its channel tells so when it is read
            self.channel.send(what)

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self.channel.close()


def serve(channel: Connection) -> None:
    """Receive a reader, then read texts until the channel closes."""
    with suppress(EOFError, OSError):
        reader = channel.recv()
        while True:
            channel.send(reader.read(channel.recv()))
            give_back_memory()  # a long article takes hundreds of MB


def read_in_processes(
    reader: Reader, chunks: Iterable[Keys], load: Callable[[Keys], list[str]]
) -> Iterator[tuple[Keys, list[list[Any]] | None]]:
    """Each chunk with what `reader` finds in each of its texts, in the order in which they are ready.

    Args:
        load: the texts of a chunk.

    Yields:
        None instead of the findings if the chunk's process has ended, or no process is left; then the caller must read it.
    """
    unread = iter(chunks)
    processes = {p.channel: p for p in (ReaderProcess(reader) for _ in range(min(MAX_PROCESSES, usable_cores())))}
    busy: dict[Connection, Keys] = {}

    def start(channel: Connection) -> None:
        if (chunk := next(unread, None)) is not None:
            processes[channel].send(load(chunk))
            busy[channel] = chunk

    try:
        for channel in processes:
            start(channel)
        while busy:
            ready = wait(list(busy))
            for channel in [c for c in busy if c in ready]:
                chunk = busy.pop(channel)
                try:
                    found = channel.recv()
                except (EOFError, OSError):
                    log.warning("a process that read articles has ended; this process reads its %d articles", len(chunk))
                    yield chunk, None
                    continue
                start(channel)
                yield chunk, found
        yield from ((chunk, None) for chunk in unread)
    finally:
        for process in processes.values():
            process.close()
