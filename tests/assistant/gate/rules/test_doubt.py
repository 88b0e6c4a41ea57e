import pytest

from onrecord.assistant.gate.claim_pair import Pair
from onrecord.assistant.gate.rules.doubt import check_doubt


@pytest.mark.parametrize(
    ("source", "claim", "words"),
    [
        ("Investigators found no evidence that the minister stole the money.", "The minister stole the money.", "no evidence that"),
        ("The office dismissed rumours that Gov. Smith resigned on Sunday.", "Smith resigned on Sunday.", "rumours that"),
        ("It is unclear whether the bridge was mined.", "The bridge was mined.", "unclear whether"),
        ("It is not true that the ford was closed, the army said.", "The ford was closed.", "not true that"),
    ],
)
def test_a_doubted_matter_is_not_stated_as_a_fact(source: str, claim: str, words: str) -> None:
    fault = check_doubt(Pair(claim, source))
    assert fault is not None and fault.code == "doubt-dropped" and words in fault.detail


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("Investigators found no evidence that the minister stole the money.", "There is no evidence that the minister stole the money."),
        ("There were rumours that the ford was closed. The ford was closed on Sunday, the mayor’s office confirmed.", "The ford was closed."),
        ("The ford was closed on rumours of a flood.", "The ford was closed."),
        ("The ford was closed.", "The ford was closed."),
    ],
)
def test_a_claim_may_keep_the_doubt_or_rest_on_another_sentence(source: str, claim: str) -> None:
    assert check_doubt(Pair(claim, source)) is None
