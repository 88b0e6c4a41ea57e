import pytest

from onrecord.assistant.gate.claim_pair import Pair
from onrecord.assistant.gate.rules.additions import check_cause, check_exceptions, check_offices
from onrecord.assistant.gate.rules.fault import Fault


def code(fault: Fault | None) -> str | None:
    return fault.code if fault else None


@pytest.mark.parametrize(
    ("source", "claim", "expected"),
    [
        ("A barge struck the pier. The bridge fell at noon.", "The bridge fell because a barge struck the pier.", "cause-added"),
        ("The bridge fell because a barge struck the pier.", "The bridge fell because a barge struck the pier.", None),
        ("The bridge will open on Monday.", "The bridge is due to open on Monday.", None),
        ("A storm had passed. The bridge fell at noon.", "The bridge fell due to the storm.", "cause-added"),
        ("Vell blamed the fall of the bridge on a barge.", "Vell said the bridge fell because of a barge.", None),
        ("A barge struck the pier. The bridge fell at noon.", "The bridge fell after a barge struck the pier.", None),
    ],
)
def test_a_sequence_is_no_cause(source: str, claim: str, expected: str | None) -> None:
    assert code(check_cause(Pair(claim, source))) == expected


@pytest.mark.parametrize(
    ("source", "claim", "expected"),
    [
        ("The sirens sounded in every district but Fennick.", "The sirens sounded in every district including Fennick.", "exception-dropped"),
        ("The sirens sounded in every district but Fennick.", "The sirens sounded in every district except Fennick.", None),
        ("The sirens sounded in every district, including Fennick.", "The sirens sounded in all districts including Fennick.", None),
    ],
)
def test_an_exception_is_kept(source: str, claim: str, expected: str | None) -> None:
    assert code(check_exceptions(Pair(claim, source))) == expected


OFFICES = "The mayor, Anna Berger, and the deputy director, Peter Novak, met on Monday."


@pytest.mark.parametrize(
    ("source", "claim", "expected"),
    [
        (OFFICES, "Mayor Anna Berger met Peter Novak, the deputy director.", None),
        (OFFICES, "Peter Novak, the director, met Anna Berger.", "office-changed"),
        (OFFICES, "Peter Novak, the mayor, met Anna Berger.", "office-changed"),
        (OFFICES, "Anna Berger, the former mayor, met Peter Novak.", "office-changed"),
        (OFFICES, "Anna Berger met Peter Novak.", None),
        ("Anna Berger, the former mayor, left.", "Anna Berger, once the mayor, has left.", None),
        ("Peter Novak read from a letter by the mediator, Anna Berger.", "Anna Berger read a letter by Peter Novak, the mediator.", "office-changed"),
        ("Peter Novak read from a letter by the mediator, Anna Berger.", "Peter Novak read a letter by Anna Berger, the mediator.", None),
        ("President Anna Berger wept. Ex-minister Peter Novak, the current President of the Port Council, wrote to her.", "Peter Novak, president of the Port Council, wrote.", None),
    ],
)
def test_a_person_keeps_the_office(source: str, claim: str, expected: str | None) -> None:
    assert code(check_offices(Pair(claim, source))) == expected
