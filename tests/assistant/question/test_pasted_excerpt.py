import pytest

from onrecord.assistant.question.pasted_excerpt import find_asked_excerpt

EXCERPT = "The flood that swept through Tarnsund last week has now claimed seventeen lives in three towns."


@pytest.mark.parametrize(
    "question",
    [f"Which article is this from: “{EXCERPT}”?", f"Where was this published?\n{EXCERPT}", f"{EXCERPT}\nWho published this?", f'What is the origin of this passage: "{EXCERPT}"'],
)
def test_the_excerpt_whose_origin_is_asked_for(question: str) -> None:
    assert find_asked_excerpt(question) == EXCERPT


@pytest.mark.parametrize("question", [f"How many died? “{EXCERPT}”", "Which article says “it has fallen”?", "Which article is about the flood?"])
def test_no_excerpt_is_asked_for(question: str) -> None:
    assert find_asked_excerpt(question) is None
