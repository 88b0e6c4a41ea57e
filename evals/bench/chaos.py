"""`python -m onrecord.evals.bench.chaos [TIMES] [--minutes M]` does harm at random moments, while questions are asked and articles come in.

First, a server that has everything in its home is killed (SIGKILL). Then `chaos_shared` kills the processes of several servers: the server of the
API, a worker, Chroma, PostgreSQL and one connection of it. Each kind of kill is made about equally often. `chaos_disk` fills the disk, and
`chaos_clock` moves the clock.

One home goes through all kills. Before each kill, a client asks in a conversation, and another one hands over articles and edits facts. They
note what the server acknowledged. After the restart, every acknowledged article is there, the newest are found by a word, every accepted job ends, every
acknowledged edit holds, the conversation has the acknowledged turns in their order, and at most one more, whose answer was on its way; and a
question is answered. The processes that the server had started must end by themselves. `onrecord.evals.bench.kills` kills an ingest from the
command line.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx

from onrecord.evals.bench.chaos_clients import FREE, MAX_MOMENT, Acknowledged, Outcome, kill_with_children, look_after, show_found, working
from onrecord.evals.bench.chaos_clock import move_clock
from onrecord.evals.bench.chaos_disk import run_trials
from onrecord.evals.bench.chaos_shared import KINDS, kill_any
from onrecord.evals.bench.kills import MAX_ENDING, make_articles, still_running
from onrecord.evals.bench.server import RunningServer, run_server
from onrecord.evals.suite import ingest_path

IN_HOME = "server with its home"  # a kind of kill
FIRST_ARTICLES = 6  # of the sample newsroom; the first one answers the question


def kill_servers(home: Path, times: int, seed: int = 1, max_moment: float = MAX_MOMENT) -> Iterator[Outcome]:
    """Args: home: a folder with the articles of `make_articles`, which the first start opens."""
    rng, known = random.Random(seed), Acknowledged()
    moment, left = 0.0, tuple[int, ...]()
    for kill in range(times + 1):
        began = time.monotonic()
        with run_server(home, **FREE) as server, httpx.Client(base_url=server.url, timeout=120) as client:
            seconds = time.monotonic() - began
            if kill:
                yield look_after(client, known, IN_HOME, moment, left, seconds)
            if kill < times:
                moment = rng.uniform(0.1, max_moment)
                started = work_until_killed(server, known, moment, seed=rng.randrange(10**6))
                left = still_running(started, MAX_ENDING)


def work_until_killed(server: RunningServer, known: Acknowledged, moment: float, seed: int) -> dict[int, bytes]:
    """The processes that the server had started when it was killed, with their commands."""
    with working(server.url, known, seed):
        time.sleep(moment)
        return kill_with_children(server.pid)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m onrecord.evals.bench.chaos", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("times", type=int, nargs="?", default=100, metavar="TIMES")
    parser.add_argument("--minutes", type=float, default=0, metavar="M", help="stop after the first kill that ends later")
    options = parser.parse_args()
    end = time.monotonic() + 60 * options.minutes if options.minutes else float("inf")
    failed = 0
    with tempfile.TemporaryDirectory(prefix="onrecord-chaos-") as folder:
        work = Path(folder)
        articles, of_home = make_articles(work / "articles", FIRST_ARTICLES), options.times // (len(KINDS) + 1)
        ingest_path(articles, f"{work}/home")
        failed += show(kill_servers(work / "home", of_home), end)
        failed += show(kill_any(work / "shared", articles, options.times - of_home), end)
        failed += run_trials().returncode
        failed += show_found(move_clock(work / "clock", articles))
    return int(failed > 0)


def show(outcomes: Iterator[Outcome], end: float) -> int:
    """Print each kill, then all. Returns the number of those that were not survived."""
    seen: list[Outcome] = []
    for outcome in outcomes:
        seen.append(outcome)
        print(f"{'survived' if outcome.survived else 'FAILED'}: {outcome}", flush=True)
        if time.monotonic() > end:
            break
    survived, kinds = sum(o.survived for o in seen), Counter(o.kind for o in seen)
    if seen:
        by_kind = ", ".join(f"{kind} {n}" for kind, n in kinds.items())
        print(f"{survived} of {len(seen)} survived ({by_kind}); acknowledged: {seen[-1].jobs} jobs, {seen[-1].articles} articles, {seen[-1].turns} turns; missing: {sum(len(o.missing) for o in seen)}", flush=True)
    return len(seen) - survived


if __name__ == "__main__":
    sys.exit(main())
