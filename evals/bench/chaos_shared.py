"""Kills (SIGKILL) any process of a newsroom on several servers: API, worker, Chroma, PostgreSQL, or one connection of PostgreSQL.

What was killed is started again; the others go on. While Chroma is away, questions are answered with a notice, and `/readyz` says `degraded`. While
PostgreSQL is away, a question gets 503 with `Retry-After`, and `/readyz` says `away`. Afterwards the same process of the API answers as before.
"""

import os
import random
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from onrecord.assistant.wording import BY_WORDS_ALONE
from onrecord.evals.bench.backends import Chroma, Postgres, running_chroma, running_postgres
from onrecord.evals.bench.chaos_clients import FREE, MAX_MOMENT, Acknowledged, Outcome, ask_once, is_clear, kill_with_children, look_after, working
from onrecord.evals.bench.kills import MAX_ENDING, still_running
from onrecord.evals.bench.server import ONRECORD, Process, start_server, until
from onrecord.evals.suite import ingest_path

API, WORKER, CHROMA, POSTGRES, CONNECTION = "server", "worker", "Chroma", "PostgreSQL", "connection of PostgreSQL"
KINDS = (API, WORKER, CHROMA, POSTGRES, CONNECTION)
AWAY_SECONDS = 30.0  # until a server has noticed that another one is away
READY_SECONDS = 120.0  # until all is as before


@dataclass
class Running:
    """The processes of the newsroom."""

    home: Path
    postgres: Postgres
    chroma: Chroma
    environment: dict[str, str]
    api: Process | None = None
    url: str = ""
    workers: list[Process] = field(default_factory=list)

    def start_api(self) -> None:
        self.api, self.url = start_server(self.home, self.environment)

    def start_worker(self) -> None:
        command = [*ONRECORD, "worker", "--home", str(self.home)]
        self.workers = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True, env=os.environ | self.environment)]

    def state(self) -> tuple[int, str]:
        ready = httpx.get(f"{self.url}/readyz", timeout=60)
        return ready.status_code, ready.json()["state"]

    def stop(self) -> None:
        for process in [*self.workers, *([self.api] if self.api else [])]:
            with process:
                process.terminate()


@contextmanager
def running_newsroom(folder: Path, articles: Path) -> Iterator[Running]:
    """Args: folder: is created; articles: a folder with articles that the archive has from the beginning."""
    folder.mkdir()
    with running_postgres() as postgres, running_chroma(folder / "chroma") as chroma, ExitStack() as ending:
        archive = postgres.create("chaos")
        ingest_path(articles, f"{folder}/home", archive)
        environment = FREE | {"ONRECORD_ARCHIVE": archive, "ONRECORD_CHROMA": chroma.server.url, "ONRECORD_JOBS": "worker"}
        running = Running(folder / "home", postgres, chroma, environment)
        ending.callback(running.stop)
        running.start_worker()
        running.start_api()
        yield running


def kill_any(folder: Path, articles: Path, times: int, seed: int = 1, max_moment: float = MAX_MOMENT, kinds: Sequence[str] = KINDS) -> Iterator[Outcome]:
    """Each kind is killed about equally often, in random order."""
    rng, known = random.Random(seed), Acknowledged()
    order = [kinds[n % len(kinds)] for n in range(times)]
    rng.shuffle(order)
    with running_newsroom(folder, articles) as running:
        for kind in order:
            moment = rng.uniform(0.1, max_moment)
            yield kill_one(running, known, kind, moment, rng.randrange(10**6))


def kill_one(running: Running, known: Acknowledged, kind: str, moment: float, seed: int) -> Outcome:
    api, wrong = running.api, list[str]()
    with working(running.url, known, seed):
        time.sleep(moment)
        started = kill(running, kind)
        if kind in (CHROMA, POSTGRES):
            wrong += look_while_away(running, kind)
    left = still_running(started, MAX_ENDING)
    began = time.monotonic()
    restart(running, kind)
    try:
        until(lambda: running.state() == (200, "ready"), READY_SECONDS)
    except TimeoutError:
        wrong.append(f"/readyz says {running.state()}")
    seconds = time.monotonic() - began
    with httpx.Client(base_url=running.url, timeout=120) as client:
        if kind != API and (running.api is not api or api is None or api.poll() is not None):
            wrong.append("the server of the API ended")
        if (notice := ask_once(client).json().get("notice")) is not None:
            wrong.append(f"the answer has the notice {notice!r}")
        return look_after(client, known, kind, moment, left, seconds, wrong)


def kill(running: Running, kind: str) -> dict[int, bytes]:
    """Kill a process of this kind. Returns the processes that it had started and that must end by themselves."""
    if kind in (API, WORKER):
        process = running.api if kind == API else running.workers[0]
        assert process
        with process:
            return kill_with_children(process.pid)
    if kind == CONNECTION:
        until(running.postgres.kill_backend)
    else:
        (running.chroma if kind == CHROMA else running.postgres).kill()
    return {}


def restart(running: Running, kind: str) -> None:
    """Start what was killed again. PostgreSQL replaces a killed connection by itself."""
    start = {API: running.start_api, WORKER: running.start_worker, CHROMA: running.chroma.start, POSTGRES: running.postgres.start}
    if kind in start:
        start[kind]()


def look_while_away(running: Running, kind: str) -> Iterator[str]:
    """What is wrong while Chroma or PostgreSQL is away."""
    expected = (200, "degraded") if kind == CHROMA else (503, "away")
    with httpx.Client(base_url=running.url, timeout=120) as client:
        answer = ask_once(client)
        try:
            until(lambda: running.state() == expected, AWAY_SECONDS)
        except TimeoutError:
            yield f"/readyz says {running.state()} instead of {expected}"
        if kind == CHROMA and (answer.status_code != 200 or answer.json().get("notice") != BY_WORDS_ALONE):
            yield f"without Chroma: {answer.status_code} {answer.text[:300]}"
        if kind == POSTGRES and not is_clear(answer := ask_once(client)):
            yield f"without PostgreSQL: {answer.status_code} {answer.text[:300]}"
