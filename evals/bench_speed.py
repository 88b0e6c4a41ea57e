"""`python -m evals.bench_speed [--work FOLDER] [SIZE …]`: time from question to answer and memory, at 50,000 and 500,000 passages.

Each size is a home of its own in FOLDER, made once and kept: the sample newsroom, taken in as ever, among made-up articles. Their
sentences are the newsroom's with half of the words drawn from 60,000 invented ones, the n-th with a chance of 1/n, as in real text; their
vectors are those of the newsroom's passages with noise. The newsroom's questions are asked, each size in a process of its own. A
question's embedding is timed beside sentence-transformers with the same weights, turn about.
"""

import argparse
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

import numpy as np

from assistant.turn import Assistant, answer_turn
from evals.cases import newsroom_cases
from evals.cli import take_in_newsroom
from evals.run import latency
from vectorstore.embed import DEFAULT_MODEL, PackagedEmbedder, PassageText, unit
from vectorstore.records import Article
from vectorstore.store import Progress, Store, open_store
from vectorstore.terminal import progress_bar
from vectorstore.weights import packaged_weights

SIZES = (50_000, 500_000)
PASSAGES = 20  # of a made-up article
SENTENCES = 5  # of a passage
VOCABULARY = 60_000
INVENTED = 0.5  # of the words
NOISE = 1.0  # beside a vector of length 1: neighbours of one topic have a cosine of about .5, as in real news
TIMES = 200

Spans = list[tuple[int, int, list[tuple[int, int]]]]


class MadeUpVectors(PackagedEmbedder):
    """Questions are embedded as ever; passages get a vector near one of `centres`."""

    def __init__(self, centres: np.ndarray) -> None:
        super().__init__()
        self.centres, self.rng = centres, np.random.default_rng(1)

    def embed_passages(self, passages: Sequence[PassageText]) -> tuple[np.ndarray, list[np.ndarray]]:
        near = self.centres[self.rng.integers(len(self.centres), size=len(passages))]
        vectors = self.noisy(near)
        return vectors, [self.noisy(np.repeat(v[None], len(p.sentences), axis=0)) for v, p in zip(vectors, passages, strict=True)]

    def noisy(self, vectors: np.ndarray) -> np.ndarray:
        noise = self.rng.standard_normal(vectors.shape, dtype=np.float32) * (NOISE / vectors.shape[1] ** 0.5)
        return unit(vectors + noise)


def make_home(home: Path, size: int, progress: Progress) -> None:
    """The newsroom, and made-up passages until there are `size`. Interrupted, it goes on where it stopped."""
    take_in_newsroom(str(home))
    with open_store(home, DEFAULT_MODEL) as store:
        ids = sorted(store.archive.current_ids())
        centres = np.stack([v for _, v, _ in store.archive.vectors(DEFAULT_MODEL, ids[:500])])
        sentences = [a.text[s:e] for a, s, e in newsroom_sentences(store)]
        count = (size - store.archive.passage_count()) // PASSAGES
        for n, (article, spans) in enumerate(made_up(sentences, count)):
            if store.archive.put(article, spans) == "added":
                for reader in store.readers:
                    store.archive.put_statements(reader.version, {(article.article_id, 1): []})  # nobody is quoted in them
            progress("making", n, count)
        store.embedder = MadeUpVectors(centres)
        store.catch_up(progress)


def newsroom_sentences(store: Store) -> Iterator[tuple[Article, int, int]]:
    for article_id in store.archive.article_ids():
        article = store.archive.article(article_id)
        if not article_id.startswith("made"):
            yield from ((article, s, e) for p in store.archive.passages_of(article) for s, e in p.sentences)


def made_up(sentences: Sequence[str], count: int) -> Iterator[tuple[Article, Spans]]:
    """The same articles at every call, so that a home half made is gone on with."""
    rng = random.Random(7)
    letters = "bcdfghklmnprstvz", "aeiou"
    words = ["".join(rng.choice(letters[k % 2]) for k in range(rng.randint(4, 9))) for _ in range(VOCABULARY)]
    chances = list(accumulate(1 / n for n in range(1, VOCABULARY + 1)))
    for n in range(count):
        text, spans = "", Spans()
        for _ in range(PASSAGES):
            start, inner = len(text), []
            for _ in range(SENTENCES):
                written = rng.choice(sentences).split()
                drawn = iter(rng.choices(words, cum_weights=chances, k=len(written)))
                at = len(text)
                text += " ".join(next(drawn) if rng.random() < INVENTED else w for w in written)
                inner.append((at, len(text)))
                text += " "
            spans.append((start, len(text) - 1, inner))
        day = f"2026-0{rng.randint(1, 5)}-{rng.randint(1, 28):02}"
        yield Article(f"made{n:08}", text.rstrip(), f"{words[n % VOCABULARY]} {words[-n % VOCABULARY]}", published_at=day, date_source="stated"), spans


def measure(home: Path) -> None:
    with open_store(home, DEFAULT_MODEL) as store:
        store.catch_up()
        assistant, cases = Assistant(store), newsroom_cases()
        answer_turn(assistant, cases[0].question)  # loads the model
        timings = [answer_turn(assistant, c.question, c.history, c.as_of).answer.timings_ms for c in cases]
        print(f"{store.archive.passage_count()} passages, {len(cases)} questions, memory at its most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
        for stage in ("search", "select_evidence", "gate", "total"):
            print(f"  {stage:16} ms: {latency([t[stage] for t in timings])}", flush=True)


def show_embedding() -> None:
    from sentence_transformers import SentenceTransformer

    ours, theirs = PackagedEmbedder(), SentenceTransformer(str(packaged_weights()), device="cpu")
    questions = [c.question for c in newsroom_cases()]
    took: dict[str, list[float]] = {"ours": [], "theirs": []}
    least = 1.0
    for n in range(TIMES + 10):
        text = questions[n % len(questions)]
        began = time.perf_counter()
        mine = ours.embed([text])[0]
        between = time.perf_counter()
        other = theirs.encode([text], normalize_embeddings=True, show_progress_bar=False)[0]
        took["ours"].append(between - began)
        took["theirs"].append(time.perf_counter() - between)
        least = min(least, float(mine @ other))
    mine_ms, theirs_ms = (1000 * sorted(took[k][10:])[TIMES // 2] for k in ("ours", "theirs"))
    print(f"a question's embedding, p50 of {TIMES}: {mine_ms:.1f} ms, sentence-transformers {theirs_ms:.1f} ms, ratio {theirs_ms / mine_ms:.1f}; cosine at least {least:.5f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, metavar="SIZE")
    parser.add_argument("--work", type=Path, default=Path(".speed"))
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(options.measure)
        return
    show_embedding()
    for size in options.sizes:
        home = options.work / str(size)
        with progress_bar() as progress:
            make_home(home, size, progress)
        subprocess.run([sys.executable, "-m", "evals.bench_speed", "--measure", str(home)], check=True)


if __name__ == "__main__":
    main()
