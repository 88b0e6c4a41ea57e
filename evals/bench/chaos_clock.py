"""`python -m onrecord.evals.bench.chaos_clock` sets the clock of a server back and ahead while it is asked and articles come in.

Before each jump, a stream is open, an article is being ingested, and a key has used up its limit. Nothing that was acknowledged may be missing
afterwards, the versions of an article must be in the order in which they came, the stream must end with its answer, and the key must be admitted
again after the seconds that its last response named.
"""

import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from onrecord.assistant.api.access import Keys
from onrecord.evals.bench.chaos_clients import Acknowledged, Found, answers, find_missing, show_found, wait_for, working
from onrecord.evals.bench.kills import QUESTION, make_articles
from onrecord.evals.bench.server import start_server
from onrecord.evals.suite import ingest_path

DAY = 24 * 3600.0
SHIFTS = (-DAY, 0.0, DAY, -DAY, 0.0)  # seconds from the real time, one after the other; it begins with 0
RATE, RATE_SECONDS = "6/5 second", 5
WORK_SECONDS = 3.0  # before and after each jump
PROGRAM = (sys.executable, "-P", str(Path(__file__).with_name("shifted_clock.py")))
ADDRESS = "https://desk.example/lamp"


def move_clock(home: Path, articles: Path, shifts: Sequence[float] = SHIFTS, seconds: float = WORK_SECONDS) -> Iterator[Found]:
    """Args: home: is created; articles: a folder whose first article answers the question."""
    ingest_path(articles, str(home))
    clock, known = home.with_name(f"{home.name}.clock"), Acknowledged()
    clock.write_text("0")
    key = Keys(home).add("desk", ("admin",), "default")
    process, url = start_server(home, {"ONRECORD_RATE": RATE}, program=(*PROGRAM, str(clock)))
    with process:
        try:
            for number, shift in enumerate(shifts, 1):
                with httpx.Client(base_url=url, timeout=120) as client, httpx.Client(base_url=url, timeout=120, headers={"Authorization": f"Bearer {key}"}) as limited:
                    yield jump(client, limited, clock, shift, known, number, seconds)
        finally:
            process.terminate()


def jump(client: httpx.Client, limited: httpx.Client, clock: Path, shift: float, known: Acknowledged, number: int, seconds: float) -> Found:
    faults: list[str] = []
    with working(str(client.base_url), known, seed=number):
        time.sleep(seconds)
        wait = use_up_limit(limited)
        job = client.post("/v1/articles", json={"url": ADDRESS, "title": "A lamp is lit", "text": state_of_article(number)}).raise_for_status().json()["job_id"]
        with opened_stream(client) as lines:
            clock.write_text(str(shift))
            last = [line for line in lines if line.startswith("event: ")][-1]
        time.sleep(seconds)
    if last != "event: answer":
        faults.append(f"the stream ends with {last}")
    faults += missing_versions(client, job, number)
    if not 0 < wait <= RATE_SECONDS:
        faults.append(f"Retry-After is {wait} s")
    time.sleep(min(wait, RATE_SECONDS))
    if (admitted := limited.get("/v1/conversations")).status_code != 200:
        faults.append(f"the key is not admitted again: {admitted.status_code}, Retry-After {admitted.headers.get('retry-after')} s")
    faults += [*known.wrong, *find_missing(client, known)]
    if not answers(client):
        faults.append("the question is not answered")
    today = client.post("/v1/conversations", json={}).json()["created_at"][:10]  # shows that the clock has been moved
    return Found("clock", tuple(faults), {"seconds": shift, "today": today, "jobs": known.jobs_done, "articles": len(known.articles), "turns": len(known.turns)})


def state_of_article(number: int) -> str:
    return f"Keeper Ada Roe lit the lamp of the {number}th harbour on Monday, the port office said. She had waited {number + 10} years for it."


def use_up_limit(limited: httpx.Client) -> int:
    """The seconds after which the key may ask again."""
    while (response := limited.get("/v1/conversations")).status_code == 200:
        pass
    return int(response.headers.get("retry-after", 0))


@contextmanager
def opened_stream(client: httpx.Client) -> Iterator[Iterator[str]]:
    """The further lines of an answer of which the first line has come."""
    with client.stream("POST", "/v1/ask", json={"question": QUESTION}, headers={"Accept": "text/event-stream"}) as response:
        lines = response.iter_lines()
        next(lines)
        yield lines


def missing_versions(client: httpx.Client, job: str, number: int) -> Iterator[str]:
    """What is wrong with the article of which so many states were sent, one after the other."""
    state = wait_for(client, job)
    if state["state"] != "done" or len(state["articles"]) != 1:
        yield f"job {job}: {json.dumps(state)[:300]}"
        return
    (article,) = state["articles"]
    for version in range(1, number + 1):
        found: dict[str, Any] = client.get(f"/v1/articles/{article}", params={"version": version}).json()
        if state_of_article(version) not in found.get("text", ""):
            yield f"version {version}: {str(found)[:300]}"
    if (newest := client.get(f"/v1/articles/{article}").json()).get("version") != number:
        yield f"the newest version is {newest.get('version')} instead of {number}"


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="onrecord-clock-") as folder:
        return show_found(move_clock(Path(folder) / "home", make_articles(Path(folder) / "articles", 6)))


if __name__ == "__main__":
    sys.exit(main())
