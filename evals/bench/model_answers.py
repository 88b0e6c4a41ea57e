"""`python -m onrecord.evals.bench.model_answers [--show]` plays answers as a good chat model writes them through real turns.

Each row of `model_answers.jsonl` has a question over the sample newsroom, a faithful draft in words of its own, and a faulty twin: the same draft
with a fault. A server on loopback speaks OpenAI's protocol and answers with the draft, so a turn runs as with any provider. A row names its
evidence by its first words; the server finds its number in the prompt, as a model would. A sentence whose evidence is not in the prompt is left
out, because no model could write it.
"""

import argparse
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.assistant.claims import split_claims
from onrecord.assistant.gate import GatedClaim, make_judge
from onrecord.assistant.reader import make_reader
from onrecord.assistant.turn import Assistant, answer_turn
from onrecord.evals.bench.chat_double import ChatDouble
from onrecord.evals.jsonl import read_rows
from onrecord.evals.stats import format_share
from onrecord.evals.suite import ingest_newsroom
from onrecord.vectorstore.command_line import progress_bar
from onrecord.vectorstore.settings import Settings, read_settings
from onrecord.vectorstore.store import open_store

ANSWERS = Path(__file__).parent / "model_answers.jsonl"
AS_OF = "2026-05-25"


class Writer(ChatDouble):
    """Writes `draft`; `evidence` are the first words of the evidence that its markers [1], [2], … mean."""

    def __init__(self) -> None:
        self.draft, self.evidence = "", list[str]()
        super().__init__(lambda prompt: write(self.draft, self.evidence, prompt))


def write(draft: str, evidence: Sequence[str], prompt: str) -> str:
    """The sentences of the draft whose evidence is in the prompt, with its numbers there; "The articles do not say." if there are none."""
    numbers = {n: found[1] for n, words in enumerate(evidence, 1) if (found := re.search(rf"^\[(\d+)\] [^\n]*{re.escape(words)}", prompt, re.MULTILINE))}
    shown = [c for c in split_claims(draft) if all(n in numbers for n in c.cites)]
    return " ".join(f"{c.body.rstrip('.')} {''.join(f'[{numbers[n]}]' for n in c.cites)}." for c in shown) or "The articles do not say."


@dataclass(frozen=True)
class Played:
    """A sentence of a draft after a real turn. `gated` is None if its evidence was not in the prompt."""

    row: dict[str, Any]
    body: str
    gated: GatedClaim | None

    @property
    def as_written(self) -> bool:
        return self.gated is not None and self.gated.outcome == "passed"


def play(assistant: Assistant, writer: Writer, row: dict[str, Any], draft: str) -> list[Played]:
    writer.draft, writer.evidence = draft, row["evidence"]
    gated = {g.drafted.body.rstrip("."): g for g in answer_turn(assistant, row["question"], as_of=AS_OF).gated}
    return [Played(row, c.body, gated.get(c.body.rstrip("."))) for c in split_claims(draft)]


def play_all(settings: Settings, rows: Sequence[dict[str, Any]]) -> tuple[list[list[Played]], list[Played]]:
    """The sentences of each faithful draft, and the faulty sentences of all twins."""
    faithful, faulty = list[list[Played]](), list[Played]()
    with tempfile.TemporaryDirectory(prefix="onrecord-answers-") as home:
        ingest_newsroom(home)
        with open_store(Path(home), settings.embedding_model) as store, progress_bar() as progress, Writer() as writer:
            store.catch_up()
            assistant = Assistant(store, writer.model, make_judge(settings), make_reader(settings))
            for done, row in enumerate(rows):
                progress("asking", done, len(rows))
                faithful.append(play(assistant, writer, row, row["faithful"]))
                right = {p.body for p in faithful[-1]}
                faulty += [p for p in play(assistant, writer, row, row["faulty"]) if p.body not in right]
            writer.shutdown()
    return faithful, faulty


def report(faithful: Sequence[Sequence[Played]], faulty: Sequence[Played]) -> Iterator[str]:
    sentences = [p for draft in faithful for p in draft if p.gated]
    unseen = sum(p.gated is None for p in [*(p for draft in faithful for p in draft), *faulty])
    outcomes = [p.gated.outcome for p in sentences if p.gated]
    yield f"faithful drafts served as written     {format_share([all(p.as_written for p in draft) for draft in faithful])} of {len(faithful)}"
    yield f"faithful sentences served as written  {format_share([p.as_written for p in sentences])} of {len(sentences)}"
    yield f"  replaced by their source {outcomes.count('repaired')}, dropped {outcomes.count('dropped')}"
    stopped: dict[str, list[bool]] = defaultdict(list)
    for p in faulty:
        if p.gated:
            stopped["all"].append(not p.as_written)
            stopped[p.row["kind"]].append(not p.as_written)
    for kind in ("all", *sorted(stopped.keys() - {"all"})):
        yield f"{'faulty sentences stopped' if kind == 'all' else '  ' + kind:37} {format_share(stopped[kind])} of {len(stopped[kind])}"
    yield f"left out, because their evidence was not in the prompt: {unseen}"


def describe(played: Played) -> str:
    if played.gated is None:
        return f"  not in the prompt: {played.body}"
    return f"  {played.gated.outcome}: {played.body}\n    {played.gated.judgement.score} {played.gated.judgement.reason}"


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print each faithful sentence that was stopped, and each fault that passed, with the reason")
    given = parser.parse_args(arguments)
    faithful, faulty = play_all(read_settings(), list(read_rows(ANSWERS)))
    print("\n".join(report(faithful, faulty)))
    if given.show:
        print("\nfaithful, but stopped", *(describe(p) for draft in faithful for p in draft if not p.as_written), sep="\n")
        print("\nfaulty, but served", *(describe(p) for p in faulty if p.as_written or p.gated is None), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
