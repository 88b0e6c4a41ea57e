"""One served collection: its store, its assistant and its conversations."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from onrecord.assistant.conversations import Conversations
from onrecord.assistant.turn import Assistant
from onrecord.vectorstore.errors import DiskFull, Unavailable, known_error
from onrecord.vectorstore.logs import log_fields
from onrecord.vectorstore.store import Stopped, Store

log = logging.getLogger(__name__)


CHECK_SECONDS = 10.0  # between two checks whether the Chroma server answers, and whether another process has changed the archive


class Task(Protocol):
    """Background work of a newsroom. It starts when the index is up to date and stops before the store is closed."""

    def start(self) -> None: ...

    def stop(self) -> None: ...


class Newsroom:
    """A served collection. A background thread updates the index; until that is done, questions are refused. Every use of the store needs `lock`."""

    def __init__(self, name: str, store: Store, assistant: Assistant, conversations: Conversations) -> None:
        self.name, self.store, self.assistant, self.conversations = name, store, assistant, conversations
        self.lock = assistant.lock
        self.state = "building"
        self.tasks: list[Task] = []
        self._stopping = threading.Event()
        self._updates = ThreadPoolExecutor(1, thread_name_prefix="index-update")
        self._index_watch = threading.Thread(target=self._watch_index, name="index-watch")
        self._last_change = (0, 0)  # of the archive, as last seen
        self._has_changed = False  # since the last update of the index

    def start(self) -> None:
        """Update the index and start the tasks. Returns when this is done, has failed or was stopped."""
        with log_fields(collection=self.name):
            try:
                self._make_ready()
                self.state = "ready"
                for task in self.tasks:
                    task.start()
                if self.store.chroma or self.store.database:
                    self._index_watch.start()
            except Stopped:
                self.state = "stopped"
            except Exception as e:  # the process stays up, so that /readyz can report it
                log.exception("the index could not be built")
                self.state = f"broken: {type(e).__name__}"

    def _make_ready(self) -> None:
        """Update the index for the first time. Waits for a database that is away, and for space on a full disk."""
        while True:
            try:
                if self.store.database:
                    self._last_change = self.store.archive.last_change()
                self._update_index()
                return
            except Exception as e:
                known = known_error(e)
                if not isinstance(known, Unavailable if self.store.database else DiskFull):
                    raise
                log.warning("the index cannot be updated yet: %s", known)
            if self._stopping.wait(CHECK_SECONDS):
                raise Stopped

    def schedule_index_update(self) -> None:
        """Update the index in the background. Call this after a retraction.

        Answers leave a retracted article out at once, because the archive decides which passages are current.
        """
        self._updates.submit(self._update_index_or_log)

    def _update_index_or_log(self) -> bool:
        """Whether the index is up to date now."""
        with log_fields(collection=self.name):
            try:
                self._update_index()
                return True
            except Stopped:
                pass
            except Exception:
                log.exception("index update failed; it will be retried with the next article")
            return False

    def _watch_index(self) -> None:
        """Update the index after the Chroma server was away, and after another process has changed the archive."""
        while not self._stopping.wait(CHECK_SECONDS):
            self.store.index.check()
            try:
                is_due = self._is_changed_and_quiet()
            except Unavailable as e:  # the database may be back at the next check
                log.warning("the archive cannot be looked at: %s", e)
                continue
            if is_due or (self.store.index_is_behind and not self.store.index.is_away):
                self._has_changed = not self._update_index_or_log()

    def _is_changed_and_quiet(self) -> bool:
        """Whether another process has changed the archive, but not since the last check: it may update a shared index itself."""
        if not self.store.database:
            return False
        seen, self._last_change = self._last_change, self.store.archive.last_change()
        if seen == self._last_change:
            return self._has_changed
        self.store.archive.forget_counts()
        self._has_changed = True
        return False

    def update_index(self) -> int:
        """Update the index with what another process of this machine has stored in the archive. Returns the number of embedded passages.

        Raises:
            Unavailable: the server stops.
        """
        self.store.archive.forget_counts()
        try:
            return self._update_index(wait=True)
        except Stopped:
            raise Unavailable("the server is stopping; its next start updates the index") from None

    def _update_index(self, wait: bool = False) -> int:
        return self.store.catch_up(self._raise_if_stopping, turn=lambda: self.lock, wait=wait)

    def request_stop(self) -> None:
        """Ask the work in progress to end at its next step."""
        self._stopping.set()

    def stop(self) -> None:
        """Stop all work. Returns when nothing here uses the store any more. A turn that still runs ends at its next step without the store."""
        self.request_stop()
        self._updates.shutdown()
        if self._index_watch.ident:
            self._index_watch.join()
        for task in self.tasks:
            task.stop()
        with self.lock:
            self.conversations.close()

    def _raise_if_stopping(self, stage: str, done: int, total: int) -> None:
        if self._stopping.is_set():
            raise Stopped

    def require_ready(self) -> None:
        """Raises Unavailable until the index is up to date."""
        if self.state != "ready":
            raise Unavailable(f"the index is {self.state}; ask again in a moment")


def open_newsroom(name: str, store: Store, assistant: Assistant) -> Newsroom:
    """A newsroom, with the database of its conversations open. Raises Unavailable if the database cannot be opened."""
    return Newsroom(name, store, assistant, Conversations(store.home / "conversations.sqlite3", store.database))
