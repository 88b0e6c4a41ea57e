"""Refusals are told from claims: whoever calls a claim a refusal lets it go unjudged."""

import pytest

from onrecord.assistant.claims import ABSTAINED
from onrecord.evals.answers.refusals import is_refusal, refuses, strip_frame


@pytest.mark.parametrize(
    "sentence",
    [
        ABSTAINED,
        "I don't know.",
        "I’m sorry, but I cannot find this in the provided documents.",
        "Sorry, I could not find an answer to that.",
        "I do not have enough information to answer.",
        "I have no information on that.",
        "The provided context does not mention who won.",
        "Based on the provided context, I cannot determine the year.",
        "The context contains no mention of the mayor.",
        "There is no information about this in the context.",
        "Not enough information.",
        "No information is available.",
        "It is not mentioned in the passages.",
        "The answer cannot be determined from the given context.",
        "None of the articles mention a date.",
        "Unanswerable",
        "We have found no relevant details.",
        "That is not clear from the passages.",
        "It isn't known.",
        "The answer is unknown.",
    ],
)
def test_saying_that_there_is_no_answer_is_a_refusal(sentence: str) -> None:
    assert refuses(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The mayor said he does not know who did it.",
        "The articles do not say when, but the mayor was shot.",
        "The documents do not mention the minister, prosecutors said.",
        "There is no evidence of sabotage, the inquiry said.",
        "There was no mention of a ceasefire in the speech.",
        "The ministry did not answer questions.",
        "Sources did not say when the talks would begin.",
        "Information was leaked on Tuesday.",
        "I have no plans to go.",
        "There is no information; the mayor fled.",
        "The bridge is not open.",
        "No data was lost in the breach.",
        "I cannot answer because the mayor was shot.",
        "It was found.",
        "It was not found.",
        "That is clear.",
        "It can be determined from the context.",
        "I have enough information.",
        "We found relevant details.",
    ],
)
def test_what_claims_something_is_none(sentence: str) -> None:
    assert not refuses(sentence)


def test_an_answer_is_a_refusal_when_all_of_it_is() -> None:
    assert is_refusal(["I don't know.", "The articles do not say."])
    assert not is_refusal(["The articles do not say.", "The mayor was shot."])
    assert not is_refusal([])


@pytest.mark.parametrize(
    ("sentence", "judged"),
    [
        ("According to the provided context, the bridge is closed.", "The bridge is closed."),
        ("The article states that the bridge is closed.", "The bridge is closed."),
        ("According to the mayor, the bridge is closed.", "According to the mayor, the bridge is closed."),
        ("According to the sources, the bridge is closed.", "According to the sources, the bridge is closed."),
        ("The documents show that the minister knew.", "The documents show that the minister knew."),
    ],
)
def test_that_the_context_says_it_is_no_part_of_a_claim(sentence: str, judged: str) -> None:
    assert strip_frame(sentence) == judged
