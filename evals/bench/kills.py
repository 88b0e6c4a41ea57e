"""`python -m onrecord.evals.bench.kills [TIMES]` kills an ingest (SIGKILL) at random moments and checks that nothing is lost.

An ingest prints its steps and the articles that it acknowledges as lines of JSON. The kill comes a random time after a random line of a
random step, so that short steps are hit as often as long ones. After the kill, every acknowledged article must be in the archive. A
question must be answered; asking repairs the index if needed. If the kill came while articles were read, the next ingest continues in the
same home. Otherwise a new home is made.
"""

import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.evals.suite import corpus
from onrecord.vectorstore.embedding import DEFAULT_MODEL
from onrecord.vectorstore.store import index_state, open_archive

STEPS = ("reading", "embedding", "indexing", "reading who said what")
MAX_LINES = 6  # lines of the step before an ingest is killed
MAX_MOMENT = 0.2  # seconds after a line; this is longer than a commit of the archive, or a write of a batch to the index
QUESTION = "How many people were killed when the middle span of the Ferrygate Bridge fell?"  # the first article answers
ARTICLES = 6  # articles of the sample newsroom that are ingested
NO_ARTICLES = 3  # exit code of a question to an empty archive


@dataclass(frozen=True)
class Kill:
    """One killed ingest, and the question after it."""

    step: str
    acknowledged: int
    lost: tuple[str, ...]  # articles that are acknowledged, but not in the archive
    exit_code: int  # of the question
    answered: bool
    complaint: str
    index: str  # its state after the question
    seconds: float  # from the start of the asking process to its end

    @property
    def survived(self) -> bool:
        if self.exit_code == NO_ARTICLES:
            return not self.acknowledged
        return not self.lost and self.exit_code == 0 and self.answered and self.index == "ready"


def first_articles(folder: Path) -> Path:
    folder.mkdir()
    for path in sorted((corpus() / "articles").iterdir())[:ARTICLES]:
        shutil.copy(path, folder)
    return folder


def kill_ingests(articles: Path, home: Path, times: int, question: str, seed: int = 1) -> Iterator[Kill]:
    """Args: articles: a folder; home: a folder that is created and then deleted; question: the first article by name must answer it."""
    rng = random.Random(seed)
    acknowledged: set[str] = set()
    while times:
        step, lines, moment = rng.choice(STEPS), rng.randrange(MAX_LINES), rng.random() * MAX_MOMENT
        lines_read, killed = kill_ingest(articles, home, step, lines, moment)
        acknowledged |= {line["article_id"] for line in lines_read if "article_id" in line}
        if killed:
            times -= 1
            yield ask_after(home, step, acknowledged, question)
        if not killed or step != STEPS[0]:
            shutil.rmtree(home)
            acknowledged.clear()


def kill_ingest(articles: Path, home: Path, step: str, lines: int, moment: float) -> tuple[list[dict[str, Any]], bool]:
    """The lines that an ingest printed, and whether it was killed before its end."""
    command = [sys.executable, "-m", "onrecord.ingest", str(articles), "--home", str(home), "--json-lines"]
    read: list[dict[str, Any]] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for line in process.stdout:
            read.append(json.loads(line))
            of_step = [t for t in read if t.get("stage") == step]
            if len(of_step) > lines or (of_step and read[-1].get("stage", step) != step):
                time.sleep(moment)
                process.kill()
                break
        read += [json.loads(line) for line in process.stdout if line.endswith("\n")]  # printed before it was killed
    return read, process.returncode < 0


def ask_after(home: Path, step: str, acknowledged: set[str], question: str) -> Kill:
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
    return Kill(step, len(acknowledged), lost, asked.returncode, answered, asked.stderr.strip()[-300:], state, round(seconds, 1))


def main(times: int) -> int:
    with tempfile.TemporaryDirectory() as work:
        kills = list(show_kills(kill_ingests(first_articles(Path(work) / "articles"), Path(work) / "home", times, QUESTION)))
    survived = sum(k.survived for k in kills)
    print(f"{survived} of {len(kills)} survived; {sum(k.acknowledged for k in kills)} articles acknowledged, {sum(len(k.lost) for k in kills)} lost")
    return int(survived < len(kills))


def show_kills(kills: Iterator[Kill]) -> Iterator[Kill]:
    for kill in kills:
        print(f"{'survived' if kill.survived else 'FAILED'}: {kill}", flush=True)
        yield kill


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
