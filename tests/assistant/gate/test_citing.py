import logging

import pytest

from onrecord.assistant.claims import DraftedClaim
from onrecord.assistant.evidence.model import Evidence
from onrecord.assistant.gate.citing import cite
from onrecord.vectorstore.errors import Unavailable
from onrecord.vectorstore.model import Article

EVIDENCE = [Evidence(Article("a", text, "t", 1), 0, len(text), 1.0, {}, None) for text in ("The ford was closed.", "The council met.", "Vell left.")]


class OverlapJudge:
    """Scores the share of the claim's words that the source has."""

    name = "overlap"

    def score(self, claim: str, source: str) -> float:
        words = set(claim.lower().strip(".").split())
        return len(words & set(source.lower().replace(".", " ").split())) / len(words)


class BrokenJudge:
    name = "broken"

    def score(self, claim: str, source: str) -> float:
        raise Unavailable("no answer")


@pytest.mark.parametrize(
    ("claim", "cites", "expected"),
    [
        ("The ford was closed.", (), (1,)),
        ("The ford was closed.", (1,), (1,)),
        ("The ford was closed.", (2,), (1,)),
        ("The ford was closed.", (1, 3), (1, 3)),
        ("The ford was closed and Vell met the council.", (1, 2), (1, 2)),
        ("The ford was closed.", (9,), (9,)),
    ],
)
def test_a_claim_cites_what_supports_it_best(claim: str, cites: tuple[int, ...], expected: tuple[int, ...]) -> None:
    assert cite(DraftedClaim(claim, cites), EVIDENCE, OverlapJudge()).cites == expected


def test_a_quoting_claim_keeps_its_source() -> None:
    quoting = DraftedClaim("The ford was closed.", (2,), quotes=True)
    assert cite(quoting, EVIDENCE, OverlapJudge()) == quoting


def test_a_broken_judge_is_logged_and_changes_no_citation(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "onrecord.assistant.gate"):
        assert cite(DraftedClaim("The ford was closed.", (2,)), EVIDENCE, BrokenJudge()).cites == (2,)
    assert "broken" in caplog.text and "no answer" in caplog.text


def test_without_evidence_there_is_nothing_to_cite() -> None:
    assert cite(DraftedClaim("The ford was closed.", ()), [], OverlapJudge()).cites == ()
