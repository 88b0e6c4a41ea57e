import pytest

from onrecord.assistant.question.plain_question import plain_question


@pytest.mark.parametrize(
    ("asked", "plain"),
    [
        ("Date of the fire at Velten harbour?", "When was the fire at Velten harbour?"),
        ("the exact day in May 2024 on which the ford was closed", "On which day in May 2024 was it that the ford was closed?"),
        ("For a timeline I need the exact date when the ford was closed.", "On which date was it that the ford was closed?"),
        ("What was the year in which the ford was closed?", "In which year was it that the ford was closed?"),
        ("Hi, can you please tell me who closed the ford?", "who closed the ford?"),
        ("please tell me why the ford was closed", "why the ford was closed"),
        ("I'd like to know how many boats sank", "how many boats sank"),
        ("Do you know whether the ford was closed?", "Do you know whether the ford was closed?"),
        ("Give me a timeline of the strike at Velten, please", "What happened with the strike at Velten?"),
        ("can you write me a short summary of the trial?", "What happened with the trial?"),
        ("How did the toll of the fire change between May and June?", "What was the toll of the fire?"),
        ("How did the toll of the fire come about?", "How did the toll of the fire come about?"),
        ("Who closed the ford?", "Who closed the ford?"),
        ("Did the mayor tell us the date of the vote?", "Did the mayor tell us the date of the vote?"),
        ("I need help", "I need help"),
    ],
)
def test_a_request_becomes_a_question(asked: str, plain: str) -> None:
    assert plain_question(asked) == plain
