"""Suggested questions: each is answered by the archive, and none is asked twice."""

import pytest

from onrecord.assistant.question import Message
from onrecord.assistant.suggestions import FOR_ARCHIVE, FOR_CONVERSATION, find_topic, suggest_follow_ups, suggest_for_archive
from onrecord.assistant.turn import Assistant, answer_turn

AS_OF = "2026-05-25"


def test_what_is_suggested_is_answered(reading_assistant: Assistant) -> None:
    suggested = suggest_for_archive(reading_assistant, AS_OF)
    assert len(set(suggested)) == FOR_ARCHIVE
    cited = set()
    for question in suggested:
        answer = answer_turn(reading_assistant, question, as_of=AS_OF).answer
        assert answer.status == "served", question
        cited.add(answer.citations[0].article_id)
    assert len(cited) > 1, "they are about several reports"


def test_follow_ups_ask_something_new(reading_assistant: Assistant) -> None:
    question = "How many people did the Oske flood kill?"
    answer = answer_turn(reading_assistant, question, as_of=AS_OF).answer
    history = [Message("user", question), Message("assistant", answer.text)]
    cited = list(dict.fromkeys((c.article_id, c.version) for c in answer.citations))
    suggested = suggest_follow_ups(reading_assistant, history, cited, AS_OF)
    assert 1 <= len(suggested) <= FOR_CONVERSATION and question not in suggested
    again = suggest_follow_ups(reading_assistant, [*history, Message("user", suggested[0]), Message("assistant", "…")], cited, AS_OF)
    assert suggested[0] not in again


def test_nothing_is_suggested_from_before_the_first_article(reading_assistant: Assistant) -> None:
    assert suggest_for_archive(reading_assistant, "1999-01-01") == []


@pytest.mark.parametrize(
    ("title", "topic"),
    [("Tolmara and Ishkara sign ceasefire for Kessin valley", "the Kessin valley"), ("Assembly ratifies Kessin ceasefire", "the Kessin ceasefire"), ("62 Tolmaran prisoners freed", ""), ("", "")],
)
def test_topic_of_a_headline(title: str, topic: str) -> None:
    assert find_topic(title) == topic
