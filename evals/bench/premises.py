"""`python -m onrecord.evals.bench.premises [--held-back] [--show]` asks questions that take something for granted, true or false.

The questions are about the sample newsroom and the invented stories of `updates.py`. A false premise is told if the answer says "Nothing here says
that …", in its text where it abstains or beside it where it answers. Of a true premise, that would be wrong. Half of the questions are held back.
"""

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from onrecord.assistant.answer import Answer
from onrecord.evals.bench.asking import ask, indented, temporary_assistant
from onrecord.evals.bench.disputes import AS_OF
from onrecord.evals.bench.updates import STORIES
from onrecord.evals.jsonl import read_rows
from onrecord.evals.stats import format_share
from onrecord.evals.suite import ingest_newsroom, ingest_path

QUESTIONS = Path(__file__).parent / "premise_questions.jsonl"


def tells(answer: Answer) -> bool:
    return "Nothing here says that" in f"{answer.text} {answer.notice}"


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held-back", action="store_true", help="the questions that the rules were not written on, instead of the others")
    parser.add_argument("--show", action="store_true", help="print every answer")
    given = parser.parse_args(arguments)
    rows = [r for r in read_rows(QUESTIONS) if r["held_back"] == given.held_back]
    with temporary_assistant(ingest_newsroom, partial(ingest_path, STORIES)) as assistant:
        pairs = list(zip(rows, ask(assistant, rows, AS_OF), strict=True))
    false, true = ([a for r, a in pairs if r["false"] is which] for which in (True, False))
    print(f"false premise told        {format_share([tells(a) for a in false])} of {len(false)}")
    print(f"  or not answered         {format_share([tells(a) or not a.claims for a in false])}")
    print(f"  served, and told        {sum(tells(a) for a in false if a.claims)} of {sum(bool(a.claims) for a in false)}")
    print(f"true premise doubted      {format_share([tells(a) for a in true])} of {len(true)}")
    print(f"  in a served answer      {sum(tells(a) for a in true if a.claims)} of {sum(bool(a.claims) for a in true)}")
    for row, answer in pairs if given.show else ():
        print(f"\n{row['id']} {'false' if row['false'] else 'true'}{' TOLD' if tells(answer) else ''}: {row['question']}\n  | {answer.notice}\n" + indented(answer))


if __name__ == "__main__":
    main(sys.argv[1:])
