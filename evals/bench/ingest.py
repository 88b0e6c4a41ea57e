"""`python -m onrecord.evals.bench.ingest FILE [--articles N]` measures passages per second until they are searchable and until all articles are
read for statements, memory, and the time of a second run.

FILE is JSON lines (.gz too), of articles or of questions with `articles`, as in realtimeqa_2025. The comparison is plain LangChain. The
articles are divided into blocks. On Record and LangChain ingest each block in turn, so that other load on the machine affects both
equally. Start-up and the loading of models are not counted for either. "Embedding alone" only embeds the same passages.
"""

import argparse
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from onrecord.evals.bench.process_memory import Used, watch_memory
from onrecord.evals.jsonl import read_rows
from onrecord.vectorstore.embedding import DEFAULT_MODEL
from onrecord.vectorstore.store import MIN_FOR_FAST_READER, open_archive, open_store

EMBEDDING_ALONE = "from onrecord.evals.bench.ingest import embed_alone; embed_alone('{home}')"


@dataclass
class Ingest:
    """One ingest by On Record. `searchable` is the time in seconds from the first article until vector search finds every passage. `total` is the
    time until the end."""

    passages: int = 0
    characters: int = 0  # of the embedded texts, with headlines
    searchable: float = 0.0
    total: float = 0.0
    process: float = 0.0  # seconds from the start of the process to its end
    memory: Used = field(default_factory=Used)  # at the moment when all its processes together had most


def read_articles(path: Path) -> Iterator[dict[str, Any]]:
    """Each article once, by its URL."""
    seen: set[str] = set()
    for article in (article for row in read_rows(path) for article in row.get("articles", [row])):
        if article["url"] not in seen:
            seen.add(article["url"])
            yield article


def write_articles(articles: Iterable[dict[str, Any]], path: Path) -> int:
    """The number of articles."""
    lines = [json.dumps(a) + "\n" for a in articles]
    path.write_text("".join(lines), "utf-8")
    os.utime(path, (1, 1))  # an old modification time, as a newsroom's files have; very new files are read again
    return len(lines)


def ingest(articles: Path, home: Path) -> Ingest:
    command = [sys.executable, "-m", "onrecord.ingest", str(articles), "--home", str(home), "--json-lines"]
    began, first, searchable = time.monotonic(), 0.0, 0.0
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    with watch_memory(process.pid) as watched:
        for line in process.stdout:
            step = json.loads(line)
            first = first or time.monotonic()
            if step.get("stage") == "indexing":
                searchable = time.monotonic()
    if process.wait():
        raise SystemExit(f"the ingest ended with exit code {process.returncode}")
    ended = time.monotonic()
    archive = open_archive(home)
    texts = archive.missing_embeddings("nobody's model").values()
    archive.close()
    characters = sum(len(p.text) for p in texts)
    return Ingest(len(texts), characters, (searchable or ended) - first, ended - first, ended - began, watched.peak)


def embed_alone(home: str) -> None:
    """Print the seconds. This runs in a separate process."""
    with open_store(Path(home), DEFAULT_MODEL) as store:
        texts = list(store.archive.missing_embeddings("nobody's model").values())
        store.embedder.embed_passages(texts[:8], many=len(texts) >= MIN_FOR_FAST_READER)
        began = time.monotonic()
        store.embedder.embed_passages(texts, many=len(texts) >= MIN_FOR_FAST_READER)
        print(time.monotonic() - began)


def run(*command: str) -> tuple[Any, Used]:
    """What a process printed as JSON in its last line, and its memory at the moment when it had most."""
    process = subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, text=True)
    with watch_memory(process.pid) as watched:
        printed, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"{' '.join(command[:2])} ended with exit code {process.returncode}")
    return json.loads(printed.splitlines()[-1]), watched.peak


def bench_throughput(file: Path, count: int, blocks: int, work: Path, beside: bool) -> None:
    articles = list(islice(read_articles(file), count or None))
    ours, alone, theirs = [], 0.0, []
    for n in range(blocks):
        block = work / f"{n}.jsonl"
        write_articles(articles[n::blocks], block)
        ours.append(ingest(block, work / f"ours-{n}"))
        alone += run("-c", EMBEDDING_ALONE.format(home=work / f"ours-{n}"))[0]
        if beside:
            theirs.append(run("-m", "onrecord.evals.bench.plain_langchain", str(block), str(work / f"theirs-{n}"), str(ours[-1].characters // ours[-1].passages)))
        print(f"  block {n + 1} of {blocks} done", file=sys.stderr, flush=True)
    print(f"{len(articles)} articles, until vector search finds each passage")
    show_rates(ours, alone, theirs)
    show_second_run(work, ours)
    show_rebuild(work / "ours-0", ours[0].passages)


def show_rates(ours: Sequence[Ingest], alone: float, theirs: Sequence[tuple[dict[str, Any], Used]]) -> None:
    passages, characters, searchable = (sum(getattr(o, name) for o in ours) for name in ("passages", "characters", "searchable"))
    show_rate("ours", passages, characters, searchable)
    print(f"  {'embedding alone':16} {passages / alone:6.1f} passages a second: {alone / searchable:.0%} of the time")
    if theirs:
        pieces, length, seconds = (sum(t[name] for t, _ in theirs) for name in ("passages", "characters", "seconds"))
        show_rate("plain LangChain", pieces, length, seconds)
        by_passages, by_characters = passages / searchable / (pieces / seconds), characters / searchable / (length / seconds)
        print(f"  ours is {by_passages:.2f} times that by passages, {by_characters:.2f} times by characters")
    print(f"  all readings done: {passages / sum(o.total for o in ours):.1f} passages a second")
    print(f"  peak memory of all processes: {max((o.memory for o in ours), key=lambda used: used.total)}")
    if theirs:
        print(f"    of plain LangChain: {max((used for _, used in theirs), key=lambda used: used.total)}")


def show_rate(way: str, passages: int, characters: int, seconds: float) -> None:
    rate = f"{passages / seconds:6.1f} passages a second"
    print(f"  {way:16} {rate}: {passages} of {characters / passages:.0f} characters")


def show_second_run(work: Path, ours: Sequence[Ingest]) -> None:
    first, again = sum(o.process for o in ours), sum(ingest(work / f"{n}.jsonl", work / f"ours-{n}").process for n in range(len(ours)))
    times = f"{again / len(ours):.1f} s, the first {first / len(ours):.1f} s: {first / again:.0f} times faster"
    print(f"a second run: {times}, start of the process included")


def show_rebuild(home: Path, passages: int) -> None:
    began = time.monotonic()
    command = [sys.executable, "-c", "from onrecord.assistant.cli.app import main; main()", "rebuild", "--home", str(home)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    print(f"the index rebuilt from {passages} cached vectors: {time.monotonic() - began:.1f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--articles", type=int, default=300, metavar="N", help="number of articles of FILE; 0 for all")
    parser.add_argument("--blocks", type=int, default=3, metavar="N", help="1 for peak memory")
    parser.add_argument("--alone", action="store_true", help="without LangChain")
    options = parser.parse_args()
    beside = not options.alone and importlib.util.find_spec("langchain_chroma") is not None
    if not options.alone and not beside:
        parser.error("LangChain is not installed: pip install 'onrecord[bench]', or use --alone")
    work = Path(tempfile.mkdtemp(prefix="bench-ingest-"))
    try:
        bench_throughput(options.file, options.articles, options.blocks, work, beside)
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
