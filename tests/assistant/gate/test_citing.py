import logging
import threading
from collections import Counter

import pytest

from onrecord.assistant.claims import DraftedClaim
from onrecord.assistant.drafting import quote
from onrecord.assistant.evidence.model import Evidence
from onrecord.assistant.gate import LOCAL_JUDGES, AskedOnce, Gate, Judge
from onrecord.assistant.gate.citing import cite
from onrecord.vectorstore.errors import Unavailable
from onrecord.vectorstore.model import Article


def said(text: str) -> Evidence:
    return Evidence(Article("a", text, "t", 1), 0, len(text), 1.0, {}, None)


EVIDENCE = [said(text) for text in ("The ford was closed.", "The council met.", "Vell left.")]


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


class Scores:
    """Scores each source as it is told."""

    name = "scores"

    def __init__(self, by_source: dict[str, float]) -> None:
        self._by_source = by_source

    def score(self, claim: str, source: str) -> float:
        return self._by_source[source]


class Counting:
    def __init__(self, judge: Judge) -> None:
        self.name, self._judge = judge.name, judge
        self.pairs: list[tuple[str, str]] = []

    def score(self, claim: str, source: str) -> float:
        self.pairs.append((claim, source))
        return self._judge.score(claim, source)


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


def test_a_citation_that_supports_the_claim_stays_although_another_has_more_of_its_words() -> None:
    evidence = [said("The ford was closed to lorries on Monday."), said("The ford was closed.")]
    assert cite(DraftedClaim("The ford was closed.", (1,)), evidence, Scores({evidence[0].text: 0.6, evidence[1].text: 0.9})).cites == (1,)


def test_a_better_piece_that_does_not_support_the_claim_either_changes_nothing() -> None:
    evidence = [said("The council met."), said("The ford was open.")]
    assert cite(DraftedClaim("The ford was closed.", (1,)), evidence, Scores({evidence[0].text: 0.1, evidence[1].text: 0.3})).cites == (1,)


def test_an_outage_is_unchecked_also_without_a_marker() -> None:
    claim = cite(DraftedClaim("The council met.", ()), EVIDENCE, BrokenJudge())
    assert claim.cites == (2,)
    gated = Gate(EVIDENCE, BrokenJudge(), quote).gate(cite(DraftedClaim("The council has met.", ()), EVIDENCE, BrokenJudge()))
    assert (gated.judgement.verdict, gated.outcome) == ("unchecked", "repaired")


@pytest.mark.parametrize("judge", [OverlapJudge(), BrokenJudge()])
@pytest.mark.parametrize("cites", [(), (1,), (1, 2)])
def test_the_judge_is_asked_once_for_a_claim_and_a_source(judge: Judge, cites: tuple[int, ...]) -> None:
    counting, lock = Counting(judge), threading.Lock()
    asked = AskedOnce(counting, lock)
    with lock:
        claim = cite(DraftedClaim("Vell then left the council.", cites), EVIDENCE, asked)
        Gate(EVIDENCE, asked, quote).gate(claim)
    assert counting.pairs and max(Counter(counting.pairs).values()) == 1


def test_the_lock_is_free_while_a_judge_that_is_not_packaged_answers() -> None:
    lock = threading.Lock()
    held: dict[str, bool] = {}

    class Seeing(OverlapJudge):
        def score(self, claim: str, source: str) -> float:
            held[self.name] = lock.locked()
            return super().score(claim, source)

    for name in ("llm:openai:m", LOCAL_JUDGES[0]):
        judge = Seeing()
        judge.name = name
        with lock:
            AskedOnce(judge, lock).score("Rain fell.", "Rain fell.")
            assert lock.locked()
    assert held == {"llm:openai:m": False, LOCAL_JUDGES[0]: True}
