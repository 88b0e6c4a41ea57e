"""`python -m onrecord.evals.bench.updates [--held-back] [--show]` asks what later reports have changed: tolls, prices, verdicts, office holders.

The questions are about `update_stories.jsonl`, 12 invented stories with two or three reports each, from different outlets. The newest report seldom
repeats the words of the question. An answer is right if its headline or first sentence has one of the strings in `leads` ("a|b").
Two questions ask who did what two sides accuse each other of: the answer must have one string of each group in `sides` as well.
`--held-back` asks about the stories that the rules were not written on, and not about the others.
"""

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from onrecord.assistant.answer import Answer
from onrecord.evals.bench.asking import ask, indented, temporary_assistant
from onrecord.evals.bench.disputes import AS_OF, first_words
from onrecord.evals.bench.natural import holds
from onrecord.evals.jsonl import read_rows
from onrecord.evals.run import contains
from onrecord.evals.stats import format_share
from onrecord.evals.suite import ingest_path

HERE = Path(__file__).parent
STORIES, QUESTIONS = HERE / "update_stories.jsonl", HERE / "update_questions.jsonl"


def leads(row: dict[str, Any], answer: Answer) -> bool:
    return any(contains(first_words(answer), one) for one in row["leads"].split("|"))


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held-back", action="store_true", help="the stories that the rules were not written on, instead of the others")
    parser.add_argument("--show", action="store_true", help="print every answer")
    given = parser.parse_args(arguments)
    rows = [r for r in read_rows(QUESTIONS) if r["held_back"] == given.held_back]
    with temporary_assistant(partial(ingest_path, STORIES)) as assistant:
        answers = ask(assistant, rows, AS_OF)
    pairs = list(zip(rows, answers, strict=True))
    print(f"the newest leads     {format_share([leads(r, a) for r, a in pairs])} of {len(pairs)}")
    print(f"both sides are told  {format_share([holds(a.text, r['sides']) for r, a in pairs if 'sides' in r])}")
    for row, answer in pairs if given.show else ():
        print(f"\n{row['id']}{'' if leads(row, answer) else ' <- WRONG'}: {row['question']} {row['leads']}\n" + indented(answer))


if __name__ == "__main__":
    main(sys.argv[1:])
