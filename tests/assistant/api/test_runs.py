"""The limits on questions in progress, and what stopping one leaves."""

import threading
import time

import pytest

from onrecord.assistant.api import runs as module
from onrecord.assistant.api.runs import Runs, Tell
from onrecord.vectorstore.errors import Busy


def test_a_stopped_run_counts_until_its_thread_is_free() -> None:
    runs, free, begun = Runs(max_per_owner=2), threading.Event(), threading.Semaphore(0)

    def turn(_: Tell) -> str:
        begun.release()
        free.wait(30)
        return "answered"

    started = [runs.start("desk", turn, str) for _ in range(2)]
    for run in started:
        begun.acquire()
        run.stop()
    with pytest.raises(Busy):
        runs.start("desk", turn, str)
    runs.start("another desk", turn, str)  # has a limit of its own
    free.set()
    for _ in range(100):
        if not any(run.in_progress for run in runs._runs.values()):
            break
        time.sleep(0.05)
    assert runs.start("desk", turn, str)
    runs.stop()


def test_stopping_makes_no_room_for_more_than_the_queue_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_CONCURRENT_TURNS", 2)
    runs, free, refused = Runs(max_per_owner=4), threading.Event(), 0
    for _ in range(300):
        try:
            runs.start("", lambda _: free.wait(30), str).stop()  # without a key, there is only the limit of the server
        except Busy:
            refused += 1
    assert refused == 300 - module.MAX_IN_PROGRESS and runs.in_progress == module.MAX_IN_PROGRESS
    free.set()
    runs.stop()


def test_a_run_that_is_stopped_before_its_turn_never_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_CONCURRENT_TURNS", 1)
    runs, free, begun = Runs(max_per_owner=9), threading.Event(), []

    def turn(_: Tell) -> str:
        begun.append(1)
        free.wait(30)
        return "answered"

    first = runs.start("desk", turn, str)
    waiting = runs.start("desk", turn, str)
    assert runs.in_progress == 2
    for _ in range(100):
        if begun:
            break
        time.sleep(0.05)
    assert runs.waiting == 1
    waiting.stop()
    free.set()
    for _ in range(100):
        if not waiting.in_progress:
            break
        time.sleep(0.05)
    assert begun == [1] and first.result == "answered" and not waiting.in_progress and runs.waiting == 0
    runs.stop()
