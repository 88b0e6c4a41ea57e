"""`python -m onrecord.evals.bench.chaos [TIMES] [--minutes M]` kills a server (SIGKILL) at random moments, while it is asked and articles come in.

One home goes through all kills. Before each kill, a client asks in a conversation, and another one hands over articles and edits facts. They
note what the server acknowledged. After the restart, every acknowledged article is there, the newest are found by a word, every accepted job ends, every
acknowledged edit holds, the conversation has the acknowledged turns in their order, and at most one more, whose answer was on its way; and a
question is answered. `ONRECORD_ARCHIVE` and `ONRECORD_CHROMA` of the environment count, so the same works with PostgreSQL and a Chroma server.
The processes that the server had started must end by themselves. `onrecord.evals.bench.kills` kills an ingest from the command line.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from onrecord.evals.bench.kills import MAX_ENDING, QUESTION, command_of, make_articles, still_running
from onrecord.evals.bench.process_memory import processes_below
from onrecord.evals.bench.server import RunningServer, run_server
from onrecord.evals.suite import ingest_path

FREE = {"ONRECORD_RATE": "1000000/minute", "ONRECORD_CONCURRENT": "1000"}
MAX_MOMENT = 6.0  # seconds of work before a kill
JOB_SECONDS = 120.0  # for a job to end after a restart
SEARCHED = 30  # newest articles that are also searched for after a kill; all are read
FIRST_ARTICLES = 6  # of the sample newsroom; the first one answers the question


@dataclass
class Acknowledged:
    """What the server said that it has done, over all kills."""

    jobs: list[str] = field(default_factory=list)  # not yet seen to be done; the server forgets them some time after
    jobs_done: int = 0
    articles: dict[str, str] = field(default_factory=dict)  # id → its own word
    edits: dict[str, str] = field(default_factory=dict)  # article id → outlet
    conversation: str = ""
    turns: list[str] = field(default_factory=list)  # ids


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
    seconds: float  # of the restart, until the server is ready

    @property
    def survived(self) -> bool:
        return not self.missing and not self.left and self.answered


def kill_servers(home: Path, times: int, seed: int = 1, max_moment: float = MAX_MOMENT) -> Iterator[Outcome]:
    """Args: home: a folder with the articles of `make_articles`, which the first start opens."""
    rng, known = random.Random(seed), Acknowledged()
    moment, left = 0.0, tuple[int, ...]()
    for kill in range(times + 1):
        began = time.monotonic()
        with run_server(home, **FREE) as server, httpx.Client(base_url=server.url, timeout=120) as client:
            seconds = time.monotonic() - began
            if kill:
                missing = find_missing(client, known)
                yield Outcome(round(moment, 2), len(known.jobs) + known.jobs_done, len(known.articles), len(known.turns), tuple(missing), left, answers(client), round(seconds, 1))
            if kill < times:
                moment = rng.uniform(0.1, max_moment)
                started = work_until_killed(server, known, moment, seed=rng.randrange(10**6))
                left = still_running(started, MAX_ENDING)


def work_until_killed(server: RunningServer, known: Acknowledged, moment: float, seed: int) -> dict[int, bytes]:
    """The processes that the server had started when it was killed, with their commands."""
    with httpx.Client(base_url=server.url, timeout=120) as client:
        if not known.conversation:
            known.conversation = client.post("/v1/conversations", json={}).raise_for_status().json()["conversation_id"]
        workers = [threading.Thread(target=until_killed, args=(work, server.url, known, seed)) for work in (ask, hand_over)]
        for worker in workers:
            worker.start()
        time.sleep(moment)
        started = {p: command_of(p) for p in processes_below(server.pid)}
        os.kill(server.pid, signal.SIGKILL)
        for worker in workers:
            worker.join()
    return started


def until_killed(work: Callable[[httpx.Client, Acknowledged, random.Random], None], url: str, known: Acknowledged, seed: int) -> None:
    with httpx.Client(base_url=url, timeout=120) as client:
        rng = random.Random(seed)
        while True:
            try:
                work(client, known, rng)
            except httpx.TransportError:  # the server is gone
                return


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


def answers(client: httpx.Client) -> bool:
    told = client.post("/v1/ask", json={"question": QUESTION})
    return told.status_code == 200 and told.json()["status"] == "served"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m onrecord.evals.bench.chaos", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("times", type=int, nargs="?", default=100, metavar="TIMES")
    parser.add_argument("--minutes", type=float, default=0, metavar="M", help="stop after the first kill that ends later")
    options = parser.parse_args()
    end = time.monotonic() + 60 * options.minutes if options.minutes else float("inf")
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory(prefix="onrecord-chaos-") as work:
        ingest_path(make_articles(Path(work) / "articles", FIRST_ARTICLES), f"{work}/home", os.environ.get("ONRECORD_ARCHIVE", ""))
        for outcome in kill_servers(Path(work) / "home", options.times):
            outcomes.append(outcome)
            print(f"{'survived' if outcome.survived else 'FAILED'}: {outcome}", flush=True)
            if time.monotonic() > end:
                break
    last = outcomes[-1]
    print(f"{sum(o.survived for o in outcomes)} of {len(outcomes)} survived; acknowledged: {last.jobs} jobs, {last.articles} articles, {last.turns} turns; missing: {sum(len(o.missing) for o in outcomes)}")
    return int(any(not o.survived for o in outcomes))


if __name__ == "__main__":
    sys.exit(main())
