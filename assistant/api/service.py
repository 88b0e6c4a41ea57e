"""The server's state: a newsroom for each collection, the keys of its callers, their limits, and the runs in progress."""

import secrets
import threading
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, Any

from fastapi import Depends, Header
from fastapi.concurrency import contextmanager_in_threadpool, run_in_threadpool
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from onrecord.assistant.api.access import PREFIX, open_keys, open_limits
from onrecord.assistant.api.metrics import Metrics
from onrecord.assistant.api.newsroom import Newsroom, open_newsroom
from onrecord.assistant.api.runs import Runs
from onrecord.assistant.api.stored_runs import StoredRuns
from onrecord.assistant.chat_models import chat_model
from onrecord.assistant.drafting import EXTRACTIVE
from onrecord.assistant.gate import make_judge
from onrecord.assistant.reader import make_reader
from onrecord.assistant.telemetry import clock_of
from onrecord.assistant.turn import Assistant
from onrecord.vectorstore.archive import count_articles
from onrecord.vectorstore.clock import find_zone, use_zone
from onrecord.vectorstore.errors import BadInput, Forbidden, NotFound, Unauthorized
from onrecord.vectorstore.logs import add_log_fields
from onrecord.vectorstore.served import AWAY
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.shared import open_shared
from onrecord.vectorstore.store import Store

ANONYMOUS = ""  # name of a caller without a key
TimeZone = Annotated[str | None, Header(max_length=60, description="Time zone of the asker, such as Europe/Oslo, in which `today` is meant. One that is unknown here is ignored.")]
BEARER = HTTPBearer(scheme_name="key", auto_error=False, description="A key, if the server needs one. `onrecord keys add NAME` makes one.")


@dataclass(frozen=True)
class Caller:
    """The sender of a request: the name of its key, and the newsroom that the key opens."""

    name: str
    newsroom: Newsroom


def known_zone(named: str | None, otherwise: str) -> str:
    """The time zone that a request names. Browsers name some, such as "Etc/Unknown", that do not exist."""
    try:
        find_zone(named or "")
    except BadInput:
        return otherwise
    return named or otherwise


def is_ready(newsroom: Newsroom) -> float:
    return float(newsroom.state == "ready")


def index_lag(newsroom: Newsroom) -> float:
    """Counted in the archive itself, because commands beside the server write to it too."""
    return float(max(0, newsroom.store.archive.counts()["passages"] - newsroom.store.indexed_passages))


class Service:
    """The state of a running server. It opens the conversations of every newsroom and loads the judge. `start` updates the indexes.

    Args:
        stores: open stores by the name of their collection.
        keys_needed: whether every caller needs a key. If not, a caller without one may do everything in the settings' collection. So may the
            commands of this machine, with the keys in the home's `ServerRecord`.
    """

    def __init__(self, stores: Mapping[str, Store], settings: Settings, keys_needed: bool = False) -> None:
        self.settings, self.keys_needed = settings, keys_needed
        self.shared = open_shared(settings)
        self.keys = open_keys(settings, self.shared)
        self.own_keys = {PREFIX + secrets.token_urlsafe(32): name for name in stores}  # for commands of this machine, with the collection of each; see `ServerRecord`
        self.limits = open_limits(settings, self.shared)
        self.metrics = Metrics()
        self.runs = Runs(settings.concurrent, self.metrics.count_error)
        self.stored_runs = StoredRuns(self.shared) if self.shared else None
        self.body_limits: dict[str, int] = {}  # bytes, by path
        lock = threading.Lock()  # one lock for all newsrooms, because they share the parser and the models
        judge = make_judge(settings, next(iter(stores.values())).embedder)
        model, reader = chat_model(settings), make_reader(settings)
        clock = clock_of(settings)
        self.newsrooms = {
            name: open_newsroom(name, store, Assistant(store, model, judge, reader, settings.fall_back, lock, self.metrics.observer(name), clock)) for name, store in stores.items()
        }
        self.metrics.watch("onrecord_answers_waiting", "Answers that wait for a thread.", lambda: self.runs.waiting)
        self.metrics.watch("onrecord_answers_in_progress", "Answers that are being made or wait for their turn.", lambda: self.runs.in_progress)
        for name, newsroom in self.newsrooms.items():
            self.metrics.watch("onrecord_ready", "1 if the collection's index is up to date.", partial(is_ready, newsroom), collection=name)
            self.metrics.watch("onrecord_articles", "Articles in the archive.", partial(count_articles, newsroom.store.archive), collection=name)
            self.metrics.watch("onrecord_index_lag_passages", "Passages in the archive that the index does not have yet.", partial(index_lag, newsroom), collection=name)
        self._stopped = False
        self._index_builder = threading.Thread(target=self._start_newsrooms, name="catch-up")

    @property
    def state(self) -> str:
        """`ready` if all newsrooms are ready, otherwise the state of one that is not; `degraded` if one lacks its index and all answer questions; `away` if
        the database does not answer."""
        if self.shared and not self.shared.answers():
            return AWAY
        degraded = any(n.store.is_degraded for n in self.newsrooms.values())
        return next((n.state for n in self.newsrooms.values() if n.state != "ready"), "degraded" if degraded else "ready")

    @property
    def models(self) -> tuple[str, ...]:
        """The chat models that a request may choose. The first one is the default."""
        return tuple(dict.fromkeys([self.settings.model or EXTRACTIVE, *self.settings.models, EXTRACTIVE]))

    def assistant(self, caller: Caller, model: str | None = None) -> Assistant:
        """The assistant of the caller's newsroom, with the chat model that the request chooses.

        Raises:
            BadInput: this model is not allowed here.
            Unavailable: the index is not up to date yet.
        """
        caller.newsroom.require_ready()
        if model is None:
            return caller.newsroom.assistant
        if model not in self.models:
            raise BadInput(f"the model {model!r} is not allowed here; allowed are {', '.join(self.models)}")
        return replace(caller.newsroom.assistant, model=None if model == EXTRACTIVE else chat_model(self.settings, model))

    def caller(self, scope: str) -> Any:
        """A dependency for routes that returns the caller. It refuses a key without this scope and a key that is over its limits."""

        async def admitted(sent: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)], x_time_zone: TimeZone = None) -> AsyncIterator[Caller]:
            self.use_asker_zone(x_time_zone)
            caller = await self.identify(sent.credentials if sent else None, scope)
            async with self.admit(caller):
                yield caller

        return Depends(admitted)

    def use_asker_zone(self, named: str | None) -> None:
        """From here to the end of this request, "today" is meant in the time zone that the request names, else in that of the settings."""
        use_zone(known_zone(named, self.settings.time_zone))

    async def identify(self, token: str | None, scope: str) -> Caller:
        """The caller with this key. Raises Unauthorized, Forbidden, or NotFound if the key's collection is not loaded."""
        caller = await run_in_threadpool(self._caller_of, token, scope)  # the keys may be in a database
        add_log_fields(collection=caller.newsroom.name)
        return caller

    def _caller_of(self, token: str | None, scope: str) -> Caller:
        is_placeholder = token is None or not token.startswith(PREFIX)  # OpenAI's clients always send some key
        if is_placeholder and not self.keys_needed:
            return Caller(ANONYMOUS, self._newsroom(self.settings.collection))
        if token in self.own_keys:
            return Caller(ANONYMOUS, self._newsroom(self.own_keys[token]))
        key = self.keys.find(token) if token else None
        if key is None:
            raise Unauthorized("a valid API key is required: send Authorization: Bearer KEY; `onrecord keys add NAME` makes one")
        if not key.may(scope):
            raise Forbidden(f"the key {key.name} lacks the scope {scope}; it has {', '.join(key.scopes)}")
        return Caller(key.name, self._newsroom(key.collection))

    def admit(self, caller: Caller) -> AbstractAsyncContextManager[None]:
        """Count a request while it is in progress. Raises Busy if the caller's limits are reached."""
        return contextmanager_in_threadpool(self.limits.admit(caller.name)) if caller.name != ANONYMOUS else nullcontext()

    def _newsroom(self, collection: str) -> Newsroom:
        if collection not in self.newsrooms:
            raise NotFound(f"collection {collection} is not loaded; restart the server to serve it")
        return self.newsrooms[collection]

    def start(self) -> None:
        """Start the newsrooms one after the other in a thread. The method returns at once."""
        if self.shared:
            self.shared.start()
        self._index_builder.start()

    def stop(self) -> None:
        """Stop runs and newsrooms, and wait for their end. A second call does nothing."""
        if self._stopped:
            return
        self._stopped = True
        self.runs.stop()
        for newsroom in self.newsrooms.values():
            newsroom.request_stop()
        if self._index_builder.ident:
            self._index_builder.join()
        for newsroom in self.newsrooms.values():
            newsroom.stop()
        if self.shared:
            self.shared.close()

    def _start_newsrooms(self) -> None:
        for newsroom in self.newsrooms.values():
            newsroom.start()
