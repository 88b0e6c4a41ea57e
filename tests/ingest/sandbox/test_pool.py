"""Whatever one document costs, the others are taken in: each bomb is over within 10 s and 512 MB, and no process stays behind."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from onrecord.ingest.documents import Rejected, Source
from onrecord.ingest.sandbox.pool import MAX_KEPT, Pool, parse_all
from onrecord.ingest.sandbox.worker import Parsed
from tests.ingest import bombs

linux = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads /proc")
HARMLESS = {"json-ld.html"}  # looks dangerous and is cheap
BY_SPEED = {"stops.txt", "sign-off.txt"}  # seconds of work: taken in by a machine that is fast enough


def run_python(*arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, *arguments], stdout=subprocess.PIPE, text=True)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """All bombs, one after the other, in one process that has no model loaded, so that its memory can be told."""
    folder = tmp_path_factory.mktemp("bombs")
    bombs.write_bombs(folder)
    out, _ = run_python(bombs.__file__, str(folder)).communicate(timeout=600)
    return {row["name"]: row for row in map(json.loads, out.splitlines())}


@pytest.mark.slow
@linux
@pytest.mark.parametrize("name", bombs.BOMBS)
def test_bombs(outcomes: dict[str, dict[str, Any]], name: str) -> None:
    found = outcomes[name]
    assert name in BY_SPEED or (found["outcome"] == "taken in") == (name in HARMLESS), found
    assert found["seconds"] < 10 and found["workers"] < 512e6 and found["parent"] < 512e6, found
    assert found["after"] == 3, "articles after it were not taken in"


@pytest.mark.slow
@linux
def test_memory_was_measured(outcomes: dict[str, dict[str, Any]]) -> None:
    assert max(row["workers"] for row in outcomes.values()) > 100e6


def test_results_come_in_the_order_of_the_sources() -> None:
    sources: list[Source | Rejected] = [Source(str(n), str(n), "text", bombs.article(n) * (1 + 400 * (n % 5 == 0))) for n in range(40)]
    sources[7] = Rejected("7", "was one before")
    found = list(parse_all(sources))
    assert found[7] == sources[7] and len(found) == 40
    for n, parsed in enumerate(found):
        assert n == 7 or (isinstance(parsed, Parsed) and f"meeting {n}." in parsed.article.text)


def test_after_many_documents_no_worker_is_kept() -> None:
    pool = Pool()
    some = [Source(str(n), str(n), "text", bombs.article(n)) for n in range(MAX_KEPT + 1)]
    list(parse_all(some[:MAX_KEPT], pool))
    kept = list(pool._idle)
    assert kept and all(w.alive for w in kept)
    assert len(list(parse_all(some, pool))) == len(some)
    assert pool._idle == [] and not any(w.alive for w in kept)


def test_workers_are_kept_and_replaced_when_killed() -> None:
    pool = Pool()
    one = [Source("a", "a", "text", bombs.article(1))]
    try:
        list(parse_all(one, pool))
        (first,) = pool._idle
        list(parse_all(one, pool))
        assert pool._idle == [first]
        os.kill(first._process.pid, signal.SIGKILL)
        first._process.wait()
        (again,) = parse_all(one, pool)
        assert isinstance(again, Parsed) and pool._idle != [first]
    finally:
        pool.close()
    assert all(not w.alive for w in pool._idle)


@pytest.mark.slow
@linux
@pytest.mark.parametrize(("sent", "seconds"), [(signal.SIGINT, 4), (signal.SIGKILL, 10)])
def test_no_process_stays_behind(tmp_path: Path, sent: signal.Signals, seconds: float) -> None:
    for n in range(4):
        (tmp_path / f"{n}.md").write_bytes(bombs.BOMBS["links.md"]())
    program = "from pathlib import Path; import sys; from onrecord.ingest.sandbox.pool import parse_all; from onrecord.ingest.sources.files import list_files, read_files\nfor _ in parse_all(read_files(list_files(Path(sys.argv[1])))): pass"
    running = run_python("-c", program, str(tmp_path))
    children = wait_for_children(running.pid, 2)
    time.sleep(1)
    assert all(is_running(c) for c in children)
    running.send_signal(sent)
    assert running.wait(seconds) != 0
    deadline = time.monotonic() + seconds
    while any(map(is_running, children)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(is_running, children))


def wait_for_children(process: int, number: int) -> list[str]:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        children = [c for path in Path(f"/proc/{process}/task").glob("*/children") for c in path.read_text().split()]
        if len(children) >= number:
            return children
        time.sleep(0.05)
    raise AssertionError("no workers were started")


def is_running(process: str) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
