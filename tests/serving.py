"""The API over a real socket: uvicorn on a free loopback port, in a thread."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import uvicorn

from onrecord.assistant.api.app import make_app
from onrecord.assistant.api.service import Service


@contextmanager
def serving(service: Service) -> Iterator[str]:
    """Its base URL, once questions can be answered."""
    server = uvicorn.Server(uvicorn.Config(make_app(service), port=0, log_level="warning", timeout_graceful_shutdown=2))
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]})
    thread.start()
    base_url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    for _ in range(600):
        time.sleep(0.1)
        if server.started and httpx.get(f"{base_url}/readyz").status_code == 200:
            break
    yield base_url
    server.should_exit = True
    thread.join()
