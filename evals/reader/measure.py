"""Measures the packaged reader on our rows of held-out articles: `python -m onrecord.evals.reader.measure ARTICLES`."""

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from onrecord.assistant.reader import AnswerReading, Reader
from onrecord.evals.reader.examples import Example, own_examples, read_articles
from onrecord.evals.stats import Rate, auc, wilson

ROWS = Path(__file__).parent.parent / "reader_data"


def measure_support(reader: Reader, examples: Sequence[Example]) -> dict[str, Rate]:
    """AUC of the probability of support over all claims, and of each kind of fault against all faithful claims."""
    scores = [reader.read_support(e.text, e.sentences).supported for e in examples]
    faithful = [s for s, e in zip(scores, examples, strict=True) if not e.label]
    by_kind: dict[str, list[float]] = defaultdict(list)
    for score, e in zip(scores, examples, strict=True):
        by_kind[e.kind if e.label else "faithful"].append(score)
    kinds = {k: auc([*faithful, *found], [1] * len(faithful) + [0] * len(found)) for k, found in sorted(by_kind.items()) if k != "faithful"}
    return {"all": auc(scores, [int(not e.label) for e in examples])} | kinds


def measure_answers(reader: Reader, examples: Sequence[Example]) -> dict[str, Rate]:
    """AUC of passages that answer, AUC of sentences that answer, and the share of answers whose span is found."""
    readings = [reader.read_answers(e.text, [(e.title, e.sentences)])[0] for e in examples]
    sentences = [(s, int(i in (e.answering or ()))) for e, r in zip(examples, readings, strict=True) for i, s in enumerate(r.sentences)]
    spans = [(e, r) for e, r in zip(examples, readings, strict=True) if e.span]
    return {
        "passages": auc([r.answers for r in readings], [e.label for e in examples]),
        "sentences": auc([s for s, _ in sentences], [y for _, y in sentences]),
        "spans": share([overlaps(e, r) for e, r in spans]),
    }


def share(hits: Sequence[bool]) -> Rate:
    return Rate(sum(hits) / max(1, len(hits)), *wilson(sum(hits), len(hits)), len(hits))


def overlaps(example: Example, reading: AnswerReading) -> bool:
    if not example.span or not reading.best_span:
        return False
    (gold, start, end), (number, found) = example.span, reading.best_span
    return gold == number and found.start < end and start < found.end


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path, help="news.jsonl.gz, which our rows are about")
    given = parser.parse_args(arguments)
    examples = list(own_examples(ROWS, read_articles(given.articles, ROWS), True, random.Random(1)))
    support, questions = [e for e in examples if e.task == "support"], [e for e in examples if e.task == "question"]
    reader = Reader()
    print(f"support, {len(support)} claims: " + ", ".join(f"{k} {v}" for k, v in measure_support(reader, support).items()))
    print(f"answers, {len(questions)} passages: " + ", ".join(f"{k} {v}" for k, v in measure_answers(reader, questions).items()))


if __name__ == "__main__":
    main(sys.argv[1:])
