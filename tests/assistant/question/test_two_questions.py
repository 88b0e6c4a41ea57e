import pytest

from onrecord.assistant.question.two_questions import second_question
from onrecord.assistant.turn import Assistant, answer_turn


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("How did the trial of Stanhelm end, and who paid for his defence?", "who paid for his defence? Stanhelm"),
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
