"""Turns under way: each in a thread of its own, with the events it makes, which can be followed, followed again, and stopped."""

import asyncio
import json
import threading
import time
import uuid
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

from onrecord.assistant.answer import Part
from onrecord.assistant.limits import MAX_CONCURRENT_TURNS
from onrecord.vectorstore.errors import BadInput, Busy, NotFound
from onrecord.vectorstore.store import Stopped

WAITING = 64
KEPT_SECONDS = 60  # after its end; until then a broken stream can be resumed
TOLD = ("rewrite_question", "search", "select_evidence", "draft_answer", "compose_answer")  # stages, each once

Tell = Callable[[str | Part], None]


@dataclass(frozen=True)
class Event:
    """As it is sent: `event`, `id` and `data` of server-sent events."""

    event: str
    id: str
    data: str


class Run:
    """One turn. Its last event is `answer` or `error`.

    Args:
        owner: name of who asked; nobody else may follow or stop it.
    """

    def __init__(self, owner: str) -> None:
        self.run_id, self.owner = uuid.uuid4().hex, owner
        self.ended_at: float | None = None
        self.result: Any = None
        self.error: Exception | None = None
        self._events: list[Event] = []
        self._stages: set[str] = set()
        self._stopping = threading.Event()
        self._sending = threading.Lock()
        self._followers: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()

    def work(self, turn: Callable[[Tell], Any], as_error: Callable[[Exception], Any]) -> None:
        """Args: turn: makes the body of the answer; as_error: makes the body of an error."""
        try:
            self.result = turn(self._tell)
            self._end("answer", self.result)
        except Stopped:
            self.stop()
        except Exception as e:
            self._end("error", as_error(e), e)

    def stop(self) -> None:
        """Followers hear of it at once; the turn itself ends at its next step."""
        self._stopping.set()
        self._end("error", {"error": {"type": "Stopped", "message": "stopped as asked"}}, Stopped())

    def _tell(self, told: str | Part) -> None:
        if self._stopping.is_set():
            raise Stopped
        if isinstance(told, Part):
            self._send("claim", asdict(told))
        elif told in TOLD and told not in self._stages:
            self._stages.add(told)
            self._send("stage", {"run_id": self.run_id, "stage": told})

    def _end(self, event: str, body: Any, error: Exception | None = None) -> None:
        self._send(event, body, error, last=True)

    def _send(self, event: str, body: Any, error: Exception | None = None, last: bool = False) -> None:
        """Nothing comes after the last."""
        with self._sending:
            if self.ended_at is None:
                self._events.append(Event(event, f"{self.run_id}-{len(self._events) + 1}", json.dumps(body, ensure_ascii=False)))
                self.error, self.ended_at = error, time.monotonic() if last else None
            followers = list(self._followers)
        for loop, news in followers:
            with suppress(RuntimeError):  # its loop is closed
                loop.call_soon_threadsafe(news.set)

    async def follow(self, after: int = 0) -> AsyncIterator[Event]:
        """The events after the first `after`, as they come, to the last."""
        news = asyncio.Event()
        follower = (asyncio.get_running_loop(), news)
        with self._sending:
            self._followers.add(follower)
        try:
            while True:
                news.clear()
                ended = self.ended_at is not None  # read before the events: none comes after the end
                for event in self._events[after:]:
                    after += 1
                    yield event
                if ended:
                    return
                await news.wait()
        finally:
            with self._sending:
                self._followers.discard(follower)


class Runs:
    """Args: of_one: runs that an owner with a name may have under way, also those that nobody follows any more."""

    def __init__(self, of_one: int) -> None:
        self._pool = ThreadPoolExecutor(MAX_CONCURRENT_TURNS, thread_name_prefix="turn")
        self._runs: dict[str, Run] = {}
        self._of_one = of_one
        self._changing = threading.Lock()

    def start(self, owner: str, turn: Callable[[Tell], Any], as_error: Callable[[Exception], Any]) -> Run:
        """Raises Busy when too many wait already."""
        with self._changing:
            self._forget()
            under_way = [run.owner for run in self._runs.values() if run.ended_at is None]
            if len(under_way) >= WAITING or (owner and under_way.count(owner) >= self._of_one):
                raise Busy(f"{len(under_way)} questions wait already; ask again in a moment, or stop one")
            run = Run(owner)
            self._runs[run.run_id] = run
            self._pool.submit(run.work, turn, as_error)
        return run

    def get(self, owner: str, run_id: str) -> Run:
        """Raises NotFound when there is none, it is another's, or it is over for longer than it is kept."""
        with self._changing:
            self._forget()
            run = self._runs.get(run_id)
        if run is None or run.owner != owner:
            raise NotFound(f"there is no run {run_id}; one can be followed until {KEPT_SECONDS} s after its end; ask again")
        return run

    def resumed(self, owner: str, last_event_id: str) -> tuple[Run, int]:
        """The run, and how many of its events were received."""
        run_id, _, number = last_event_id.rpartition("-")
        if not number.isascii() or not number.isdigit():
            raise BadInput("Last-Event-ID is the id of an event of this stream")
        return self.get(owner, run_id), int(number)

    def stop(self) -> None:
        with self._changing:
            runs = list(self._runs.values())
        for run in runs:
            if run.ended_at is None:
                run.stop()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _forget(self) -> None:
        oldest = time.monotonic() - KEPT_SECONDS
        for run in [r for r in self._runs.values() if r.ended_at is not None and r.ended_at < oldest]:
            self._runs.pop(run.run_id, None)
