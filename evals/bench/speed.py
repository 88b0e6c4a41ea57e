"""`python -m onrecord.evals.bench.speed [--passages N …] [--work FOLDER]` measures the time and memory of a question on this machine.

First, it embeds questions with our embedder and with sentence-transformers, in turn and with the same weights. Then it answers each of the
newsroom's questions once in a home of each size. Each home has its own process. `evals/bench/synthetic_archive.py` describes the content of
the homes. FOLDER keeps them: 500,000 passages take 4.2 GB, and making them took 36 minutes while other jobs ran. After an interruption, run
the same command again: it continues.
"""

import argparse
import re
import resource
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from onrecord.assistant.gate import make_judge
from onrecord.assistant.reader import make_reader
from onrecord.assistant.turn import Assistant, answer_turn
from onrecord.evals.bench.synthetic_archive import PASSAGES, PREFIX, MadeUpReader, MadeUpVectors, Story, made_up, take_apart
from onrecord.evals.run import latency_percentiles
from onrecord.evals.suite import ingest_newsroom, newsroom_cases
from onrecord.vectorstore.command_line import progress_bar
from onrecord.vectorstore.embedding import DEFAULT_MODEL, PackagedEmbedder, packaged_weights
from onrecord.vectorstore.settings import read_settings
from onrecord.vectorstore.store import Progress, Store, home_lock, open_store

SIZES = (50_000, 500_000)
CALLS = 300  # calls of each embedder
WARM_UP = 5  # first questions and calls, which are not counted, because they load models
MAX_SLOWEST = 3  # slowest questions that are shown
PROCESSOR = "processor time, all cores"  # other jobs on the machine change it less than the elapsed time
# The calls of a turn to the store. Their time is part of the stages' time. Embedding counts only if the vector is not cached.
PARTS = {
    "archive": ("document_frequency", "match", "match_within", "found_passages", "vectors", "sentence_vectors", "articles", "statements"),
    "index": ("nearest",),
    "embedder": ("embed",),
}

T = TypeVar("T")
Times = dict[str, float]  # ms


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m onrecord.evals.bench.speed", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", nargs="+", type=int, default=SIZES, metavar="N", help="sizes to measure (default: 50000 500000)")
    parser.add_argument("--work", type=Path, default=Path(".speed"), metavar="FOLDER", help="folder that keeps the homes (default: .speed)")
    options = parser.parse_args()
    in_new_process(show_embedding)
    medians = []
    for size in options.passages:
        home = options.work / str(size)
        in_new_process(make_home, home, size)
        medians.append(in_new_process(measure, home))
    if len(medians) > 1:
        print(f"p50 of the last size over the first: {medians[-1] / medians[0]:.2f}")


def in_new_process(work: Callable[..., T], *given: Any) -> T:
    """Run a function in a separate process, so that its memory is counted from zero."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *given).result()


def show_embedding() -> None:
    from sentence_transformers import SentenceTransformer

    ours, theirs = PackagedEmbedder(), SentenceTransformer(str(packaged_weights()), device="cpu")
    ways: dict[str, Callable[[str], np.ndarray]] = {
        "ours": lambda text: ours.embed([text])[0],
        "theirs": lambda text: theirs.encode([text], normalize_embeddings=True, show_progress_bar=False)[0],
    }
    questions = [c.question for c in newsroom_cases()]
    took, cosines = defaultdict[str, list[float]](list), []
    for n in range(CALLS + WARM_UP):
        vectors = {way: time_call(took[way], embed, questions[n % len(questions)]) for way, embed in ways.items()}
        cosines.append(float(vectors["ours"] @ vectors["theirs"]))
    at = {way: latency_percentiles(ms[WARM_UP:]) for way, ms in took.items()}
    print(f"a question's embedding, {CALLS} calls each, ms: ours {at['ours']}, sentence-transformers {at['theirs']}")
    times = np.median(took["theirs"][WARM_UP:]) / np.median(took["ours"][WARM_UP:])
    print(f"  p50 {times:.1f} times as fast; cosine at least {min(cosines):.6f}", flush=True)


def time_call(into: list[float], work: Callable[..., T], *given: Any) -> T:
    began = time.perf_counter()
    done = work(*given)
    into.append(1000 * (time.perf_counter() - began))
    return done


def make_home(home: Path, size: int) -> None:
    """Fill a home with the newsroom and made-up articles until it has at least `size` passages. This continues an interrupted run."""
    home.mkdir(parents=True, exist_ok=True)
    if not (home / "archive.sqlite3").exists():
        ingest_newsroom(str(home))
    with home_lock(home), progress_bar() as progress:
        store = Store(home, PackagedEmbedder())
        try:
            fill(store, size, progress)
        finally:
            store.close()


def fill(store: Store, size: int, progress: Progress) -> None:
    began = time.perf_counter()
    ids = store.archive.article_ids()
    real, made = [i for i in ids if not i.startswith(PREFIX)], sum(i.startswith(PREFIX) for i in ids)
    stories, vectors = take_newsroom_apart(store, real)
    newsroom = store.archive.passage_count() - made * PASSAGES
    articles = -(-max(0, size - newsroom) // PASSAGES)
    for n, (article, passages) in enumerate(made_up(stories, made, articles), made + 1):
        store.archive.put(article, passages)
        progress("making articles", n, articles)
    written = time.perf_counter()
    store.readers, store.embedder = [MadeUpReader()], MadeUpVectors(vectors)
    store.catch_up(progress)
    print(f"home of {size}: {written - began:.0f} s to write, {time.perf_counter() - written:.0f} s to read, embed and index", flush=True)


def take_newsroom_apart(store: Store, real: Sequence[str]) -> tuple[list[Story], np.ndarray]:
    """The newsroom's stories, and the vectors of its passages."""
    articles = [store.archive.article(i) for i in real]
    passages = [store.archive.passages_of(a) for a in articles]
    stories = [take_apart(a, [s for p in some for s in p.sentences]) for a, some in zip(articles, passages, strict=True)]
    ids = [p.passage_id for some in passages for p in some]
    return stories, np.stack([v for _, v, _ in store.archive.vectors(DEFAULT_MODEL, ids)])


def measure(home: Path) -> float:
    """Print the figures of a home. Returns the median time from question to answer, in ms."""
    began = time.perf_counter()
    with open_store(home, DEFAULT_MODEL) as store:
        store.catch_up()
        opened, at_start = time.perf_counter() - began, memory()
        parts = watch(store)
        settings = read_settings()
        assistant, cases = Assistant(store, judge=make_judge(settings), reader=make_reader(settings)), newsroom_cases()
        stages: list[Times] = []
        spent: list[Times] = []
        abstained = 0
        for case in cases:
            parts.clear()
            busy = time.process_time()
            answer = answer_turn(assistant, case.question, case.history, case.as_of).answer
            abstained += not answer.claims
            stages.append(answer.timings_ms | {PROCESSOR: 1000 * (time.process_time() - busy)})
            spent.append(dict(parts))
        del stages[:WARM_UP], spent[:WARM_UP]
        facts = store.archive.counts()
    print(f"\n{facts['passages']} passages of {facts['articles']} articles, opened in {opened:.1f} s")
    print(f"{len(cases)} questions, {abstained} of them abstained from, the first {WARM_UP} not timed")
    print(f"memory: {at_start} once opened, {memory()} after the questions")
    show(stages, list(stages[0]))
    print("of which, in the store:")
    show(spent, [f"{owner}.{name}" for owner, names in PARTS.items() for name in names])
    show_slowest([c.question for c in cases[WARM_UP:]], stages, spent)
    return float(np.median([s["total"] for s in stages]))


def watch(store: Store) -> Times:
    """The milliseconds spent in each of `PARTS` since the mapping was last cleared."""
    spent: Times = defaultdict(float)
    for owner, names in PARTS.items():
        for name in names:
            setattr(getattr(store, owner), name, timed_call(getattr(getattr(store, owner), name), spent, f"{owner}.{name}"))
    return spent


def timed_call(work: Callable[..., Any], spent: Times, label: str) -> Callable[..., Any]:
    def timed(*given: Any, **named: Any) -> Any:
        began = time.perf_counter()
        done = work(*given, **named)
        done = list(done) if isinstance(done, Iterator) else done  # rows are read lazily
        spent[label] += 1000 * (time.perf_counter() - began)
        return done

    return timed


def show(rows: Sequence[Times], names: Sequence[str]) -> None:
    for name in names:
        if any(name in row for row in rows):
            print(f"  {name:28} ms: {latency_percentiles([row.get(name, 0.0) for row in rows])}")


def show_slowest(questions: Sequence[str], stages: Sequence[Times], spent: Sequence[Times]) -> None:
    print("slowest:")
    for n in sorted(range(len(stages)), key=lambda n: -stages[n]["total"])[:MAX_SLOWEST]:
        most = sorted(spent[n].items(), key=lambda item: -item[1])[:2]
        print(f"  {stages[n]['total']:.0f} ms: {questions[n]} ({', '.join(f'{part} {ms:.0f}' for part, ms in most)})", flush=True)


def memory() -> str:
    """The peak memory, and the part of it that belongs to the process. The rest are pages of files, which the system may take back."""
    own = re.search(r"RssAnon:\s*(\d+)", Path("/proc/self/status").read_text()) if Path("/proc/self/status").exists() else None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return f"{most} MB peak" + (f" ({int(own[1]) // 1024} MB without pages of files)" if own else "")


if __name__ == "__main__":
    main()
