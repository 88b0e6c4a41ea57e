import pytest

from onrecord.assistant.language.quantities import DEAD, HURT, PEOPLE, quantities


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("The army lost 31 tanks.", [(31, "tank")]),
        ("Twelve of the tanks burned.", [(12, "tank")]),
        ("At least 14 people were killed.", [(14, DEAD)]),
        ("The death toll rose to 19.", [(19, DEAD)]),
        ("At least 40 people were injured.", [(40, HURT)]),
        ("Officials evacuated 30 residents.", [(30, PEOPLE)]),
        ("The company said it had counted 1,900.", [(1900, "")]),
    ],
)
def test_what_a_number_counts(sentence: str, found: list[tuple[float, str]]) -> None:
    assert [(q.value, q.unit) for q in quantities(sentence)] == found


@pytest.mark.parametrize("sentence", ["It fell in 2024.", "It opened on March 3.", "They met at 10 a.m.", "It left from Gate 2.", "They asked whether 31 tanks were lost."])
def test_years_days_times_labels_and_questions_count_nothing(sentence: str) -> None:
    assert not quantities(sentence)
