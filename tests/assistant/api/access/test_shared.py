"""Keys and limits in PostgreSQL: several processes have them together. Here each process is a connection of its own."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from onrecord.assistant.api.access.keys import Keys
from onrecord.assistant.api.access.shared import SharedKeys, SharedLimits, requests
from onrecord.vectorstore.database import Database
from onrecord.vectorstore.errors import BadInput, Busy, NotFound
from onrecord.vectorstore.shared import ALIVE_SECONDS, SharedDatabase, ago, processes

pytestmark = pytest.mark.slow
Connect = Callable[[], SharedDatabase]


@pytest.fixture
def connect(database: Database) -> Iterator[Connect]:
    """A function that makes the connection of one more process, which gives signs of life."""
    opened: list[SharedDatabase] = []

    def make() -> SharedDatabase:
        opened.append(SharedDatabase(database))
        opened[-1].start()
        return opened[-1]

    yield make
    for one in opened:
        one.close()


def test_a_key_of_one_process_opens_the_other_until_it_is_removed(connect: Connect, tmp_path: Path) -> None:
    first, second = (SharedKeys(connect(), Keys(tmp_path / name)) for name in "ab")
    token = first.add("desk", ("ingest", "ask"), "sports")
    found = second.find(token)
    assert found and (found.name, found.scopes, found.collection) == ("desk", ("ask", "ingest"), "sports")
    assert token not in str(second.all()) and second.find(f"{token}x") is None and second.find("\ud800") is None
    with pytest.raises(BadInput, match="already"):
        second.add("desk", ("ask",), "default")
    second.remove("desk")
    assert first.find(token) is None and first.all() == []
    with pytest.raises(NotFound):
        first.remove("desk")
    assert first.find(first.add("desk", ("ask",), "default")), "its name is free again"


def test_of_two_keys_with_one_name_at_the_same_time_one_is_made(connect: Connect, tmp_path: Path) -> None:
    stores = [SharedKeys(connect(), Keys(tmp_path)) for _ in range(4)]
    made: list[str] = []

    def add(keys: SharedKeys) -> None:
        with suppress(BadInput):
            made.append(keys.add("desk", ("ask",), "default"))

    run_together([lambda k=k: add(k) for k in stores])  # type: ignore[misc]
    assert len(made) == 1 == len(stores[0].all())


def test_the_keys_of_homes_are_taken_over_and_none_is_lost_or_comes_back(connect: Connect, tmp_path: Path) -> None:
    files = [Keys(tmp_path / name) for name in "ab"]
    tokens = [files[0].add("desk", ("ask",), "default"), files[0].add("feed", ("ingest",), "sports"), files[1].add("desk", ("admin",), "default")]
    first, second = (SharedKeys(connect(), file) for file in files)
    for keys in (first, second):
        assert [key and (key.name, key.scopes, key.collection) for key in map(keys.find, tokens)] == [
            ("desk", ("ask",), "default"), ("feed", ("ingest",), "sports"), ("desk", ("admin",), "default"),
        ]  # fmt: skip
    first.remove("desk")
    again = SharedKeys(connect(), files[0])
    assert [key and key.name for key in map(again.find, tokens)] == [None, "feed", None]
    assert files[0].find(tokens[0]), "the file stays as it is, for an archive in the home"


def test_processes_together_admit_as_many_requests_as_one_would(connect: Connect) -> None:
    limits = [SharedLimits(connect(), "12/hour", 99) for _ in range(3)]
    refused: list[int | None] = []

    def ask(of: SharedLimits) -> None:
        for _ in range(6):
            try:
                with of.admit("eager"):
                    pass
            except Busy as e:
                refused.append(e.retry_seconds)

    run_together([lambda o=o: ask(o) for o in limits])  # type: ignore[misc]
    assert len(refused) == 6 and all(seconds and 3500 < seconds <= 3600 for seconds in refused)
    with limits[0].admit("patient"):
        pass


def test_the_window_moves(connect: Connect) -> None:
    first, second = (SharedLimits(connect(), "2/second", 9) for _ in range(2))
    for limits in (first, second):
        with limits.admit("desk"):
            pass
    with pytest.raises(Busy) as refused, first.admit("desk"):
        pass
    assert refused.value.retry_seconds == 1
    threading.Event().wait(1.1)
    with second.admit("desk"):
        pass


def test_requests_at_once_are_counted_together_and_those_of_a_dead_process_are_not(connect: Connect) -> None:
    one, other = connect(), connect()
    first, second = SharedLimits(one, "99/hour", 2), SharedLimits(other, "99/hour", 2)
    with ExitStack() as running:
        running.enter_context(first.admit("desk"))
        with second.admit("desk"), pytest.raises(Busy), first.admit("desk"):
            pass
        running.enter_context(first.admit("desk"))
        with pytest.raises(Busy), second.admit("desk"):
            pass
        one._stopping.set()  # as if it had been killed a while ago
        with one.engine.begin() as db:
            db.execute(update(processes).where(processes.c.process_id == one.process_id).values(seen_at=ago(ALIVE_SECONDS + 1)))
        with second.admit("desk"), second.admit("desk"), pytest.raises(Busy), second.admit("desk"):
            pass


def move_rows(of: SharedDatabase, seconds: float) -> None:
    """Move the times of all rows into the future: the same as setting the clock back."""
    with of.engine.begin() as db:
        db.execute(update(requests).values(at=requests.c.at + timedelta(seconds=seconds)))
        db.execute(update(processes).values(seen_at=processes.c.seen_at + timedelta(seconds=seconds)))


@pytest.mark.parametrize("seconds", [86400, -86400])
def test_a_jump_of_the_clock_locks_no_key_out(connect: Connect, seconds: float) -> None:
    shared = connect()
    limits = SharedLimits(shared, "2/minute", 9)
    for _ in range(2):
        with limits.admit("desk"):
            pass
    with pytest.raises(Busy), limits.admit("desk"):
        pass
    move_rows(shared, seconds)
    with limits.admit("desk"):
        pass


def test_after_the_clock_was_set_back_a_dead_process_is_dead(connect: Connect) -> None:
    dead, alive = connect(), connect()
    first, second = SharedLimits(dead, "99/hour", 1), SharedLimits(alive, "99/hour", 1)
    with first.admit("desk"):
        dead._stopping.set()  # as if it had been killed
        dead._beating.join()
        move_rows(alive, 86400)
        alive._beat()
        with second.admit("desk"), pytest.raises(Busy), second.admit("desk"):
            pass


def run_together(work: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=one) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
