"""Faults that are drafted on purpose: each must be able to be served as it was drafted, or it says nothing of the gate."""

from onrecord.assistant.claims import split_claims
from onrecord.evals.run.adversarial_drafter import Opponent, is_one_claim


def test_what_is_split_is_not_drafted() -> None:
    assert is_one_claim("Ivo Kask said that 15 tanks had been lost.")
    assert not is_one_claim("It rained. Nobody came.") and not is_one_claim("- It rained.") and not is_one_claim("It rained [2].")


def test_every_drafted_fault_is_a_claim_of_its_own() -> None:
    drafted = ["It rained in the valley", "the mayor said so", "15 tanks were lost!"]
    assert [c.body for c in split_claims("".join(Opponent([f"{s} [1]" for s in drafted]).stream("")))] == drafted
