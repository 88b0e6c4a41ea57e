import pytest

from onrecord.assistant.gate.spelling import spell_as_source


@pytest.mark.parametrize(
    ("claim", "source", "expected"),
    [
        ("Twenty-three people died.", "In all 23 people died.", "23 people died."),
        ("It cost 9 lives.", "Nine people were killed.", "It cost Nine lives."),
        ("A memo of 23 March says so.", "The memo is dated March 23.", "A memo of March 23 says so."),
        ("At most 24 can fire.", "No more than 24 can fire.", "no more than 24 can fire."),
        ("About 24 can fire.", "No more than 24 can fire.", "About 24 can fire."),
        ("23 people died on 4 March.", "On March 5, 22 died.", "23 people died on 4 March."),
        ("Four people died.", "It was on March 4 that people died.", "Four people died."),
        ("23 died, 23 of them men.", "23 died, and all twenty-three were men.", "23 died, 23 of them men."),
    ],
)
def test_only_the_spelling_of_the_same_figure_changes(claim: str, source: str, expected: str) -> None:
    assert spell_as_source(claim, source) == expected
