"""A Chroma server for tests, on a free port of the loopback address and with a folder of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from onrecord.vectorstore.chroma_client import ChromaServer
from onrecord.vectorstore.errors import IndexAway
from tests.serving import free_port

START_SECONDS = 60


class Chroma:
    """A server that can be killed and started again with its data."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.server = ChromaServer(f"http://127.0.0.1:{self.port}")
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Does nothing if the server runs."""
        if self._process:
            return
        command = [Path(sys.executable).parent / "chroma", "run", "--host", "127.0.0.1", "--port", str(self.port), "--path", self._folder]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | {"ANONYMIZED_TELEMETRY": "False"})
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                self.server.ping()
                return
            except IndexAway:
                if time.monotonic() > deadline or self._process.poll() is not None:
                    self.kill()
                    raise
                time.sleep(0.1)

    def kill(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
        self._process = None

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """The server accepts connections and answers nothing."""
        assert self._process
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    def collections(self) -> dict[str, int]:
        """Number of passages by name."""
        client = self.server.connect()
        return {c.name: c.count() for c in client.list_collections()}


@contextmanager
def running_chroma(folder: Path) -> Iterator[Chroma]:
    chroma = Chroma(folder)
    try:
        chroma.start()
        yield chroma
    finally:
        chroma.kill()
