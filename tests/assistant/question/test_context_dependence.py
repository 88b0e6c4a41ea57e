import pytest

from onrecord.assistant.question.context_dependence import needs_topic, stands_alone


@pytest.mark.parametrize(
    "question",
    [
        "How many tanks did Ivo Kask lose in the valley?",
        "What did the mayor say about the bridge inquiry?",
        "Is it true that the Oske dam failed in March?",
        "How long does it take to cross the Oske valley?",
        "Did Jana Ritvel say that she would resign from the council?",
        "Why are there so many wolves in the Oske valley?",
    ],
)
def test_a_question_that_says_what_it_is_about_stands_alone(question: str) -> None:
    assert stands_alone(question)


@pytest.mark.parametrize(
    "question",
    ["Why?", "And in July?", "What about the mayor?", "Who confirmed that?", "How did he react?", "Where did they go on Sunday morning?", "What happened there in March 2024?", "What did Kask say?"],
)
def test_a_question_that_leaves_out_who_where_or_what_depends_on_the_conversation(question: str) -> None:
    assert not stands_alone(question)


def test_a_named_pronoun_needs_a_topic_only_where_little_else_is_said() -> None:
    assert needs_topic("Did he know?", named=True)
    assert not needs_topic("Did he inspect the eastern bridge hangers before winter?", named=True)
