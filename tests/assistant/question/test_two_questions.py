import pytest

from onrecord.assistant.question import rewrite_question
from onrecord.assistant.question.two_questions import second_question
from onrecord.assistant.turn import Assistant, answer_turn


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("How did the trial of Stanhelm end, and who paid for his defence?", "who paid for his defence? trial Stanhelm end"),
        ("What did the inquiry in Druva find and where was the ship built?", "where was the ship built? Druva"),
        ("Who won the cup final? And in which minute did they score?", "in which minute did they score? won cup final"),
        ("Who fired first at Hrabin Ford?", ""),
        ("Who was acquitted, and of what?", ""),
        ("When and where did they meet?", ""),
    ],
)
def test_second_question(text: str, second: str) -> None:
    assert second_question(text) == second


def test_both_are_answered(reading_assistant: Assistant) -> None:
    question = "How many people died when the Ferrygate Bridge fell, and what did the inquiry blame for the collapse?"
    answer = answer_turn(reading_assistant, question, as_of="2026-05-25").answer.text.lower()
    assert ("seven" in answer or "six" in answer) and ("hanger" in answer or "rust" in answer)


def test_the_first_question_decides_what_is_asked_for() -> None:
    question = rewrite_question("How many people drowned and who was the captain of the ferry?")
    assert (question.kind, question.answer_type, question.read_text) == ("fact", "number", "How many people drowned?")


def test_the_second_question_alone_keeps_all_words_where_the_first_has_no_name() -> None:
    assert second_question("how many boats were lost in the storm and who owned them") == "who owned them boats lost storm"
