"""`python -m onrecord.evals.bench.yes_no [--held] [--wrong]` asks questions that Yes or No answers, of the sample newsroom and of invented stories.

A question's right answer is yes, no, or open where no article settles it. An answer that begins with Yes or No is right or wrong; one without
these words is silent, which is right of an open question. A third of the questions is held back (`held`), to measure what was tuned on the others.
"""

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from onrecord.assistant.answer import Answer
from onrecord.evals.bench.asking import ask, indented, temporary_assistant
from onrecord.evals.jsonl import read_rows
from onrecord.evals.stats import format_share
from onrecord.evals.suite import ingest_newsroom, ingest_path

QUESTIONS = Path(__file__).parent / "yes_no_questions.jsonl"
STORIES = Path(__file__).parent / "yes_no_stories.jsonl"
AS_OF = "2026-06-30"


def word_said(answer: Answer) -> str:
    """ "yes" or "no" if the answer begins with it, otherwise "open"."""
    return answer.headline.text.lower() if answer.headline and answer.headline.text in ("Yes", "No") else "open"


def show(rows: Sequence[dict[str, Any]], answers: Sequence[Answer]) -> None:
    said = [(r["answer"], word_said(a)) for r, a in zip(rows, answers, strict=True)]
    print(f"right word  {format_share([s == right for right, s in said if right != 'open'])} of {sum(right != 'open' for right, _ in said)} that are settled")
    print(f"wrong word  {format_share([s not in ('open', right) for right, s in said])} of {len(said)}")
    print(f"silent      {format_share([s == 'open' for right, s in said if right != 'open'])} of those that are settled")


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held", action="store_true", help="ask the questions that are held back")
    parser.add_argument("--wrong", action="store_true", help="print each question that is not answered with the right word")
    given = parser.parse_args(arguments)
    rows = [r for r in read_rows(QUESTIONS) if r["held"] == given.held]
    with temporary_assistant(ingest_newsroom, partial(ingest_path, STORIES)) as assistant:
        answers = ask(assistant, rows, AS_OF)
    show(rows, answers)
    for r, a in zip(rows, answers, strict=True) if given.wrong else ():
        if word_said(a) != r["answer"]:
            print(f"{r['id']} {r['question']} – {r['answer']}, said {word_said(a)}\n" + indented(a))


if __name__ == "__main__":
    main(sys.argv[1:])
