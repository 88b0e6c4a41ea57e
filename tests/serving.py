"""The API over a real socket: uvicorn on a free loopback port in a thread, or `onrecord serve` in a process of its own."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

import httpx
import uvicorn

from onrecord.assistant.api.app import make_app
from onrecord.assistant.api.service import Service
from onrecord.assistant.listening import ImpatientProtocol
from onrecord.evals.bench.server import start_server as start_server  # the benches start servers in the same way
from onrecord.evals.bench.server import until as until

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
