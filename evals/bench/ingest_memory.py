"""`python -m onrecord.evals.bench.ingest_memory FILE [--articles N] [--embed-every N]` measures the memory of a large ingest.

FILE is as for `onrecord.evals.bench.ingest`. 3,050 articles of realtimeqa_2025 are about 50,000 passages. The command prints the memory as
the ingest goes on, then the peak of each stage. Its processes read and index every article. Embedding takes most of the time and the same
memory for every chunk, so the model embeds only one chunk in N; the other vectors are random numbers. `--embed-every 1` embeds all.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from onrecord.evals.bench.ingest import read_articles, write_articles
from onrecord.evals.bench.process_memory import Watched, watch_memory
from onrecord.vectorstore.store import open_archive

ARTICLES, EMBED_EVERY = 3050, 16
SECONDS = 30  # between two lines
SCRIPT = Path(__file__).with_name("sparse_ingest.py")


def measure(articles: Path, home: Path, every: int) -> Watched:
    """Raises SystemExit if the ingest fails."""
    command = [sys.executable, "-P", str(SCRIPT), str(every), str(articles), "--home", str(home), "--json-lines"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    began = shown = time.monotonic()
    with watch_memory(process.pid) as watched:
        for line in process.stdout:
            step = json.loads(line)
            watched.stage = step.get("stage", watched.stage)
            if time.monotonic() - shown > SECONDS and "stage" in step:
                shown = time.monotonic()
                print(f"{shown - began:6.0f} s  {step['stage']} {step['done']} of {step['total'] or '?'}: now {watched.now}, at most {watched.peak.total} MB so far", flush=True)
    if process.wait():
        raise SystemExit(f"the ingest ended with exit code {process.returncode}")
    return watched


def show_peaks(watched: Watched) -> None:
    for stage, peak in watched.peaks.items():
        print(f"  peak while {stage or 'starting'}: {peak}")
    print(f"peak memory of all processes: {watched.peak}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--articles", type=int, default=ARTICLES, metavar="N", help="number of articles of FILE; 0 for all")
    parser.add_argument("--embed-every", type=int, default=EMBED_EVERY, metavar="N", help="1 to embed every passage")
    options = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="bench-memory-"))
    try:
        count = write_articles(islice(read_articles(options.file), options.articles or None), work / "articles.jsonl")
        watched = measure(work / "articles.jsonl", work / "home", options.embed_every)
        archive = open_archive(work / "home")
        print(f"{count} articles, {archive.passage_count()} passages")
        archive.close()
        show_peaks(watched)
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
