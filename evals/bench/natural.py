"""`python -m onrecord.evals.bench.natural [--show N]` asks the sample newsroom 60 questions as readers type them, and 30 about what sources dispute.

An answer is right if it has one string of each expected group. Half of the second set is about true disputes; the other half looks like it:
two figures of different things, or an update. `--show N` prints N complete answers, drawn by a fixed seed, for an editor to read.
"""

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from onrecord.assistant.answer import Answer
from onrecord.evals.bench.asking import ask, indented, temporary_assistant
from onrecord.evals.bench.disputes import AS_OF, NEWSROOM_QUESTIONS, first_words, show_disputes
from onrecord.evals.jsonl import read_rows
from onrecord.evals.run import contains
from onrecord.evals.stats import format_share
from onrecord.evals.suite import ingest_newsroom

QUESTIONS = Path(__file__).parent / "natural_questions.jsonl"
SEED = 16


def holds(text: str, expected: Sequence[Sequence[str]]) -> bool:
    """Whether the text has one string of each group."""
    return all(any(contains(text, one) for one in group) for group in expected)


def show_questions(rows: Sequence[dict[str, Any]], answers: Sequence[Answer]) -> None:
    asked = [(r, a) for r, a in zip(rows, answers, strict=True) if not r["unanswerable"]]
    print(f"right in the first sentence {format_share([holds(first_words(a), r['expect']) for r, a in asked])} of {len(asked)}")
    print(f"right anywhere              {format_share([holds(a.text, r['expect']) and bool(a.claims) for r, a in asked])}")
    print(f"refused wrongly             {format_share([not a.claims for _, a in asked])}")
    unanswerable = [bool(a.claims) for r, a in zip(rows, answers, strict=True) if r["unanswerable"]]
    print(f"unanswerable answered       {format_share(unanswerable)} of {len(unanswerable)}")
    by_kind: dict[str, list[bool]] = defaultdict(list)
    for r, a in asked:
        by_kind[r["kind"]].append(holds(first_words(a), r["expect"]))
    print("first, by kind: " + ", ".join(f"{kind} {sum(right)}/{len(right)}" for kind, right in by_kind.items()))


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N complete answers (0)")
    given = parser.parse_args(arguments)
    questions, conflicts = list(read_rows(QUESTIONS)), list(read_rows(NEWSROOM_QUESTIONS))
    with temporary_assistant(ingest_newsroom) as assistant:
        answers = ask(assistant, questions, AS_OF)
        show_questions(questions, answers)
        show_disputes(conflicts, ask(assistant, conflicts, AS_OF))
    for number in sorted(random.Random(SEED).sample(range(len(questions)), min(given.show, len(questions)))):
        row, answer = questions[number], answers[number]
        print(f"\n{row['id']} {row['kind']}: {row['question']}\n  reference: {row['reference']}\n" + indented(answer))


if __name__ == "__main__":
    main(sys.argv[1:])
