"""Draws errors of the packaged reader on our held-out rows, to be read one by one: `python -m onrecord.evals.reader.errors ARTICLES`.

Claims are judged by the gate, rules included. Questions are asked of all articles, as in `combine_answers`. Prints JSON lines. The rows are
shuffled by a seed and judged until each kind of error is found as often as `WANTED` says, so the errors are a random sample and most rows
need not be judged.
"""

import argparse
import json
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache, partial
from itertools import islice
from typing import Any

from onrecord.assistant.evidence import Selection
from onrecord.assistant.gate import Judge, Pair, ReaderJudge, check
from onrecord.assistant.reader import Reader
from onrecord.assistant.turn import Assistant, answer_turn
from onrecord.evals.jsonl import read_rows
from onrecord.evals.reader.combine import passage, published
from onrecord.evals.reader.combine_answers import AS_OF, add_arguments, open_articles, same_sentence
from onrecord.evals.reader.examples import NewsArticle, read_articles, with_twins
from onrecord.evals.reader.measure import ROWS
from onrecord.vectorstore.store import Store

WANTED = {"faithful-stopped": 20, "faulty-passed": 20, "first-sentence-wrong": 10, "answerable-refused": 5, "unanswerable-answered": 5}
Row = dict[str, Any]
Articles = dict[str, NewsArticle]


@dataclass(frozen=True)
class Error:
    """A row that the product decides wrongly."""

    error: str  # one of `WANTED`
    row: Row
    score: float  # 0…1: the gate's score of a claim, or the answerability of a question
    found: str  # the gate's reason, or the first sentence of the answer, "" where the question is refused
    read: str  # the part of the article that the claim was judged by, or the sentences that answer, "" where none does
    judged: int = 0  # rows of its kind that were judged until it was found: with the last one, this tells how frequent it is


def claim_error(judge: Judge, articles: Articles, row: Row) -> Error | None:
    """The error of the gate on a claim, if it makes one."""
    article = articles[row["article"]]
    source = passage(article, row["sentences"])
    judgement = check(Pair(row["claim"], source, article.title, published(article)), judge)
    if (judgement.verdict == "supported") == bool(row["label"]):
        return None
    return Error("faithful-stopped" if row["label"] else "faulty-passed", row, judgement.score, judgement.reason, source)


def question_error(selection: Selection, article: NewsArticle, row: Row) -> Error | None:
    """The error of the evidence for a question, if it has one. Where several sentences answer, one of them must come first."""
    gold = [article.text[a:b] for a, b in row["answers"]]
    first = selection.answering[0].text if selection.answering else ""
    if not gold:
        error = "unanswerable-answered" if first else ""
    elif not first:
        error = "answerable-refused"
    else:
        error = "" if any(same_sentence(first, g) for g in gold) else "first-sentence-wrong"
    return Error(error, row, round(selection.answerability, 3), first, "\n".join(gold)) if error else None


def draw(rows: Sequence[Row], find: Callable[[Row], Error | None], error: str, seed: int) -> Iterator[Error]:
    """Errors of one kind among the rows, in random order, as many as wanted where there are so many."""
    found = ((n, find(row)) for n, row in enumerate(random.Random(seed).sample(rows, len(rows)), 1))
    return islice((replace(e, judged=n) for n, e in found if e and e.error == error), WANTED[error])


def draw_claims(articles: Articles, seed: int) -> Iterator[Error]:
    rows = [r for r in with_twins(list(read_rows(ROWS / "support.jsonl.gz"))) if articles[r["article"]].held_out]
    find = partial(claim_error, ReaderJudge(), articles)
    yield from draw([r for r in rows if r["label"]], find, "faithful-stopped", seed)
    yield from draw([r for r in rows if not r["label"]], find, "faulty-passed", seed)


def draw_questions(articles: Articles, store: Store, seed: int) -> Iterator[Error]:
    assistant = Assistant(store, judge=ReaderJudge(), reader=Reader())

    @cache
    def ask(question: str) -> Selection:
        return answer_turn(assistant, question, as_of=AS_OF).selection

    def find(row: Row) -> Error | None:
        article = articles[row["article"]]
        return None if article.date > AS_OF else question_error(ask(row["question"]), article, row)  # of a later article nothing can be known

    rows = [r for r in read_rows(ROWS / "questions.jsonl.gz") if articles[r["article"]].held_out]
    answerable = [r for r in rows if r["answers"]]
    yield from draw(answerable, find, "first-sentence-wrong", seed)
    yield from draw(answerable, find, "answerable-refused", seed)
    yield from draw([r for r in rows if not r["answers"]], find, "unanswerable-answered", seed)


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_arguments(parser)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    articles = read_articles(given.articles, ROWS)
    for error in draw_claims(articles, given.seed):
        print(json.dumps(asdict(error), ensure_ascii=False), flush=True)
    with open_articles(articles, given.home) as store:
        for error in draw_questions(articles, store, given.seed):
            print(json.dumps(asdict(error), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
