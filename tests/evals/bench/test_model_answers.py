"""The drafts as a good chat model writes them, and the server that plays them."""

from collections import Counter

from onrecord.assistant.claims import split_claims
from onrecord.evals.bench.model_answers import ANSWERS, Writer, write
from onrecord.evals.jsonl import read_rows

PROMPT = "Sentences:\n[1] (Wire, undated) The ford was closed.\n    after: Rain fell.\n[2] (Wire, undated) Rain fell on Monday.\n\nQuestion: Why?"


def test_each_row_has_a_faithful_draft_and_a_twin_with_a_fault() -> None:
    rows = list(read_rows(ANSWERS))
    assert len({r["question"] for r in rows}) == len(rows) >= 50
    assert min(Counter(r["kind"] for r in rows).values()) >= 3
    for row in rows:
        right, wrong = ([c.body for c in split_claims(row[draft])] for draft in ("faithful", "faulty"))
        assert len(right) == len(wrong) and 1 <= sum(r != w for r, w in zip(right, wrong, strict=True)) <= 2, row["question"]
        cited = {n for draft in ("faithful", "faulty") for c in split_claims(row[draft]) for n in c.cites}
        assert cited and cited <= set(range(1, len(row["evidence"]) + 1)), row["question"]
        assert all(c.cites for c in split_claims(row["faithful"])), row["question"]


def test_markers_get_the_numbers_of_the_prompt() -> None:
    assert write("It rained [1]. The ford was shut [2].", ["Rain fell on Monday", "The ford"], PROMPT) == "It rained [2]. The ford was shut [1]."


def test_a_sentence_without_its_evidence_is_not_written() -> None:
    assert write("It rained [1]. Snow fell [2].", ["Rain fell on Monday", "Snow fell"], PROMPT) == "It rained [2]."
    assert write("Snow fell [1].", ["Snow fell"], PROMPT) == "The articles do not say."


def test_the_server_writes_the_draft() -> None:
    with Writer() as writer:
        writer.draft, writer.evidence = "It rained on Monday [1].", ["Rain fell on Monday"]
        assert writer.model.complete(PROMPT) == "It rained on Monday [2]."
        writer.shutdown()
