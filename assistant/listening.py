"""The port of a server: bound before anything is loaded, so that a port in use is told at once."""

import errno
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import uvicorn

from onrecord.vectorstore.errors import BadInput, PortInUse

EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # an address to open in their place


def bind(host: str, port: int) -> socket.socket:
    """A bound socket that does not listen yet.

    Raises:
        PortInUse: another program listens there.
        BadInput: this machine has no such address, or the port is not allowed.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, *_, address = min(found, key=lambda f: f[0] != socket.AF_INET)
        bound = socket.socket(family, kind)
    except OSError as e:
        raise BadInput(f"cannot serve {host}: {e.strerror or e}") from None
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # the port of a server that has just ended can be used at once
    try:
        bound.bind(address)
    except OSError as e:
        bound.close()
        if e.errno == errno.EADDRINUSE:
            raise PortInUse(f"port {port} of {host} is in use by another program; choose another with --port, or stop that program") from None
        raise BadInput(f"cannot serve {host}:{port}: {e.strerror or e}") from None
    return bound


def url_of(bound: socket.socket) -> str:
    """The address under which a browser or a command of this machine reaches the server."""
    host, port = bound.getsockname()[:2]
    host = EVERY_ADDRESS.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class AnnouncingServer(uvicorn.Server):
    """Args: announce: called once connections are accepted."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._announce()


def run_server(app: Any, bound: socket.socket, grace_seconds: int, announcement: str = "") -> None:
    """Serve until Ctrl-C or SIGTERM.

    Args:
        grace_seconds: time for requests in progress at the end.
        announcement: a line on standard output, printed once connections are accepted.
    """
    host, port = bound.getsockname()[:2]
    config = uvicorn.Config(app, host=host, port=port, log_config=None, access_log=False, timeout_graceful_shutdown=grace_seconds)
    with suppress(KeyboardInterrupt):  # uvicorn has closed everything by then
        AnnouncingServer(config, lambda: print(announcement, flush=True) if announcement else None).run([bound])
