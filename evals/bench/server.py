"""Starts `onrecord serve` on a free port of this machine, for the benches that ask over HTTP."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

PATIENCE = 60.0  # seconds for one answer of a server that loads its models, perhaps beside other work
ANNOUNCED = "open "  # before the address, in the first line that the server prints
ONRECORD = (sys.executable, "-m", "onrecord.assistant")
Process = subprocess.Popen[str]


@dataclass(frozen=True)
class RunningServer:
    url: str
    pid: int


def start_server(home: Path, environment: Mapping[str, str] | None = None, *options: str, log: int = subprocess.DEVNULL, program: tuple[str, ...] = ONRECORD) -> tuple[Process, str]:
    """The process of `onrecord serve` on a free port, and its URL, once questions can be answered.

    Args:
        log: `subprocess.PIPE` to read its standard error.
        program: the beginning of the command.

    Raises:
        SystemExit: it ended before it served.
    """
    command = [*program, "serve", "--port", "0", "--home", str(home), *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=os.environ | dict(environment or {}))
    try:
        assert process.stdout
        line = process.stdout.readline()
        if not line.startswith(ANNOUNCED):
            sys.exit(f"the server did not start; see what `onrecord serve --home {home}` says")
        url = line.removeprefix(ANNOUNCED).strip()
        while httpx.get(f"{url}/readyz", timeout=PATIENCE).status_code != 200:
            time.sleep(0.1)
    except BaseException:
        process.kill()  # a server that nobody stops would keep the tests from ending
        raise
    return process, url


@contextmanager
def run_server(home: Path, **environment: str) -> Iterator[RunningServer]:
    """A server that is ready. It is stopped at the end. Raises SystemExit if it ends before it serves."""
    process, url = start_server(home, environment)
    with process:
        try:
            yield RunningServer(url, process.pid)
        finally:
            process.terminate()


def until(done: Callable[[], object], seconds: float = 60) -> None:
    """Wait. Raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            raise TimeoutError(f"it took {seconds:g} s")
        time.sleep(0.1)
