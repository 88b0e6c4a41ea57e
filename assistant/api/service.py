"""What the server serves: a newsroom for each collection, who may ask what of it, and how often."""

import logging
import threading
from collections.abc import AsyncIterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from typing import Annotated, Any, Protocol

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from onrecord.assistant.api.access import PREFIX, Keys, Limits
from onrecord.assistant.api.runs import Runs
from onrecord.assistant.chat_models import chat_model
from onrecord.assistant.conversations import Conversations
from onrecord.assistant.drafting import EXTRACTIVE
from onrecord.assistant.gate import Judge, make_judge
from onrecord.assistant.turn import Assistant
from onrecord.vectorstore.errors import BadInput, Forbidden, NotFound, Unauthorized, Unavailable
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.store import Stopped, Store

NOBODY = ""  # name of who asks without a key
BEARER = HTTPBearer(scheme_name="key", auto_error=False, description="A key, where the server asks for one: `onrecord keys add NAME`.")
log = logging.getLogger("onrecord")


class Task(Protocol):
    """Works beside the questions, from when they can be answered until the server ends."""

    def start(self) -> None: ...

    def stop(self) -> None: ...


class Newsroom:
    """One collection: its opened store with the assistant. The index is brought level in the background; until then nothing is answered."""

    def __init__(self, name: str, store: Store, assistant: Assistant) -> None:
        self.name, self.store, self.assistant = name, store, assistant
        self.conversations = Conversations(store.home / "conversations.sqlite3")
        self.turn = assistant.lock
        self.state = "building"
        self.tasks: list[Task] = []
        self._stopping = threading.Event()
        self._levelling = ThreadPoolExecutor(1, thread_name_prefix="level")

    def start(self) -> None:
        """Returns when questions can be answered, or it is stopped before, or it cannot be."""
        try:
            self.store.catch_up(self._go_on, turn=lambda: self.turn)
            self.state = "ready"
            for task in self.tasks:
                task.start()
        except Stopped:
            self.state = "stopped"
        except Exception as e:  # told by /readyz; the process lives on to tell it
            log.exception("the index could not be built")
            self.state = f"broken: {type(e).__name__}"

    def level_soon(self) -> None:
        """After a retraction: answers do without the article at once, since the archive says what is current; the index follows."""
        self._levelling.submit(self._level)

    def _level(self) -> None:
        try:
            self.store.catch_up(self._go_on, turn=lambda: self.turn)
        except Stopped:
            pass
        except Exception:
            log.exception("the index could not be brought level; it is again with the next article")

    def halt(self) -> None:
        """What goes on ends at its next step."""
        self._stopping.set()

    def stop(self) -> None:
        """Returns when nothing here uses the store any more: what a turn does after that ends at its next step."""
        self.halt()
        self._levelling.shutdown()
        for task in self.tasks:
            task.stop()
        with self.turn:
            self.conversations.close()

    def _go_on(self, stage: str, done: int, total: int) -> None:
        if self._stopping.is_set():
            raise Stopped

    def require_ready(self) -> None:
        if self.state != "ready":
            raise Unavailable(f"the index is {self.state}; ask again in a moment")


@dataclass(frozen=True)
class Caller:
    """Who asks, by the name of the key, and of which newsroom."""

    name: str
    newsroom: Newsroom


class Service:
    """Args:
    stores: opened, by the name of their collection.
    keys_needed: whether everybody needs a key; otherwise who comes without one of ours may do all in the settings' collection.
    """

    def __init__(self, stores: Mapping[str, Store], settings: Settings, keys_needed: bool = False) -> None:
        self.settings, self.keys_needed = settings, keys_needed
        self.keys = Keys(settings.home)
        self.limits = Limits(settings.rate, settings.concurrent)
        self.runs = Runs(settings.concurrent)
        self.body_limits: dict[str, int] = {}  # bytes, by path
        lock, judge = threading.Lock(), self._judge(stores)  # the parser and the models are shared by all newsrooms
        model = chat_model(settings)
        self.newsrooms = {
            name: Newsroom(name, store, Assistant(store, model, judge, settings.fall_back, lock)) for name, store in stores.items()
        }

        self._stopped = False
        self._builder = threading.Thread(target=self._build, name="catch-up")

    def _judge(self, stores: Mapping[str, Store]) -> Judge:
        return make_judge(self.settings, next(iter(stores.values())).embedder)

    @property
    def state(self) -> str:
        """`ready` when all newsrooms are."""
        return next((n.state for n in self.newsrooms.values() if n.state != "ready"), "ready")

    @property
    def models(self) -> tuple[str, ...]:
        """What a request may name; the first is what drafts where it names none."""
        return tuple(dict.fromkeys([self.settings.model or EXTRACTIVE, *self.settings.models, EXTRACTIVE]))

    def assistant(self, caller: Caller, model: str | None = None) -> Assistant:
        """The newsroom's, with the chat model that a request names.

        Raises:
            BadInput: that model is not allowed here.
            Unavailable: the index is not level yet.
        """
        caller.newsroom.require_ready()
        if model is None:
            return caller.newsroom.assistant
        if model not in self.models:
            raise BadInput(f"the model {model!r} is not allowed here; allowed are {', '.join(self.models)}")
        return replace(caller.newsroom.assistant, model=None if model == EXTRACTIVE else chat_model(self.settings.model_copy(update={"model": model})))

    def caller(self, scope: str) -> Any:
        """A dependency of routes: who asks, if the key has this scope and asks no more often than it may."""

        async def admitted(sent: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)]) -> AsyncIterator[Caller]:
            caller = self.identify(sent.credentials if sent else None, scope)
            with self.admit(caller):
                yield caller

        return Depends(admitted)

    def identify(self, token: str | None, scope: str) -> Caller:
        """Raises Unauthorized, Forbidden, and NotFound where the key's collection is not served."""
        placeholder = token is None or not token.startswith(PREFIX)  # OpenAI's clients always send something
        if placeholder and not self.keys_needed:
            return Caller(NOBODY, self._newsroom(self.settings.collection))
        key = self.keys.find(token) if token else None
        if key is None:
            raise Unauthorized("a key is needed: Authorization: Bearer KEY; `onrecord keys add NAME` makes one")
        if not key.may(scope):
            raise Forbidden(f"the key {key.name} has no scope {scope}; it has {', '.join(key.scopes)}")
        return Caller(key.name, self._newsroom(key.collection))

    def admit(self, caller: Caller) -> AbstractContextManager[None]:
        """For as long as a request is under way. Raises Busy."""
        return self.limits.admit(caller.name) if caller.name != NOBODY else nullcontext()

    def _newsroom(self, collection: str) -> Newsroom:
        if collection not in self.newsrooms:
            raise NotFound(f"the collection {collection} is not served; it is from the server's next start on")
        return self.newsrooms[collection]

    def start(self) -> None:
        """Bring every newsroom level, one after the other, beside the requests."""
        self._builder.start()

    def stop(self) -> None:
        """May be called again."""
        if self._stopped:
            return
        self._stopped = True
        self.runs.stop()
        for newsroom in self.newsrooms.values():
            newsroom.halt()
        if self._builder.ident:
            self._builder.join()
        for newsroom in self.newsrooms.values():
            newsroom.stop()

    def _build(self) -> None:
        for newsroom in self.newsrooms.values():
            newsroom.start()
