"""Measures how much of a chat model's draft the gate stops.

`python -m onrecord.evals.bench.drafts --model gguf:FILE | --model NAME [--base-url URL] [--out FILE]` answers the newsroom's gold questions
with this drafter, and prints the share of drafted claims that the gate stopped, by reason. --out writes every served claim with its
citations, so that a person can label it.

`python -m onrecord.evals.bench.drafts --labels evals/bench/served_claims.jsonl` prints the share that a person found unfaithful.
"""

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from onrecord.assistant.chat_models import ChatModel
from onrecord.assistant.turn import Assistant, Turn, answer_turn
from onrecord.evals.stats import wilson
from onrecord.evals.suite import ingest_newsroom, newsroom_cases
from onrecord.vectorstore.command_line import progress_bar
from onrecord.vectorstore.embedding import DEFAULT_MODEL
from onrecord.vectorstore.store import open_store

MODEL_TIMEOUT = 300.0  # seconds


def draft(name: str, base_url: str | None, out: Path | None, every: int) -> None:
    outcomes: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="onrecord-drafts-") as home:
        ingest_newsroom(home)
        with open_store(Path(home), DEFAULT_MODEL) as store, progress_bar() as progress:
            store.catch_up()
            assistant = Assistant(store, ChatModel(name, base_url, timeout=MODEL_TIMEOUT))
            cases = newsroom_cases()[::every]
            for done, case in enumerate(cases):
                progress("asking", done, len(cases))
                turn = answer_turn(assistant, case.question, case.history, case.as_of)
                for gated in turn.gated:
                    outcomes[gated.outcome] += 1
                    if gated.outcome != "passed":
                        reasons[gated.judgement.reason.split(":")[0]] += 1
                rows += served(turn, case.id)
    show(name, outcomes, reasons)
    if out:
        out.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), "utf-8")


def served(turn: Turn, case: str) -> Iterator[dict[str, Any]]:
    for claim in turn.answer.claims:
        cited = [c for c in turn.answer.citations if c.n in claim.citations]
        yield {
            "case": case,
            "question": turn.answer.question,
            "claim": claim.text,
            "drafted": not claim.reason.startswith(("verbatim", "replaced")),
            "score": claim.score,
            "cited": [f"{c.cited_text} ({c.publisher}, {c.published_at})" for c in cited],
        }


def show(name: str, outcomes: Counter[str], reasons: Counter[str]) -> None:
    total, stopped = sum(outcomes.values()), outcomes["repaired"] + outcomes["dropped"]
    low, high = wilson(stopped, total)
    print(f"{name}: {total} drafted claims; stopped {stopped / max(1, total):.3f} [{low:.3f}, {high:.3f}]: {dict(outcomes)}")
    for reason, n in reasons.most_common():
        print(f"  {reason:24} {n}")


def show_labels(path: Path) -> None:
    """Show the share of unfaithful claims, among drafted prose and among quoted sources. Rows have `faithful` (true or false) and `why`."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for what, some in (("all served claims", rows), ("drafted by the model", [r for r in rows if r["drafted"]]), ("quoted from the source", [r for r in rows if not r["drafted"]])):
        wrong = sum(not r["faithful"] for r in some)
        low, high = wilson(wrong, len(some))
        note = ", by construction: a quote is what it cites" if some and not any(r["drafted"] for r in some) else ""
        print(f"{what:24} unfaithful {wrong} of {len(some)}: {wrong / max(1, len(some)):.3f} [{low:.3f}, {high:.3f}]{note}")


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", help="chat model, as `onrecord ask --model` takes it")
    parser.add_argument("--base-url")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--labels", type=Path)
    parser.add_argument("--every", type=int, default=1, help="ask only every Nth question")
    given = parser.parse_args(arguments)
    if given.labels:
        show_labels(given.labels)
    elif given.model:
        draft(given.model, given.base_url, given.out, given.every)
    else:
        parser.error("name a model: --model gguf:FILE, or --model NAME --base-url URL")


if __name__ == "__main__":
    main(sys.argv[1:])
