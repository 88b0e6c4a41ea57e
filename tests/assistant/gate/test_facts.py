import pytest

from onrecord.assistant.gate.facts import split_facts


@pytest.mark.parametrize(
    ("sentence", "facts"),
    [
        ("The pier fell on Monday, and the mayor resigned over it.", ["The pier fell on Monday.", "The mayor resigned over it."]),
        ("Most grapes were lost, the growers said, while the olives got away with little harm.", ["Most grapes were lost, the growers said.", "The olives got away with little harm."]),
        ("The mayor said that the pier fell and that the road was shut.", None),
        ("The mayor said the pier fell on Monday and the road was shut.", None),
        ("The fire spread and burned for six hours.", None),
        ("Roe, who said the dam was safe, resigned.", None),
        ("She left, and he stayed.", None),
        ("", None),
    ],
)
def test_a_sentence_that_joins_facts_is_split(sentence: str, facts: list[str] | None) -> None:
    assert split_facts(sentence) == (facts or [sentence])
