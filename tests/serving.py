"""The API over a real socket: uvicorn on a free loopback port in a thread, or `onrecord serve` in a process of its own."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import uvicorn

from onrecord.assistant.api.app import make_app
from onrecord.assistant.api.service import Service
from onrecord.assistant.listening import ImpatientProtocol

ZONES = ("Pacific/Kiritimati", "Etc/GMT+12")  # in these two it is never the same day


def today_in(zone: str) -> str:
    return datetime.now(ZoneInfo(zone)).date().isoformat()


@contextmanager
def serving(service: Service) -> Iterator[str]:
    """Its base URL, once questions can be answered."""
    server = uvicorn.Server(uvicorn.Config(make_app(service), port=0, http=ImpatientProtocol, log_level="warning", timeout_graceful_shutdown=2))
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]})
    thread.start()
    base_url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    for _ in range(600):
        time.sleep(0.1)
        if server.started and httpx.get(f"{base_url}/readyz").status_code == 200:
            break
    try:
        yield base_url
    finally:
        server.should_exit = True  # else the thread of a test that fails would keep the process from ending
        thread.join()


def start_server(home: Path, environment: Mapping[str, str] | None = None, *options: str, log: int = subprocess.DEVNULL) -> tuple["subprocess.Popen[str]", str]:
    """The process of `onrecord serve` on a free port, and its URL, once questions can be answered. Args: log: `subprocess.PIPE` to read its standard error."""
    command = [sys.executable, "-m", "onrecord.assistant", "serve", "--port", "0", "--home", str(home), *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=os.environ | dict(environment or {}))
    assert process.stdout
    try:
        url = process.stdout.readline().removeprefix("open ").strip()
        assert url.startswith("http://"), f"the first line of serve is {url!r}"
        until(lambda: httpx.get(f"{url}/readyz").status_code == 200)
    except BaseException:
        process.kill()  # a server that nobody stops would keep the tests from ending
        raise
    return process, url


def free_port() -> int:
    """A port of the loopback address that nothing listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def until(done: "object", seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not done():  # type: ignore[operator]
        assert time.monotonic() < deadline, f"it took {seconds:g} s"
        time.sleep(0.1)
