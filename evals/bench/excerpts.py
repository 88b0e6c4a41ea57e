"""`python -m onrecord.evals.bench.excerpts FILE` measures how often the search for a 200-character excerpt gives the right result.

FILE is JSON lines (.gz or not) with `articles[{url, title, text, publish_date}]`. Half of the articles are stored in an archive, without
embeddings. Excerpts of these articles must be found. For excerpts of the other half, nothing must be found. Text that is in both halves
(stories of an agency, standard texts of an outlet) is not used.
"""

import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from onrecord.evals.jsonl import read_rows
from onrecord.evals.run import latency_percentiles
from onrecord.evals.stats import wilson
from onrecord.vectorstore.archive import Archive, find_excerpt, words_of
from onrecord.vectorstore.model import Article

EXCERPTS = 500  # excerpts of each kind
CHARACTERS = 200
SEED = 4
PASSAGE = 700  # characters, about the length of an ingest's passages
RUN = 8  # consecutive words that two texts share only if one copies the other
MAX_COPIED = 0.5  # share of an excerpt's runs that may be in the archive
TYPOS = 2  # characters that are changed in the measurement with typos


def articles(path: Path) -> Iterator[Article]:
    seen: set[str] = set()
    for row in (article for question in read_rows(path) for article in question["articles"]):
        if row["url"] not in seen and len(row["text"]) > 2 * CHARACTERS:
            seen.add(row["url"])
            yield Article(row["url"], row["text"], row["title"], url=row["url"], published_at=row["publish_date"].replace("/", "-") or None)


def passages(text: str) -> list[tuple[int, int, list[tuple[int, int]]]]:
    starts = range(0, len(text), PASSAGE)
    return [(s, min(s + PASSAGE, len(text)), [(s, min(s + PASSAGE, len(text)))]) for s in starts]


def draw_excerpts(some: Sequence[Article], rng: random.Random) -> Iterator[tuple[Article, str]]:
    """Excerpts that begin and end anywhere, as if selected with a mouse."""
    while True:
        article = rng.choice(some)
        start = rng.randrange(len(article.text) - CHARACTERS)
        yield article, article.text[start : start + CHARACTERS]


def with_typos(excerpt: str, rng: random.Random) -> str:
    letters = [i for i, c in enumerate(excerpt) if c.isalpha()]
    changed = list(excerpt)
    for i in rng.sample(letters, TYPOS):
        changed[i] = rng.choice("abcdefghijklmnopqrstuvwxyz")
    return "".join(changed)


def bench(path: Path) -> None:
    rng = random.Random(SEED)
    every_article = list(articles(path))
    rng.shuffle(every_article)
    kept, held_out = every_article[::2], every_article[1::2]
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder) / "archive.sqlite3")
        for article in kept:
            archive.put(article, passages(article.text))
        print(f"{len(kept)} articles, {archive.counts()['passages']} passages; {len(held_out)} held out")
        inside = list(islice(draw_excerpts(kept, rng), EXCERPTS))
        ms = measure_named(archive, "excerpts in the archive", inside, [e for _, e in inside])
        measure_named(archive, f"the same with {TYPOS} typos", inside, [with_typos(e, rng) for _, e in inside])
        measure_declined(archive, not_copied(kept, draw_excerpts(held_out, rng)))
        print(f"time an excerpt, ms: {latency_percentiles(ms)}")


def measure_named(archive: Archive, name: str, drawn_from: Sequence[tuple[Article, str]], asked: Sequence[str]) -> list[float]:
    """Measure excerpts of stored articles. A result is right if the excerpt's article is found and the first found article contains its words."""
    right, ms = 0, []
    for (article, original), excerpt in zip(drawn_from, asked, strict=True):
        began = time.perf_counter()
        found = find_excerpt(archive, excerpt)
        ms.append(1000 * (time.perf_counter() - began))
        named = [o.article.article_id for o in found]
        right += article.article_id in named and " ".join(words_of(original)) in " ".join(words_of(found[0].article.text))
    show(name, "named right", right, len(asked))
    return ms


def measure_declined(archive: Archive, others: Iterator[str]) -> None:
    asked = list(islice(others, EXCERPTS))
    show("excerpts of other articles", "declined", sum(not find_excerpt(archive, e) for e in asked), len(asked))


def not_copied(kept: Sequence[Article], others: Iterator[tuple[Article, str]]) -> Iterator[str]:
    """The excerpts of which less than half is in the archive, because an agency's story may be in both halves under two URLs."""
    there = {hash(run) for a in kept for run in runs(words_of(a.text))}
    for _, excerpt in others:
        own = runs(words_of(excerpt)[1:-1])
        if sum(hash(run) in there for run in own) < MAX_COPIED * max(1, len(own)):
            yield excerpt


def runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)]


def show(name: str, what: str, n: int, of: int) -> None:
    low, high = wilson(n, of)
    print(f"{name:28} {what} {n / of:.3f} [{low:.3f}, {high:.3f}] (n {of})")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    bench(Path(sys.argv[1]))
