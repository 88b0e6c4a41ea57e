"""Where the reader judges, a rule's fault counts as far as it has proved right, and some faults decide alone."""

from collections.abc import Mapping

import pytest

from onrecord.assistant.gate import GATE_TUNING, Pair, check, probability_with_faults
from onrecord.assistant.gate.rules import RULES

SOURCE = "At least 17 people died in the flood, the mayor said on Tuesday."
SHORTENED = "At least 17 people died in the flood on Tuesday."  # the mayor is dropped
REWORDED = "On Tuesday, no fewer than 17 people had lost their lives to the rising water."
NUMBER = "number-not-in-source"


class Judge:
    """Gives every claim the same probability."""

    name = "fixed"

    def __init__(self, probability: float, fault_log_odds: Mapping[str, float] | None = None) -> None:
        self._probability = probability
        if fault_log_odds is not None:
            self.fault_log_odds = fault_log_odds

    def score(self, claim: str, source: str) -> float:
        return self._probability


def codes(claim: str) -> list[str]:
    return [f.code for rule in RULES if (f := rule(Pair(claim, SOURCE)))]


def test_without_weights_any_fault_decides() -> None:
    assert codes(SHORTENED) == ["attribution-dropped"]
    assert check(Pair(SHORTENED, SOURCE), Judge(0.999)).verdict != "supported"


@pytest.mark.parametrize(("weight", "verdict"), [(-0.1, "supported"), (-8.0, "unsupported")])
def test_with_weights_a_fault_lowers_the_odds(weight: float, verdict: str) -> None:
    claim = REWORDED.replace("17", "19")
    assert NUMBER in codes(claim)
    judged = check(Pair(claim, SOURCE), Judge(0.9, dict.fromkeys(codes(claim), weight)))
    assert (judged.verdict == "supported") == (verdict == "supported")
    assert judged.score < 0.9
    assert (NUMBER in judged.reason) == (verdict != "supported")


def test_in_a_near_copy_any_fault_decides() -> None:
    assert Pair(SHORTENED, SOURCE).is_near_copy and not Pair(REWORDED, SOURCE).is_near_copy
    judged = check(Pair(SHORTENED, SOURCE), Judge(0.999, {"attribution-dropped": -0.1}))
    assert judged.verdict != "supported" and "attribution-dropped" in judged.reason


def test_a_claim_without_a_fault_is_judged_by_the_reader_alone() -> None:
    claim = "The mayor said on Tuesday that at least 17 people died in the flood."
    assert codes(claim) == []
    assert check(Pair(claim, SOURCE), Judge(0.9, GATE_TUNING.fault_log_odds)).score == pytest.approx(0.9)
    assert check(Pair(claim, SOURCE), Judge(0.1, GATE_TUNING.fault_log_odds)).reason.startswith("support-low")


def test_every_rule_has_a_weight_that_never_helps_a_claim() -> None:
    assert GATE_TUNING.fault_log_odds.keys() == GATE_TUNING.fault_penalty.keys()
    assert max(GATE_TUNING.fault_log_odds.values()) <= 0


def test_certainty_is_bounded() -> None:
    assert 0 < probability_with_faults(0.0, [], {}) < 1e-5
    assert 1 - 1e-5 < probability_with_faults(1.0, [], {}) < 1


def test_a_verbatim_sentence_needs_no_judge() -> None:
    assert check(Pair(SOURCE, SOURCE), Judge(0.0, GATE_TUNING.fault_log_odds)).verdict == "supported"
