from datetime import date

import pytest

from onrecord.assistant.question.follow_ups import Exchange, resolve_follow_up

TODAY = date(2026, 5, 25)
BEFORE = [Exchange("What did Maria Vell say about the bridge inquiry in April?", "")]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Did she resign over the budget vote on Friday?", "Did Maria Vell resign over the budget vote on Friday?"),
        ("What was her reason for the budget vote?", "What was Maria Vell's reason for the budget vote?"),
        ("Did he resign over the budget vote on Friday?", "Did he resign over the budget vote on Friday?"),
    ],
)
def test_a_pronoun_takes_the_last_name_that_it_fits(question: str, text: str) -> None:
    assert resolve_follow_up(question, BEFORE, TODAY).text == text


def test_a_question_that_stands_alone_takes_nothing() -> None:
    found = resolve_follow_up("How many tanks did Ivo Kask lose in the valley?", BEFORE, TODAY)
    assert (found.carried, found.timeframe) == ((), None)


def test_a_fragment_takes_the_words_before_without_those_that_it_replaces() -> None:
    found = resolve_follow_up("And in May?", BEFORE, TODAY)
    assert {"bridge", "inquiry"} <= set(found.carried) and "April" not in found.carried
    assert found.timeframe is not None and found.timeframe.since == "2026-05-01"


def test_another_topic_goes_on_with_the_speaker_and_another_speaker_with_the_topic() -> None:
    topic, speaker = (resolve_follow_up(q, BEFORE, TODAY).speaker for q in ("And about the tanks?", "What about Ivo Kask?"))
    assert topic is not None and (topic.name, topic.topic) == ("Maria Vell", "tanks")
    assert speaker is not None and speaker.name == "Ivo Kask" and "bridge inquiry" in speaker.topic
