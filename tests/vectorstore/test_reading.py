import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from onrecord.assistant.attribution import StatementReader
from onrecord.vectorstore.archive import Archive
from onrecord.vectorstore.embedding import DEFAULT_MODEL
from onrecord.vectorstore.model import Article
from onrecord.vectorstore.reading import Reader, ReaderProcess, read_in_processes
from onrecord.vectorstore.store import READING, Stopped, Store, open_store

TEXTS = [f"Mayor Ada Veltri said the bridge would open in {n} days.\n\n“It holds,” she added." for n in range(6)]
CHUNKS = [[("article", n), ("article", n + 1)] for n in (0, 2, 4)]


class LengthReader:
    version = "lengths"

    def read(self, texts: Sequence[str]) -> list[list[Any]]:
        return [[{"length": len(text)}] for text in texts]


class OnlyHere(LengthReader):
    """Ends every other process that reads."""

    def __init__(self) -> None:
        self.home = os.getpid()

    def read(self, texts: Sequence[str]) -> list[list[Any]]:
        if os.getpid() != self.home:
            os._exit(9)
        return super().read(texts)


def texts_of(keys: Sequence[tuple[str, int]]) -> list[str]:
    return [TEXTS[n] for _, n in keys]


def test_processes_find_what_this_process_finds() -> None:
    reader = StatementReader()
    found = list(read_in_processes(reader, CHUNKS, texts_of))
    assert sorted(keys for keys, _ in found) == CHUNKS
    assert all(read == reader.read(texts_of(keys)) and all(read) for keys, read in found)
    assert reader.read(TEXTS) == [one for text in TEXTS for one in reader.read([text])]


def test_each_chunk_is_returned_when_every_process_ends() -> None:
    found = list(read_in_processes(OnlyHere(), CHUNKS, texts_of))
    assert sorted(keys for keys, _ in found) == CHUNKS and {read is None for _, read in found} == {True}


def test_no_process_is_left_when_the_caller_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[ReaderProcess] = []
    monkeypatch.setattr("onrecord.vectorstore.reading.ReaderProcess", lambda reader: started.append(ReaderProcess(reader)) or started[-1])
    reading = read_in_processes(LengthReader(), CHUNKS, texts_of)
    assert next(reading)[1] is not None
    reading.close()  # type: ignore[attr-defined]
    assert started and all(p._process.returncode is not None for p in started)


def filled(home: Path, articles: int) -> None:
    archive = Archive(home / "archive.sqlite3")
    for n in range(articles):
        archive.put(Article(f"a{n:02}", TEXTS[n % len(TEXTS)], "Bridge"), [])
    archive.close()


def caught_up(home: Path, reader: Reader, **options: Any) -> dict[str, Any]:
    with open_store(home, DEFAULT_MODEL) as store:
        store.readers = [reader]
        try:
            store.catch_up(**options)
        finally:
            found = statements_of(store, reader.version)
    return found


def statements_of(store: Store, version: str) -> dict[str, Any]:
    return {i: found for i in store.archive.article_ids() if (found := store.archive.statements(store.archive.article(i), version)) is not None}


@pytest.mark.parametrize("reader", [LengthReader(), OnlyHere()], ids=["in processes", "in processes that end"])
def test_nothing_is_lost_with_many_articles(tmp_path: Path, reader: Reader) -> None:
    filled(tmp_path, 40)
    assert caught_up(tmp_path, reader) == {f"a{n:02}": [{"length": len(TEXTS[n % len(TEXTS)])}] for n in range(40)}


def test_what_was_stopped_continues(tmp_path: Path) -> None:
    filled(tmp_path, 40)

    def stop(stage: str, done: int, total: int) -> None:
        if stage == READING and done:
            raise Stopped

    with pytest.raises(Stopped):
        caught_up(tmp_path, LengthReader(), progress=stop)
    with open_store(tmp_path, DEFAULT_MODEL) as store:
        assert 0 < len(statements_of(store, "lengths")) < 40
    assert len(caught_up(tmp_path, LengthReader())) == 40


KILLED = """
import os, signal, sys
sys.path.append(os.getcwd())  # the process gets this path, but not the empty one
from onrecord.vectorstore.reading import ReaderProcess
from tests.vectorstore.test_reading import LengthReader
process = ReaderProcess(LengthReader())
process.send(["text"])
process.channel.recv()
print(process._process.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_process_ends_when_its_starter_is_killed() -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
    assert killed.returncode == -signal.SIGKILL
    status, deadline = Path(f"/proc/{int(killed.stdout)}/status"), time.monotonic() + 20
    while status.exists() and "State:\tZ" not in status.read_text() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not status.exists() or "State:\tZ" in status.read_text()
