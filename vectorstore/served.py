"""The client of the server that holds a home. Commands use it instead of opening the home a second time."""

import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext
from typing import Any

import httpx

from onrecord.vectorstore import errors
from onrecord.vectorstore.archive import Archive
from onrecord.vectorstore.errors import HomeInUse, OnRecordError, Unavailable
from onrecord.vectorstore.server_record import read_server_record
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.store import Progress, Store, Turn, archive_path, is_locked, no_progress, open_store

CONNECT_SECONDS = 2.0  # the server is on this machine
POLL_SECONDS = 0.3  # between two questions whether the index is up to date
HEADERS = {"Host": "localhost"}  # the name that the server always accepts, whatever address it is bound to
ANSWERING = ("ready", "degraded")  # states in which a server answers questions
AWAY = "away"  # state of a server whose database does not answer
UPDATING = "the server updates its index"  # name of a stage


class Server:
    """A running server, with the rights of the person who started it, for one collection."""

    def __init__(self, url: str, key: str, time_zone: str = "") -> None:
        self.url = url
        headers = HEADERS | {"Authorization": f"Bearer {key}"} | ({"X-Time-Zone": time_zone} if time_zone else {})
        timeout = httpx.Timeout(None, connect=CONNECT_SECONDS)  # an answer of a chat model takes as long as the server lets it
        self._client = httpx.Client(base_url=url, headers=headers, timeout=timeout, trust_env=False)

    def post(self, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """The body of the response, once the index is up to date.

        Raises:
            OnRecordError: the error of the response; its class and message are the server's.
            Unavailable: the server stopped.
        """
        self.wait_until_ready()
        return self._send("POST", path, body)

    def wait_until_ready(self) -> None:
        while (state := self.state()) == "building":
            time.sleep(POLL_SECONDS)
        if state == AWAY:
            raise Unavailable(f"the database of the server at {self.url} does not answer; start the database, then repeat the command")
        if state not in ANSWERING:
            raise Unavailable(f"the server at {self.url} is {state or 'gone'}; start it again")

    def state(self) -> str | None:
        """The state of the server's index; None if no On Record answers at this address."""
        try:
            found = self._client.get("/readyz").json()
        except (httpx.HTTPError, ValueError):
            return None
        return found.get("state") if isinstance(found, dict) else None

    def _send(self, method: str, path: str, body: Mapping[str, Any] | None) -> Any:
        try:
            response = self._client.request(method, path, json=body)
        except httpx.HTTPError as e:
            raise Unavailable(f"the server at {self.url} stopped before it answered ({type(e).__name__}); run the command again") from e
        if response.is_error:
            raise error_of(response)
        return response.json()


def error_of(response: httpx.Response) -> OnRecordError:
    """The error that the server raised, of the same class."""
    try:
        return errors.error_named(**response.json()["error"])
    except (ValueError, TypeError, KeyError):
        return OnRecordError(f"the server answered {response.status_code}; see its log")


def find_server(settings: Settings) -> Server | None:
    """The running server that has the settings' collection open; None if there is none, so that this process may open the home itself."""
    record = read_server_record(settings.home)
    key = record and record.keys.get(settings.collection)
    if not (record and key and is_locked(settings.folder)):
        return None
    server = Server(record.url, key, settings.time_zone)
    return server if server.state() is not None else None


def refuse_if_served(settings: Settings, instead: str = "stop the server first") -> None:
    """For a command that needs the home for itself. Raises HomeInUse; `instead` says what to do."""
    if server := find_server(settings):
        raise HomeInUse(f"{settings.folder} is served at {server.url}; {instead}")


class ServedStore:
    """A home that a server holds, for writing: articles go into the archive from this process, and the server updates the index, which only it may open."""

    def __init__(self, server: Server, archive: Archive) -> None:
        self.archive, self._server = archive, server
        self.index_is_behind = False

    def needs_catch_up(self) -> bool:
        return True  # the server finds out

    def catch_up(self, progress: Progress = no_progress, turn: Turn = nullcontext) -> int:
        """As `Store.catch_up`. Raises Unavailable if the server stops meanwhile; the archive has everything, and the next start continues."""
        progress(UPDATING, 0, 0)
        done = self._server.post("/v1/index")
        self.index_is_behind = bool(done["index_is_behind"])
        return int(done["passages_embedded"])


@contextmanager
def open_for_writing(settings: Settings) -> Iterator[Store | ServedStore]:
    """The store of the settings' collection, through the running server if there is one. Raises the errors of `open_store`."""
    if server := find_server(settings):
        with closing(Archive(archive_path(settings.folder), database=settings.database)) as archive:
            yield ServedStore(server, archive)
    else:
        with open_store(settings.folder, settings.embedding_model, database=settings.database, chroma=settings.chroma_server) as store:
            yield store
