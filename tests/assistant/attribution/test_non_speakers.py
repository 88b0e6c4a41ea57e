import pytest

from onrecord.assistant.attribution.non_speakers import is_event, is_no_agent, may_be_quoted
from onrecord.assistant.language.parser import parser


@pytest.mark.parametrize(
    ("sentence", "noun", "no_agent"),
    [
        ("It was announced by the old market hall.", "hall", True),
        ("It was announced by the town hall.", "hall", False),
        ("It was announced by Monday.", "Monday", True),
        ("It was announced by radio.", "radio", True),
        ("It was announced by the mayor.", "mayor", False),
    ],
)
def test_places_times_and_means_are_no_agents(sentence: str, noun: str, no_agent: bool) -> None:
    assert is_no_agent(next(t for t in parser()(sentence) if t.text == noun)) is no_agent


def test_an_event_threatens_nobody_with_words() -> None:
    assert is_event(parser()("The strike threatens to close it.")[1])
    assert not is_event(parser()("The union threatens to close it.")[1])


@pytest.mark.parametrize(("sentence", "quoted"), [("The church was empty.", False), ("The bridge fell.", False), ("The mayor left.", True), ("Roe was glad.", True)])
def test_whom_a_quotation_without_a_cue_may_belong_to(sentence: str, quoted: bool) -> None:
    subject = next(t for t in parser()(sentence) if t.dep_ == "nsubj")
    assert may_be_quoted(subject) is quoted
