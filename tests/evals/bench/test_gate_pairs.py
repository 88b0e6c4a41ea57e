"""The hand-written pairs with which the gate is measured."""

from collections import Counter

from onrecord.evals.bench.gate import PAIRS
from onrecord.evals.jsonl import read_rows


def test_each_pair_has_a_right_claim_and_its_twin() -> None:
    rows = list(read_rows(PAIRS))
    assert len(rows) >= 150
    assert all(r["right"] != r["wrong"] and r["source"] for r in rows)
    assert len({r["source"] for r in rows}) == len(rows)
    assert min(Counter(r["kind"] for r in rows).values()) >= 10
