"""Turns in progress. Each runs in its own thread and records its events. Clients can follow, resume and stop a run."""

import asyncio
import json
import threading
import time
import uuid
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from dataclasses import asdict, dataclass
from typing import Any

from onrecord.assistant.answer import Part
from onrecord.assistant.limits import MAX_CONCURRENT_TURNS
from onrecord.vectorstore.errors import BadInput, Busy, NotFound
from onrecord.vectorstore.store import Stopped

MAX_IN_PROGRESS = 64
KEPT_SECONDS = 60  # time that a run is kept after its end, so that a dropped stream can be resumed
REPORTED_STAGES = ("rewrite_question", "search", "select_evidence", "draft_answer", "compose_answer")  # each is sent once per run

Tell = Callable[[str | Part], None]


@dataclass(frozen=True)
class Event:
    """The fields of a server-sent event."""

    event: str
    id: str
    data: str


class Run:
    """One turn. Its last event is `answer` or `error`.

    Args:
        owner: the caller's name. Only the owner may follow or stop the run.
        adopted: it began in another process, so that its events are others than a client may have received there.
    """

    def __init__(self, owner: str, run_id: str, adopted: bool = False) -> None:
        self.run_id, self.owner, self.adopted = run_id, owner, adopted
        self.waiting = True  # for its thread
        self.in_progress = True  # until its thread is free again; a stopped run goes on to its next step
        self.ended_at: float | None = None  # when its last event was recorded
        self.result: Any = None
        self.error: Exception | None = None
        self._events: list[Event] = []
        self._stages: set[str] = set()
        self._stopping = threading.Event()
        self._sending = threading.Lock()
        self._followers: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()

    def work(self, turn: Callable[[Tell], Any], as_error: Callable[[Exception], Any], count_error: Callable[[Exception], None]) -> None:
        """Args: turn: returns the body of the answer; as_error: returns the body of an error; count_error: is called with it."""
        self.waiting = False
        try:
            if not self._stopping.is_set():  # else it was stopped while it waited for its thread
                self.result = turn(self._tell)
                self._end("answer", self.result)
        except Stopped:
            self.stop()
        except Exception as e:
            count_error(e)
            self._end("error", as_error(e), e)
        finally:
            self.in_progress = False

    def stop(self) -> None:
        """Stop the run. Followers get the last event at once. The turn itself ends at its next step."""
        self._stopping.set()
        self._end("error", {"error": {"type": "Stopped", "message": "stopped on request"}}, Stopped())

    def _tell(self, news: str | Part) -> None:
        if self._stopping.is_set():
            raise Stopped
        if isinstance(news, Part):
            self._send("claim", asdict(news))
        elif news in REPORTED_STAGES and news not in self._stages:
            self._stages.add(news)
            self._send("stage", {"run_id": self.run_id, "stage": news})

    def _end(self, event: str, body: Any, error: Exception | None = None) -> None:
        self._send(event, body, error, last=True)

    def _send(self, event: str, body: Any, error: Exception | None = None, last: bool = False) -> None:
        """Record an event and wake the followers. Events after the last one are discarded."""
        with self._sending:
            if self.ended_at is None:
                self._events.append(Event(event, f"{self.run_id}-{len(self._events) + 1}", json.dumps(body, ensure_ascii=False)))
                self.error, self.ended_at = error, time.monotonic() if last else None
            followers = list(self._followers)
        for loop, news in followers:
            with suppress(RuntimeError):  # raised if the follower's loop is closed
                loop.call_soon_threadsafe(news.set)

    async def follow(self, after: int = 0) -> AsyncIterator[Event]:
        """The events after the first `after`, each as soon as it is recorded, up to the last one."""
        news = asyncio.Event()
        follower = (asyncio.get_running_loop(), news)
        with self._sending:
            self._followers.add(follower)
        try:
            while True:
                news.clear()
                ended = self.ended_at is not None  # read before the events, because no event is added after the end
                for event in self._events[after:]:
                    after += 1
                    yield event
                if ended:
                    return
                await news.wait()
        finally:
            with self._sending:
                self._followers.discard(follower)


def new_run_id() -> str:
    return uuid.uuid4().hex


def read_event_id(last_event_id: str) -> tuple[str, int]:
    """The id of a run, and the number of its events that the client has received. Raises BadInput."""
    run_id, _, number = last_event_id.rpartition("-")
    if not number.isascii() or not number.isdigit():
        raise BadInput("Last-Event-ID must be the id of an event of this stream")
    return run_id, int(number)


def ignore_error(_: Exception) -> None:
    pass


class Runs:
    """Args: count_error: is called with each error that ends a run. max_per_owner: runs that an owner with a key may have in progress. Runs that were stopped, or that no client follows any more, count until their threads are free."""

    def __init__(self, max_per_owner: int, count_error: Callable[[Exception], None] = ignore_error) -> None:
        self._pool = ThreadPoolExecutor(MAX_CONCURRENT_TURNS, thread_name_prefix="turn")
        self._runs: dict[str, Run] = {}
        self._max_per_owner, self._count_error = max_per_owner, count_error
        self._changing = threading.Lock()

    def start(self, owner: str, turn: Callable[[Tell], Any], as_error: Callable[[Exception], Any], run_id: str | None = None, adopted: bool = False) -> Run:
        """Start a run. Raises Busy if too many are in progress."""
        with self._changing:
            self._delete_old()
            in_progress = [run.owner for run in self._runs.values() if run.in_progress]
            if len(in_progress) >= MAX_IN_PROGRESS or (owner and in_progress.count(owner) >= self._max_per_owner):
                raise Busy(f"{len(in_progress)} questions are in progress; ask again in a moment, or stop one")
            run = Run(owner, run_id or new_run_id(), adopted)
            self._runs[run.run_id] = run
            self._pool.submit(copy_context().run, run.work, turn, as_error, self._count_error)  # so that log lines have the request's fields
        return run

    @property
    def in_progress(self) -> int:
        with self._changing:
            return sum(run.in_progress for run in self._runs.values())

    @property
    def waiting(self) -> int:
        """The number of runs that wait for a thread, with those of them that were stopped."""
        with self._changing:
            return sum(run.waiting for run in self._runs.values())

    def get(self, owner: str, run_id: str) -> Run:
        """Raises NotFound if there is no such run, it has another owner, or it ended more than `KEPT_SECONDS` ago."""
        with self._changing:
            self._delete_old()
            run = self._runs.get(run_id)
        if run is None or run.owner != owner:
            raise NotFound(f"there is no run {run_id}; a run can be followed until {KEPT_SECONDS} s after its end; ask again")
        return run

    def stop(self) -> None:
        with self._changing:
            runs = list(self._runs.values())
        for run in runs:
            if run.ended_at is None:
                run.stop()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _delete_old(self) -> None:
        oldest = time.monotonic() - KEPT_SECONDS
        for run in [r for r in self._runs.values() if not r.in_progress and r.ended_at is not None and r.ended_at < oldest]:
            self._runs.pop(run.run_id, None)
