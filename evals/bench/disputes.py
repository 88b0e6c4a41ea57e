"""`python -m onrecord.evals.bench.disputes [--held-back] [--newsroom] [--show]` asks about what sources dispute, and what only looks like a dispute.

The questions are about `dispute_stories.jsonl`, 13 invented stories (ingested into a temporary home), or with `--newsroom` about the sample
newsroom. About half of them are about a true dispute; the others tempt: an update, a correction, other things, other periods, another event.
A dispute is shown if the answer has a conflict. It is shown rightly if one of its two sides has a string of each
group in `sides`. Where `leads` stands, the first words of the answer must have it: the newest figure, or the present holder of an office.

`--held-back` asks about the stories that the rules were not written on, and not about the others.
"""

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from onrecord.assistant.answer import Answer, Conflict
from onrecord.evals.bench.asking import ask, indented, temporary_assistant
from onrecord.evals.jsonl import read_rows
from onrecord.evals.run import contains
from onrecord.evals.stats import format_share
from onrecord.evals.suite import ingest_newsroom, ingest_path

HERE = Path(__file__).parent
STORIES, QUESTIONS, NEWSROOM_QUESTIONS = (HERE / f"{name}.jsonl" for name in ("dispute_stories", "dispute_questions", "conflict_questions"))
AS_OF = "2026-05-25"


def first_words(answer: Answer) -> str:
    """The headline and the first sentence."""
    return " ".join([answer.headline.text if answer.headline else "", *(c.text for c in answer.claims[:1])])


def is_shown(answer: Answer) -> bool:
    """Whether the answer shows a dispute. An update or a correction (`earlier`) is none."""
    return bool(answer.conflicts)


def has_sides(conflict: Conflict, sides: Sequence[Sequence[str]]) -> bool:
    """Whether the two sides have a string of each of two groups, in whatever order."""
    one, other = (side.text for side in conflict.sides)
    first, second = sides
    return any(any(contains(a, x) for x in first) and any(contains(b, x) for x in second) for a, b in ((one, other), (other, one)))


def show_disputes(rows: Sequence[dict[str, Any]], answers: Sequence[Answer]) -> None:
    """Print recall and precision, each with its interval."""
    pairs = list(zip(rows, answers, strict=True))
    true = [(r, a) for r, a in pairs if r["conflict"]]
    shown = [r["conflict"] for r, a in pairs if is_shown(a)]
    print(f"true disputes shown         {format_share([is_shown(a) for _, a in true])} of {len(true)}")
    rightly = [any(has_sides(c, r["sides"]) for c in a.conflicts) for r, a in true]
    print(f"  with the right sides      {format_share(rightly)}")
    if shown:
        print(f"shown disputes that are     {format_share(shown)} of {len(shown)}")
    leads = [contains(first_words(a), r["leads"]) for r, a in pairs if r.get("leads")]
    if leads:
        print(f"the newest leads            {format_share(leads)} of {len(leads)}")


def show_answer(row: dict[str, Any], answer: Answer) -> None:
    wrong = "" if is_shown(answer) == row["conflict"] else " <- WRONG"
    print(f"\n{row['id']} {'dispute' if row['conflict'] else 'no dispute'}{wrong}: {row['question']}\n  reference: {row['reference']}")
    print(indented(answer))
    print("".join(f"  {c.kind}: {' <> '.join(s.text for s in c.sides)}\n" for c in answer.conflicts), end="")


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held-back", action="store_true", help="the stories that the rules were not written on, instead of the others")
    parser.add_argument("--newsroom", action="store_true", help="the 30 questions about the sample newsroom instead")
    parser.add_argument("--show", action="store_true", help="print every answer")
    given = parser.parse_args(arguments)
    rows = list(read_rows(NEWSROOM_QUESTIONS)) if given.newsroom else [r for r in read_rows(QUESTIONS) if r["held_back"] == given.held_back]
    with temporary_assistant(ingest_newsroom if given.newsroom else partial(ingest_path, STORIES)) as assistant:
        answers = ask(assistant, rows, AS_OF)
    show_disputes(rows, answers)
    for row, answer in zip(rows, answers, strict=True) if given.show else ():
        show_answer(row, answer)


if __name__ == "__main__":
    main(sys.argv[1:])
