"""`python -m onrecord.evals.bench.chaos_disk [KB…]` fills the disk during an ingest, and while a server is asked and articles come in.

The disk is a small file system in memory, which ends with this process. Before an ingest, all of it but some KB is taken away, so that the ingest
fails at another step for each number. It must end with one line that says what to do. When there is space again, the same command must do the rest,
and nothing is missing that was acknowledged. A server must say what to do with status 507, answer questions that store nothing, and go on by itself.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from onrecord.evals.bench.chaos_clients import FREE, Acknowledged, Found, answers, find_missing, show_found, working
from onrecord.evals.bench.kills import QUESTION, make_articles
from onrecord.evals.bench.server import ONRECORD, run_server
from onrecord.vectorstore.errors import DiskFull, Unavailable

DISK_MB = 32
LEFT_KB = (0, 40, 200, 300, 400, 500, 700, 900, 1200, 1600, 2400)  # between them are the steps of an ingest of so few articles
ARTICLES = 8
WORK_SECONDS = 3.0  # of a server, before and after the disk is full
INSIDE = "--inside"  # option: this process has a mount namespace of its own
NAMESPACE = ("unshare", "--mount") if not os.getuid() else ("unshare", "--user", "--map-root-user", "--mount")


@contextmanager
def small_disk() -> Iterator[Path]:
    """A folder on a file system of its own. Raises Unavailable."""
    with tempfile.TemporaryDirectory(prefix="onrecord-disk-") as folder:
        try:
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", folder], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as e:
            raise Unavailable(f"a small file system cannot be made here: {e}") from None
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=False)


class Filler:
    """A file that takes away all space of a disk, or all but some KB."""

    def __init__(self, disk: Path) -> None:
        self._path = disk / "filler"

    def fill(self, left_kb: int = 0) -> None:
        self._path.unlink(missing_ok=True)
        size = max(0, shutil.disk_usage(self._path.parent).free - 1024 * left_kb)
        with self._path.open("wb") as f:
            os.posix_fallocate(f.fileno(), 0, size)

    def free(self) -> None:
        self._path.unlink(missing_ok=True)


def run_command(*words: str) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-m", "onrecord.ingest"] if words[0] == "ingest" else [*ONRECORD, words[0]]
    return subprocess.run([*program, *words[1:]], capture_output=True, text=True)


def fill_during_ingest(disk: Path, articles: Path, left_kb: int) -> Found:
    home, filler, faults = disk / f"home-{left_kb}", Filler(disk), list[str]()
    home.mkdir()
    filler.fill(left_kb)
    first = run_command("ingest", str(articles), "--home", str(home), "--json-lines")
    asked = run_command("ask", QUESTION, "--home", str(home), "--json")
    acknowledged = ids_in(first.stdout)
    filler.free()
    if first.returncode:
        faults += unclear(first, "ingest")
    if asked.returncode not in (0, 3):  # 3: there is no article yet
        faults += unclear(asked, "ask")
    second = run_command("ingest", str(articles), "--home", str(home), "--json-lines")
    if second.returncode:
        faults.append(f"the same command failed with {second.returncode}: {second.stderr[-300:]}")
    listed = run_command("articles", "--home", str(home), "--json")
    if listed.returncode:
        return Found("ingest", (*faults, listed.stderr[-300:]))
    stored = {row["article_id"] for row in json.loads(listed.stdout)["articles"]}
    faults += [f"article {a} is missing" for a in sorted((acknowledged | ids_in(second.stdout)) - stored)]
    if len(stored) != ARTICLES:
        faults.append(f"{len(stored)} articles instead of {ARTICLES}")
    after = run_command("ask", QUESTION, "--home", str(home), "--json")
    if after.returncode or json.loads(after.stdout)["status"] != "served":
        faults.append(f"the question is not answered: {after.returncode} {after.stderr[-300:]}")
    shutil.rmtree(home)
    return Found("ingest", tuple(faults), {"left_kb": left_kb, "exit_code": first.returncode, "acknowledged": len(acknowledged), "exit_code_of_question": asked.returncode})


def ids_in(lines: str) -> set[str]:
    """The articles that an ingest acknowledged."""
    return {row["article_id"] for row in map(json.loads, lines.splitlines()) if "article_id" in row}


def unclear(done: subprocess.CompletedProcess[str], command: str) -> Iterator[str]:
    said = done.stderr.strip()
    if done.returncode != DiskFull.exit_code or len(said.splitlines()) != 1 or "free some space" not in said:
        yield f"{command} ended with {done.returncode}: {said[-500:]}"


def fill_during_service(disk: Path, articles: Path) -> Found:
    home, filler, faults, known = disk / "served", Filler(disk), list[str](), Acknowledged()
    run_command("ingest", str(articles), "--home", str(home))
    with run_server(home, **FREE) as server, httpx.Client(base_url=server.url, timeout=120) as client:
        with working(server.url, known, seed=1):
            time.sleep(WORK_SECONDS)
            filler.fill()
            time.sleep(WORK_SECONDS)
        if not answers(client):
            faults.append("a question that stores nothing is not answered")
        refused = [
            client.post("/v1/conversations", json={"title": "Notes " * 10}), client.post("/v1/articles", json={"text": "Ada Roe lit a lamp. " * 400}),
            client.post("/v1/ask", json={"question": QUESTION, "conversation_id": known.conversation}),
        ]  # fmt: skip
        faults += [f"{r.request.url.path}: {r.status_code} {r.text[:300]}" for r in refused if r.status_code != DiskFull.status or "free some space" not in r.text]
        faults += [f"/readyz: {ready.status_code} {ready.text}" for ready in [client.get("/readyz")] if ready.status_code != 200]
        filler.free()
        faults += [*known.wrong, *find_missing(client, known)]
        with working(server.url, known, seed=2):
            time.sleep(WORK_SECONDS)
        faults += [*known.wrong, *find_missing(client, known)]
        if not answers(client):
            faults.append("the question is not answered afterwards")
    return Found("server", tuple(faults), {"jobs": known.jobs_done, "articles": len(known.articles), "turns": len(known.turns)})


def fill_disk(left: Sequence[int]) -> Iterator[Found]:
    with small_disk() as disk, tempfile.TemporaryDirectory() as folder:
        articles = make_articles(Path(folder) / "articles", ARTICLES)
        for left_kb in left:
            yield fill_during_ingest(disk, articles, left_kb)
        yield fill_during_service(disk, articles)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m onrecord.evals.bench.chaos_disk", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("left", type=int, nargs="*", default=LEFT_KB, metavar="KB", help="KB that are left for each ingest")
    parser.add_argument(INSIDE, action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.inside:
        return run_trials(options.left).returncode
    return show_found(fill_disk(options.left))


def run_trials(left: Sequence[int] = LEFT_KB, output: int | None = None) -> subprocess.CompletedProcess[str]:
    """This program in a process that may mount a file system: no other process sees it, and it ends with the process."""
    command = [*NAMESPACE, sys.executable, "-m", "onrecord.evals.bench.chaos_disk", INSIDE, *map(str, left)]
    return subprocess.run(command, stdout=output, text=True)


if __name__ == "__main__":
    sys.exit(main())
