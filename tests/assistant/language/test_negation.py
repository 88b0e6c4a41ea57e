import pytest

from onrecord.assistant.language.negation import DENIES, DENYING, EXPRESSES_DOUBT, MAY_NEGATE, NEGATIVES, NOT_DONE


def test_every_word_that_negates_also_denies() -> None:
    assert NEGATIVES < DENYING and NOT_DONE < DENYING


@pytest.mark.parametrize(
    ("text", "negates"),
    [("He did not go.", True), ("He didn’t go.", True), ("Nobody went.", True), ("She refused it.", True), ("It failed.", True), ("A notable northern town.", False)],
)
def test_sentences_that_may_negate(text: str, negates: bool) -> None:
    assert bool(MAY_NEGATE.search(text)) is negates


@pytest.mark.parametrize(("text", "doubts"), [("Rumours say so.", True), ("He alleged it.", True), ("whether it fell", True), ("It fell.", False), ("a notable day", False)])
def test_words_of_doubt(text: str, doubts: bool) -> None:
    assert bool(EXPRESSES_DOUBT.search(text)) is doubts


@pytest.mark.parametrize(("lead_in", "denies"), [("Roe denied this:", True), ("It is false that:", True), ("Roe never said:", True), ("Roe said:", False)])
def test_lead_ins_that_deny(lead_in: str, denies: bool) -> None:
    assert bool(DENIES.search(lead_in)) is denies
