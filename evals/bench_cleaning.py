"""`python -m evals.bench_cleaning FILE`: of the lines that cleaning takes out, how many should go, and of those that should, how many go?

FILE is JSON lines (.gz or not) with `articles[{url, text}]`. `cleaning_labels.jsonl` says of each line of 60 of its articles whether it
is kept or removed, decided by reading, before the rules were written; articles and lines are known by their hashes. The articles have at
most 15,000 characters; 30 were drawn among all, 30 among those with a short line of a word such as "more:", "photo" or "sign up".
A line should go that is a link crumb, an offer, a caption that only describes, a credit, a sign-off or a paragraph come again. All else stays.
"""

import hashlib
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from evals.intervals import share
from evals.lines import read_rows
from ingest.clean import clean, plain

LABELS = Path(__file__).with_name("cleaning_labels.jsonl")
ENDED = re.compile(r"[.!?…:][\"'”’)]*$")
FEW_WORDS = 10
Judged = tuple[str, bool]  # rule, "" for a line that stayed; whether it should have gone


def short_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def by_product(text: str) -> Iterator[str]:
    """The rule by which each line goes; "" where it stays. Of two equal lines the first stays, if one does."""
    kept_text, removed = clean(text)
    kept, gone = iter(kept_text.split("\n")), iter(removed)
    next_kept, next_gone = next(kept, None), next(gone, None)
    for line in lines_of(text):
        if line == next_kept:
            yield ""
            next_kept = next(kept, None)
        else:
            assert next_gone and next_gone.text == line, "cleaning must account for each line"
            yield next_gone.rule
            next_gone = next(gone, None)


def by_length(text: str) -> Iterator[str]:
    """A baseline: a line of few words that ends no sentence goes."""
    for line in lines_of(text):
        yield "" if len(line.split()) >= FEW_WORDS or ENDED.search(line) else "short"


def lines_of(text: str) -> list[str]:
    return [line for line in plain(text).split("\n") if line]


def labelled(path: Path, labels: Path = LABELS) -> Iterator[tuple[str, list[bool]]]:
    """The texts of the labelled articles, and for each line whether it should go."""
    texts: dict[str, str] = {}
    for article in (a for row in read_rows(path) for a in row["articles"]):
        texts.setdefault(short_hash(article["url"]), article["text"])  # an address may come again, fetched on another day
    for row in read_rows(labels):
        if row["article"] not in texts:
            sys.exit(f"{path} is not the data set that was labelled: it has no article {row['article']}")
        text = texts[row["article"]]
        if [short_hash(line) for line in lines_of(text)] != [h for h, _ in row["lines"]]:
            sys.exit(f"{path} is not the data set that was labelled: article {row['article']} has other lines")
        yield text, [label == "removed" for _, label in row["lines"]]


def show(name: str, judged: Sequence[Judged]) -> None:
    gone = [should for rule, should in judged if rule]
    wanted = [bool(rule) for rule, should in judged if should]
    print(f"{name:28} precision {share(gone)} (n {len(gone)})   recall {share(wanted)} (n {len(wanted)})")


def bench(path: Path) -> None:
    articles = list(labelled(path))
    print(f"{len(articles)} articles, {sum(len(go) for _, go in articles)} lines, {sum(sum(go) for _, go in articles)} of which should go")
    judged = [(rule, should) for text, go in articles for rule, should in zip(by_product(text), go, strict=True)]
    show("cleaning", judged)
    show(f"under {FEW_WORDS} words, no stop", [(r, should) for text, go in articles for r, should in zip(by_length(text), go, strict=True)])
    rules = defaultdict(list)
    for rule, should in judged:
        if rule:
            rules[rule].append(should)
    for rule, outcomes in sorted(rules.items(), key=lambda item: -len(item[1])):
        print(f"  {rule:26} precision {share(outcomes)} (n {len(outcomes)})")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    bench(Path(sys.argv[1]))
