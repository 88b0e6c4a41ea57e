"""`python -m onrecord.evals.bench.load [--passages N] [--readers N] [--seconds S] [--articles N]` measures a server that many ask at once.

Each reader asks the newsroom's questions as streams, the next one when the last is answered. Three parts, each of S seconds: one reader, N
readers at once, and one reader while N articles are taken in. Printed of each: whole answers a second, the time to the first byte and to the
whole answer, errors, and the server's memory. The home is a copy of one that `onrecord.evals.bench.speed` makes.

With `--seconds 1800` it shows whether memory grows. httpx does what a load tester such as locust would: the readers are 30 lines.
"""

import argparse
import asyncio
import itertools
import random
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from onrecord.evals.bench.process_memory import memory_of
from onrecord.evals.bench.server import RunningServer, run_server
from onrecord.evals.bench.speed import in_new_process, make_home
from onrecord.evals.run import latency_percentiles
from onrecord.evals.suite import newsroom_cases, newsroom_documents

WARM_UP = 5  # first questions, which are not counted, because they load models
LIMITS = {"ONRECORD_RATE": "1000000/minute", "ONRECORD_CONCURRENT": "1000"}  # the bench is one caller
BATCH = 100  # articles of one request
PAUSE = 0.5  # seconds of a reader after an error, so that a full server is not flooded
SENTENCES = 12  # of a made-up article


@dataclass
class Seen:
    """What readers saw: milliseconds to the first byte and to the end of each answer, and how many requests failed."""

    first_byte_ms: list[float] = field(default_factory=list)
    answer_ms: list[float] = field(default_factory=list)
    errors: int = 0


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m onrecord.evals.bench.load", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=50_000, metavar="N")
    parser.add_argument("--work", type=Path, default=Path(".speed"), metavar="FOLDER", help="folder that keeps the homes (default: .speed)")
    parser.add_argument("--readers", type=int, default=50, metavar="N", help="readers at once (default: 50)")
    parser.add_argument("--seconds", type=float, default=60, metavar="S", help="length of each part (default: 60)")
    parser.add_argument("--articles", type=int, default=2_000, metavar="N", help="articles that are taken in (default: 2000)")
    options = parser.parse_args()
    made = options.work / str(options.passages)
    in_new_process(make_home, made, options.passages)
    with tempfile.TemporaryDirectory() as folder:
        home = shutil.copytree(made, Path(folder) / "home")  # the articles are not kept
        with run_server(home, **LIMITS) as server:
            asyncio.run(measure(server, options.readers, options.seconds, options.articles))


async def measure(server: RunningServer, readers: int, seconds: float, articles: int) -> None:
    async with httpx.AsyncClient(base_url=server.url, timeout=600, limits=httpx.Limits(max_connections=None)) as client:
        await read(client, Seen(), count=WARM_UP)
        await part(server, client, "one reader", 1, seconds)
        await part(server, client, f"{readers} readers", readers, seconds)
        job = await take_in(client, articles)
        await part(server, client, "one reader during an ingest", 1, seconds)
        state = (await client.get(f"/v1/jobs/{job}")).json()["state"]
        print(f"the last articles are {'in' if state == 'done' else f'not in yet ({state})'}")


async def part(server: RunningServer, client: httpx.AsyncClient, name: str, readers: int, seconds: float) -> None:
    seen, before, began = Seen(), memory_of(server.pid).total, time.monotonic()
    await asyncio.gather(*(read(client, seen, offset=n, end=began + seconds) for n in range(readers)))
    print(describe(name, seen, time.monotonic() - began, before, memory_of(server.pid).total), flush=True)


def describe(name: str, seen: Seen, seconds: float, before: int, after: int) -> str:
    memory = f"memory {before} MB, then {after} MB"
    if not seen.answer_ms:
        return f"{name}: no answer, {seen.errors} errors; {memory}"
    return (
        f"{name}: {len(seen.answer_ms) / seconds:.2f} answers a second; first byte, ms: {latency_percentiles(seen.first_byte_ms)}; "
        f"whole answer, ms: {latency_percentiles(seen.answer_ms)}; {seen.errors} errors; {memory}"
    )


async def read(client: httpx.AsyncClient, seen: Seen, offset: int = 0, end: float = float("inf"), count: int | None = None) -> None:
    """Ask one question after the other, from that number `offset` on, until the moment `end` or `count` answers."""
    cases = itertools.islice(itertools.cycle(newsroom_cases()), offset, None)
    for case in itertools.islice(cases, count):
        if time.monotonic() >= end:
            return
        body = {"question": case.question, "as_of": case.as_of, "history": [{"role": m.role, "content": m.content} for m in case.history]}
        began, first, last = time.perf_counter(), 0.0, ""
        try:
            async with client.stream("POST", "/v1/ask", json=body, headers={"Accept": "text/event-stream"}) as response:
                async for line in response.aiter_lines():
                    first = first or time.perf_counter() - began
                    last = line if line.startswith("event: ") else last
        except httpx.HTTPError:
            last = ""
        if last == "event: answer":
            seen.first_byte_ms.append(1000 * first)
            seen.answer_ms.append(1000 * (time.perf_counter() - began))
        else:
            seen.errors += 1
            await asyncio.sleep(PAUSE)


async def take_in(client: httpx.AsyncClient, count: int) -> str:
    """Hand over so many made-up articles. Returns the last job's id."""
    job = ""
    made = made_up_articles(count)
    while batch := list(itertools.islice(made, BATCH)):
        job = (await client.post("/v1/articles", json=batch)).raise_for_status().json()["job_id"]
    return job


def made_up_articles(count: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Articles of sentences of the sample newsroom in another order, each with a name of its own."""
    chance, sentences = random.Random(seed), corpus_sentences()
    for n in range(count):
        chosen = chance.sample(sentences, SENTENCES)
        yield {"title": f"Report {n} of the load bench", "text": " ".join(chosen), "publisher": f"Outlet {n % 7}", "publish_date": f"2026-05-{n % 28 + 1:02}"}


def corpus_sentences() -> Sequence[str]:
    lines = (line for name, content in newsroom_documents() if name.endswith(".txt") for line in content.decode("utf-8", "replace").splitlines())
    return [line for line in lines if len(line.split()) > SENTENCES and line.endswith(".")]


if __name__ == "__main__":
    main()
