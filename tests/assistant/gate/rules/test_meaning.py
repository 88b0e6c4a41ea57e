import pytest

from onrecord.assistant.gate.claim_pair import Pair
from onrecord.assistant.gate.rules.meaning import check_modality, check_negation, check_roles


@pytest.mark.parametrize(
    ("source", "claim", "faulty"),
    [
        ("The minister sued the newspaper in May.", "The newspaper sued the minister in May.", True),
        ("The newspaper was sued by the minister in May.", "The newspaper sued the minister in May.", True),
        ("The minister sued the newspaper in May.", "The newspaper was sued by the minister in May.", False),
        ("The minister sued the newspaper, and the newspaper sued the minister.", "The newspaper sued the minister.", False),
    ],
)
def test_subject_and_object_are_not_exchanged(source: str, claim: str, faulty: bool) -> None:
    fault = check_roles(Pair(claim, source))
    assert (fault is not None) == faulty and (fault is None or fault.code == "roles-exchanged")


@pytest.mark.parametrize(
    ("source", "claim", "faulty"),
    [
        ("The ford was closed.", "The ford was not closed.", True),
        ("The ford was not closed.", "The ford was closed.", True),
        ("The council refused to close the ford.", "The council closed the ford.", True),
        ("The ford was not closed.", "The ford was never closed.", False),
        ("In 2019, the ford was closed. A permit is not required.", "The ford was closed in 2019, and a permit is not required.", False),
    ],
)
def test_negation_is_kept(source: str, claim: str, faulty: bool) -> None:
    fault = check_negation(Pair(claim, source))
    assert (fault is not None) == faulty and (fault is None or fault.code == "negation-changed")


@pytest.mark.parametrize(
    ("source", "claim", "faulty"),
    [
        ("The ministry plans to close the ford in May.", "The ministry closed the ford in May.", True),
        ("The ford may have collapsed, the ministry said.", "The ford collapsed, the ministry said.", True),
        ("The ministry plans to close the ford in May.", "The ministry is planning to close the ford in May.", False),
        ("The ford may collapse. The ford collapsed on Sunday.", "The ford collapsed.", False),
    ],
)
def test_a_plan_or_a_possibility_does_not_become_a_fact(source: str, claim: str, faulty: bool) -> None:
    fault = check_modality(Pair(claim, source))
    assert (fault is not None) == faulty and (fault is None or fault.code == "modality-changed")
