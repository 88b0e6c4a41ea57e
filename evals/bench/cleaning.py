"""`python -m onrecord.evals.bench.cleaning FILE` measures precision and recall of the lines that the cleaning removes.

FILE is JSON lines (.gz or not) with `articles[{url, text}]`. `cleaning_labels.jsonl` has a label, kept or removed, for each line of 60 of
its articles. A person read the lines and set the labels before the rules were written. Articles and lines are identified by hashes. The
articles have at most 15,000 characters. 30 were drawn from all articles, 30 from those with a short line with a word such as "more:",
"photo" or "sign up". Lines to remove are link texts, offers, captions that only describe, credits, sign-offs and repeated paragraphs.
"""

import hashlib
import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from onrecord.evals.jsonl import read_rows
from onrecord.evals.stats import format_share

LABELS = Path(__file__).with_name("cleaning_labels.jsonl")
ENDED = re.compile(r"[.!?…:][\"'”’)]*$")
FEW_WORDS = 10
Cleaned = list[tuple[str, str | None]]  # lines, each with the rule that removes it
Judged = tuple[bool, bool]  # whether a line was removed, and whether it should be


def short_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def clean_texts(texts: Sequence[str]) -> list[Cleaned]:
    """Clean texts with the product. This runs in a separate process, because evals may not import ingest."""
    asked = "\n".join(map(json.dumps, texts))
    output = subprocess.run([sys.executable, "-m", "onrecord.ingest.cleaning.clean"], input=asked, capture_output=True, text=True, check=True).stdout
    return [[(line, rule) for line, rule in json.loads(row)] for row in output.splitlines()]


def short(line: str) -> bool:
    """A baseline: remove a line of few words without the end of a sentence."""
    return len(line.split()) < FEW_WORDS and not ENDED.search(line)


def labelled(path: Path, labels: Path = LABELS) -> Iterator[tuple[Cleaned, list[bool]]]:
    """For each labelled article, its cleaned lines, and for each line whether it should be removed."""
    texts: dict[str, str] = {}
    for article in (a for row in read_rows(path) for a in row["articles"]):
        texts.setdefault(short_hash(article["url"]), article["text"])  # the same URL may have been fetched on several days
    rows = list(read_rows(labels))
    if missing := [row["article"] for row in rows if row["article"] not in texts]:
        sys.exit(f"{path} is not the data set that was labelled: it has no article {missing[0]}")
    for row, lines in zip(rows, clean_texts([texts[row["article"]] for row in rows]), strict=True):
        if [short_hash(line) for line, _ in lines] != [h for h, _ in row["lines"]]:
            sys.exit(f"{path} is not the data set that was labelled: article {row['article']} has other lines")
        yield lines, [label == "removed" for _, label in row["lines"]]


def show(name: str, judged: Sequence[Judged]) -> None:
    gone = [should for went, should in judged if went]
    wanted = [went for went, should in judged if should]
    print(f"{name:28} precision {format_share(gone)} (n {len(gone)})   recall {format_share(wanted)} (n {len(wanted)})")


def bench(path: Path) -> None:
    articles = list(labelled(path))
    judged = [(line, rule, should) for lines, go in articles for (line, rule), should in zip(lines, go, strict=True)]
    print(f"{len(articles)} articles, {len(judged)} lines, {sum(should for *_, should in judged)} of which should be removed")
    show("cleaning", [(rule is not None, should) for _, rule, should in judged])
    show(f"under {FEW_WORDS} words, no stop", [(short(line), should) for line, _, should in judged])
    rules = defaultdict(list)
    for _, rule, should in judged:
        if rule:
            rules[rule].append(should)
    for rule, outcomes in sorted(rules.items(), key=lambda item: -len(item[1])):
        print(f"  {rule:26} precision {format_share(outcomes)} (n {len(outcomes)})")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    bench(Path(sys.argv[1]))
