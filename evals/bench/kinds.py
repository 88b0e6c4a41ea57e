"""`python -m onrecord.evals.bench.kinds [--held-back] [--show]` asks for lists, summaries, persons, reasons, timelines, comparisons and two things at once.

The questions are about the invented stories of the other benches and the sample newsroom. `expect` has a group of strings for each item or
part of the right answer. `first`, where it stands, has those that the first sentence must have: of two questions, the answer to the first;
of a comparison, one of its sides; of an account, the event. `--held-back` asks the half that was not looked at while the rules were written. `--show` prints each answer, for an editor to read.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from onrecord.assistant.answer import Answer
from onrecord.evals.bench.asking import ask, indented, temporary_assistant
from onrecord.evals.bench.disputes import first_words
from onrecord.evals.bench.natural import holds
from onrecord.evals.jsonl import read_rows
from onrecord.evals.stats import format_share
from onrecord.evals.suite import ingest_newsroom, ingest_path

HERE = Path(__file__).parent
QUESTIONS = HERE / "kinds_questions.jsonl"
STORIES = [HERE / f"{name}_stories.jsonl" for name in ("dispute", "yes_no")]
AS_OF = "2026-06-30"


def right_at_once(row: dict[str, Any], answer: Answer) -> bool:
    return bool(answer.claims) and holds(first_words(answer), row.get("first", row["expect"]))


def right_anywhere(row: dict[str, Any], answer: Answer) -> bool:
    return bool(answer.claims) and holds(answer.text, row["expect"])


def lists_all(row: dict[str, Any], answer: Answer) -> bool:
    """Whether the headline names each item."""
    return answer.headline is not None and holds(answer.headline.text, row["expect"])


def show(rows: Sequence[dict[str, Any]], answers: Sequence[Answer]) -> None:
    pairs = list(zip(rows, answers, strict=True))
    print(f"right in the first sentence {format_share([right_at_once(r, a) for r, a in pairs])} of {len(pairs)}")
    print(f"right anywhere              {format_share([right_anywhere(r, a) for r, a in pairs])}")
    print(f"all items in the headline   {format_share([lists_all(r, a) for r, a in pairs if r['kind'] == 'list'])} of the lists")
    by_kind: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for r, a in pairs:
        by_kind[r["kind"]].append((right_at_once(r, a), right_anywhere(r, a)))
    print("first and anywhere, by kind: " + ", ".join(f"{kind} {sum(f for f, _ in got)} and {sum(x for _, x in got)} of {len(got)}" for kind, got in by_kind.items()))


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held-back", action="store_true", help="ask the questions that are held back")
    parser.add_argument("--show", action="store_true", help="print each answer")
    given = parser.parse_args(arguments)
    rows = [r for r in read_rows(QUESTIONS) if r["held"] == given.held_back]
    with temporary_assistant(ingest_newsroom, *(partial(ingest_path, stories) for stories in STORIES)) as assistant:
        answers = ask(assistant, rows, AS_OF)
    show(rows, answers)
    for r, a in zip(rows, answers, strict=True) if given.show else ():
        marks = f"{'first' if right_at_once(r, a) else 'anywhere' if right_anywhere(r, a) else 'wrong'}, read as {a.question_kind}"
        print(f"\n{r['id']} {r['kind']} ({marks}): {r['question']}\n" + indented(a))


if __name__ == "__main__":
    main(sys.argv[1:])
