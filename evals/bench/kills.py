"""`python -m onrecord.evals.bench.kills [TIMES] [--articles N] [--step NAME] [--minutes M]` kills an ingest (SIGKILL) at random moments.

It checks that nothing is lost. An ingest prints its steps and the articles that it acknowledges as lines of JSON. The kill comes a random
time after a random line of a random step, so that short steps are hit as often as long ones. Only the ingest itself is killed. The processes
that it started must end by themselves. After the kill, every acknowledged article must be in the archive. A question must be answered;
asking repairs the index if needed. If the kill came while articles were read, the next ingest continues in the same home. Otherwise a new
home is made.
"""

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.evals.bench.process_memory import processes_below
from onrecord.evals.suite import corpus
from onrecord.vectorstore.embedding import DEFAULT_MODEL
from onrecord.vectorstore.store import MIN_FOR_PROCESSES, READING, index_state, open_archive

MAX_LINES = {"reading": 6, "embedding": 6, "indexing": 6, READING: 2}  # by step: lines of the step before an ingest is killed
STEPS = tuple(MAX_LINES)
MAX_MOMENT = 0.2  # seconds after a line; this is longer than a commit of the archive, or a write of a batch to the index
MAX_LOADING = 4.0  # the same while articles are read for statements; the processes that read them take seconds to load
MAX_ENDING = 20.0  # seconds after a kill until the processes that were started must have ended; a long article is read to its end
QUESTION = "How many people were killed when the middle span of the Ferrygate Bridge fell?"  # the first article answers
ARTICLES = 40  # enough for the processes that read statements
WRITTEN = 6  # articles of the sample newsroom among them; the others are short, and made up
NO_ARTICLES = 3  # exit code of a question to an empty archive


@dataclass(frozen=True)
class Kill:
    """One killed ingest, and the question after it."""

    step: str
    processes: int  # that the ingest had started and that ran when it was killed
    readers: int  # those of them that read statements
    left: tuple[int, ...]  # those that did not end
    acknowledged: int
    lost: tuple[str, ...]  # articles that are acknowledged, but not in the archive
    exit_code: int  # of the question
    answered: bool
    complaint: str
    index: str  # its state after the question
    seconds: float  # from the start of the asking process to its end

    @property
    def survived(self) -> bool:
        if self.left:
            return False
        if self.exit_code == NO_ARTICLES:
            return not self.acknowledged
        return not self.lost and self.exit_code == 0 and self.answered and self.index == "ready"


def make_articles(folder: Path, count: int = ARTICLES) -> Path:
    folder.mkdir()
    for path in sorted((corpus() / "articles").iterdir())[: min(WRITTEN, count)]:
        shutil.copy(path, folder)
    for n in range(WRITTEN, count):
        said = f"The keeper of lighthouse {n} said on Monday that {n} lamps would be lit again before the winter, and that nobody would be paid for it."
        (folder / f"made-{n:03}.txt").write_text(f"Lighthouse {n} is lit again\n\n{said}\n", "utf-8")
    return folder


def kill_ingests(articles: Path, home: Path, times: int, question: str, seed: int = 1, steps: Sequence[str] = STEPS) -> Iterator[Kill]:
    """Args: articles: a folder; home: a folder that is created and then deleted; question: the first article by name must answer it."""
    rng = random.Random(seed)
    acknowledged: set[str] = set()
    while times:
        step = rng.choice(steps)
        lines, moment = rng.randrange(MAX_LINES[step]), rng.random() * (MAX_LOADING if step == READING else MAX_MOMENT)
        lines_read, killed, started = kill_ingest(articles, home, step, lines, moment)
        acknowledged |= {line["article_id"] for line in lines_read if "article_id" in line}
        if killed:
            times -= 1
            left = still_running(started, MAX_ENDING)
            yield ask_after(home, step, acknowledged, question, started.values(), left)
        if not killed or step != STEPS[0]:
            shutil.rmtree(home)
            acknowledged.clear()


def kill_ingest(articles: Path, home: Path, step: str, lines: int, moment: float) -> tuple[list[dict[str, Any]], bool, dict[int, bytes]]:
    """The lines that an ingest printed, whether it was killed before its end, and the commands of the processes that it had started then."""
    command = [sys.executable, "-m", "onrecord.ingest", str(articles), "--home", str(home), "--json-lines"]
    read: list[dict[str, Any]] = []
    started: dict[int, bytes] = {}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for line in process.stdout:
            read.append(json.loads(line))
            of_step = [t for t in read if t.get("stage") == step]
            if len(of_step) > lines or (of_step and read[-1].get("stage", step) != step):
                time.sleep(moment)
                started = {p: command_of(p) for p in processes_below(process.pid)}
                process.kill()
                break
        read += [json.loads(line) for line in process.stdout if line.endswith("\n")]  # printed before it was killed
    return read, process.returncode < 0, started


def still_running(processes: Iterable[int], seconds: float) -> tuple[int, ...]:
    """Those that have not ended after this time."""
    deadline = time.monotonic() + seconds
    while (left := tuple(p for p in processes if command_of(p))) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left


def command_of(process: int) -> bytes:
    """Empty if the process has ended, also if nobody has asked for its exit code yet."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def ask_after(home: Path, step: str, acknowledged: set[str], question: str, commands: Collection[bytes], left: tuple[int, ...]) -> Kill:
    """Read the archive in the state after the kill, then ask a question."""
    archive = open_archive(home)
    stored = set(archive.article_ids())
    began = time.monotonic()
    command = [sys.executable, "-c", "from onrecord.assistant.cli.app import main; main()", "ask", question, "--json", "--home", str(home)]
    asked = subprocess.run(command, capture_output=True, text=True)
    seconds = time.monotonic() - began
    answered = asked.returncode == 0 and json.loads(asked.stdout)["status"] == "served"
    state = index_state(home, DEFAULT_MODEL, archive.counts()["passages"])
    archive.close()
    lost = tuple(sorted(acknowledged - stored))
    readers = sum(b"vectorstore.reading" in command for command in commands)
    complaint = asked.stderr.strip()[-300:]
    return Kill(step, len(commands), readers, left, len(acknowledged), lost, asked.returncode, answered, complaint, state, round(seconds, 1))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("times", type=int, nargs="?", default=100, metavar="TIMES")
    parser.add_argument("--articles", type=int, default=ARTICLES, metavar="N", help=f"from {MIN_FOR_PROCESSES} on, processes read their statements")
    parser.add_argument("--step", choices=STEPS, help="kill only during this step")
    parser.add_argument("--minutes", type=float, default=0, metavar="M", help="stop after the first kill that ends later")
    options = parser.parse_args()
    end = time.monotonic() + 60 * options.minutes if options.minutes else float("inf")
    with tempfile.TemporaryDirectory() as work:
        articles = make_articles(Path(work) / "articles", options.articles)
        steps = (options.step,) if options.step else STEPS
        kills = list(show_kills(kill_ingests(articles, Path(work) / "home", options.times, QUESTION, steps=steps), end))
    survived, by_step = sum(k.survived for k in kills), Counter(k.step for k in kills)
    print(f"{survived} of {len(kills)} survived; {sum(k.acknowledged for k in kills)} articles acknowledged, {sum(len(k.lost) for k in kills)} lost")
    print(f"killed while: {', '.join(f'{step} {by_step[step]}' for step in STEPS)}")
    print(f"{sum(k.readers > 0 for k in kills)} kills while processes read statements; {sum(len(k.left) for k in kills)} processes did not end")
    return int(survived < len(kills))


def show_kills(kills: Iterator[Kill], end: float) -> Iterator[Kill]:
    for kill in kills:
        print(f"{'survived' if kill.survived else 'FAILED'}: {kill}", flush=True)
        yield kill
        if time.monotonic() > end:
            return


if __name__ == "__main__":
    sys.exit(main())
