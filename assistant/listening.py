"""The port of a server, bound before anything is loaded, so that a port in use is told at once; and the server itself."""

import asyncio
import errno
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from onrecord.vectorstore.errors import BadInput, PortInUse

REQUEST_SECONDS = 60.0  # for a client to send a request, and to read on; the largest upload takes 26 s at 10 Mbit/s
KEEP_ALIVE_SECONDS = 75  # of a connection between two requests; longer than proxies and clients keep theirs, so that none sends on one that is being closed
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


class ImpatientProtocol(H11Protocol):
    """A connection that is closed if its client does not send its request, or does not read its response, in time.

    h11 refuses heads of more than 64 KB, which the faster httptools would keep in memory, however long they are.
    """

    _sending: asyncio.TimerHandle | None = None  # runs while a request is not complete
    _reading: asyncio.TimerHandle | None = None  # runs while the client does not read

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect_request()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._expect_request()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._reading = self._reading or self.loop.call_later(REQUEST_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        cancel(self._reading)
        self._reading = None

    def connection_lost(self, exc: Exception | None) -> None:
        cancel(self._sending)
        cancel(self._reading)
        super().connection_lost(exc)

    def _expect_request(self) -> None:
        if self.conn.their_state not in (h11.IDLE, h11.SEND_BODY):
            cancel(self._sending)
            self._sending = None
        elif self._sending is None:  # the bytes that come later do not prolong it
            self._sending = self.loop.call_later(REQUEST_SECONDS, self._give_up)

    def _give_up(self) -> None:
        if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            self.send_400_response(f"The request did not arrive within {REQUEST_SECONDS:g} seconds.")
        else:
            self.transport.abort()


def cancel(timer: asyncio.TimerHandle | None) -> None:
    if timer:
        timer.cancel()


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
    config = uvicorn.Config(
        app, host=host, port=port, http=ImpatientProtocol, log_config=None, access_log=False, timeout_keep_alive=KEEP_ALIVE_SECONDS, timeout_graceful_shutdown=grace_seconds
    )
    with suppress(KeyboardInterrupt):  # uvicorn has closed everything by then
        AnnouncingServer(config, lambda: print(announcement, flush=True) if announcement else None).run([bound])
