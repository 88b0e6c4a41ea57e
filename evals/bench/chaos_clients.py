"""Clients of a server that comes to harm: what they do, what the server acknowledged to them, and what of it is missing afterwards."""

import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from onrecord.evals.bench.kills import QUESTION, command_of
from onrecord.evals.bench.process_memory import processes_below

FREE = {"ONRECORD_RATE": "1000000/minute", "ONRECORD_CONCURRENT": "1000"}
MAX_MOMENT = 6.0  # seconds of work before a kill
JOB_SECONDS = 120.0  # for a job to end after a restart
SEARCHED = 30  # newest articles that are also searched for after a kill; all are read


@dataclass
class Acknowledged:
    """What the server said that it has done, over all kills."""

    jobs: list[str] = field(default_factory=list)  # not yet seen to be done; the server forgets them some time after
    jobs_done: int = 0
    articles: dict[str, str] = field(default_factory=dict)  # id → its own word
    edits: dict[str, str] = field(default_factory=dict)  # article id → outlet
    conversation: str = ""
    turns: list[str] = field(default_factory=list)  # ids
    wrong: list[str] = field(default_factory=list)  # errors that no client should get


@dataclass(frozen=True)
class Outcome:
    """One kill, and what was missing after the restart."""

    moment: float  # seconds from the start of the work to the kill
    jobs: int  # acknowledged before it, over all kills
    articles: int
    turns: int
    missing: tuple[str, ...]
    left: tuple[int, ...]  # processes that the server had started and that did not end
    answered: bool
    seconds: float  # from the restart of what was killed until the server is ready
    kind: str

    @property
    def survived(self) -> bool:
        return not self.missing and not self.left and self.answered


@dataclass(frozen=True)
class Found:
    """What came of one full disk, or of one jump of the clock."""

    trial: str
    faults: tuple[str, ...]
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        return not self.faults


def show_found(trials: Iterable[Found]) -> int:
    """Print each. Returns 1 if one was not passed."""
    failed = 0
    for found in trials:
        failed += not found.passed
        print(f"{'passed' if found.passed else 'FAILED'}: {found}", flush=True)
    return int(failed > 0)


def look_after(client: httpx.Client, known: Acknowledged, kind: str, moment: float, left: tuple[int, ...], seconds: float, wrong: Iterable[str] = ()) -> Outcome:
    """The state after a kill. Args: wrong: faults that were seen before."""
    missing = (*wrong, *known.wrong, *find_missing(client, known))
    known.wrong.clear()
    return Outcome(round(moment, 2), len(known.jobs) + known.jobs_done, len(known.articles), len(known.turns), missing, left, answers(client), round(seconds, 1), kind)


def kill_with_children(pid: int) -> dict[int, bytes]:
    """Kill a process. Returns those that it had started, which must end by themselves, with their commands."""
    started = {p: command_of(p) for p in processes_below(pid)}
    os.kill(pid, signal.SIGKILL)
    return started


@contextmanager
def working(url: str, known: Acknowledged, seed: int) -> Iterator[None]:
    """Clients ask and hand articles over while the block runs, each until its first request without success."""
    with httpx.Client(base_url=url, timeout=120) as client:
        if not known.conversation:
            known.conversation = client.post("/v1/conversations", json={}).raise_for_status().json()["conversation_id"]
    ended = threading.Event()
    workers = [threading.Thread(target=work_on, args=(work, url, known, seed, ended)) for work in (ask, hand_over)]
    for worker in workers:
        worker.start()
    try:
        yield
    finally:
        ended.set()
        for worker in workers:
            worker.join()


def work_on(work: Callable[[httpx.Client, Acknowledged, random.Random], None], url: str, known: Acknowledged, seed: int, ended: threading.Event) -> None:
    with httpx.Client(base_url=url, timeout=120) as client:
        rng = random.Random(seed)
        while not ended.is_set():
            try:
                work(client, known, rng)
            except httpx.TransportError:  # the server is gone
                return
            except httpx.HTTPStatusError as e:
                if not is_clear(e.response):
                    known.wrong.append(f"{e.request.method} {e.request.url.path}: {e.response.status_code} {e.response.text[:300]}")
                return


def is_clear(response: httpx.Response) -> bool:
    """Whether an error says that something is away or full, and when to come again."""
    return response.status_code in (503, 507) and int(response.headers.get("retry-after", 0)) > 0


def ask(client: httpx.Client, known: Acknowledged, rng: random.Random) -> None:
    told = client.post("/v1/ask", json={"question": rng.choice([QUESTION, "Who keeps the lighthouse?"]), "conversation_id": known.conversation}).raise_for_status()
    known.turns.append(told.json()["turn_id"])


def hand_over(client: httpx.Client, known: Acknowledged, rng: random.Random) -> None:
    """An article, whose job is followed for a while, then an edit of one that is stored."""
    word = f"Quill{rng.randrange(10**9)}"
    text = f"The lighthouse {word} was lit again on Monday after {rng.randrange(9, 99)} years, keeper Ada Roe said. Nobody was hurt in the storm."
    job = client.post("/v1/articles", json={"title": f"Lighthouse {word}", "publisher": "Corvane Wire", "text": text}).raise_for_status().json()["job_id"]
    known.jobs.append(job)
    for _ in range(rng.randrange(30)):
        state = client.get(f"/v1/jobs/{job}").raise_for_status().json()
        known.articles |= dict.fromkeys(state["articles"], word)
        if state["state"] == "done":
            break
        time.sleep(0.1)
    if known.articles:
        article = rng.choice(list(known.articles))
        outlet = f"Post {rng.randrange(1000)}"
        known.edits.pop(article, None)  # until it is acknowledged, either may hold
        client.patch(f"/v1/articles/{article}", json={"publisher": outlet}).raise_for_status()
        known.edits[article] = outlet


def find_missing(client: httpx.Client, known: Acknowledged) -> Iterator[str]:
    """What was acknowledged and is not there."""
    for job in list(known.jobs):
        state = wait_for(client, job)
        if state.get("state") != "done":
            yield f"job {job}: {state}"
        known.jobs.remove(job)
        known.jobs_done += 1
        known.articles |= dict.fromkeys((i for i in state.get("articles", {}) if i not in known.articles), "")
    newest = list(known.articles)[-SEARCHED:]
    for article, word in known.articles.items():
        found = client.get(f"/v1/articles/{article}")
        if found.status_code != 200:
            yield f"article {article}: {found.status_code}"
        elif word and article in newest and article not in [h["article_id"] for h in client.post("/v1/search", json={"query": word, "k": 5}).json()["hits"]]:
            yield f"article {article}: not found by its word {word}"
        elif article in known.edits and (publisher := found.json()["publisher"]) != known.edits[article]:
            yield f"edit of {article}: {publisher} instead of {known.edits[article]}"
    if known.conversation:
        yield from missing_turns(client, known)


def wait_for(client: httpx.Client, job: str) -> dict[str, Any]:
    deadline = time.monotonic() + JOB_SECONDS
    while True:
        response = client.get(f"/v1/jobs/{job}")
        state: dict[str, Any] = response.json() if response.status_code == 200 else {"state": f"{response.status_code}"}
        if state["state"] not in ("queued", "archiving", "indexing") or time.monotonic() > deadline:
            return state
        time.sleep(0.1)


def missing_turns(client: httpx.Client, known: Acknowledged) -> Iterator[str]:
    """A turn that the server stored, but whose answer did not arrive, counts as acknowledged from now on."""
    stored = [t["turn_id"] for t in client.get(f"/v1/conversations/{known.conversation}").raise_for_status().json()["turns"]]
    if stored[: len(known.turns)] != known.turns:
        yield f"turns: {stored} instead of {known.turns}"
    elif len(stored) - len(known.turns) > 1:
        yield f"turns that nobody asked for: {stored[len(known.turns) :]}"
    known.turns[:] = stored


def ask_once(client: httpx.Client) -> httpx.Response:
    return client.post("/v1/ask", json={"question": QUESTION})


def answers(client: httpx.Client) -> bool:
    answer = ask_once(client)
    return answer.status_code == 200 and answer.json()["status"] == "served"
