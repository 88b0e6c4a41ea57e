"""Starts `onrecord serve` on a free port of this machine, for the benches that ask over HTTP."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

PATIENCE = 60.0  # seconds for one answer of a server that loads its models, perhaps beside other work
ANNOUNCED = "open "  # before the address, in the first line that the server prints


@dataclass(frozen=True)
class RunningServer:
    url: str
    pid: int


@contextmanager
def run_server(home: Path, **environment: str) -> Iterator[RunningServer]:
    """A server that is ready. It is stopped at the end. Raises SystemExit if it ends before it serves."""
    command = [sys.executable, "-m", "onrecord.assistant", "serve", "--port", "0", "--home", str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=os.environ | environment) as process:
        try:
            assert process.stdout
            line = process.stdout.readline()
            if not line.startswith(ANNOUNCED):
                sys.exit(f"the server did not start; see what `onrecord serve --home {home}` says")
            url = line.removeprefix(ANNOUNCED).strip()
            while httpx.get(f"{url}/readyz", timeout=PATIENCE).status_code != 200:
                time.sleep(0.1)
            yield RunningServer(url, process.pid)
        finally:
            process.terminate()
