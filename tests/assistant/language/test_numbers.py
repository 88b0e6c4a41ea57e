import pytest

from onrecord.assistant.language.numbers import find_figures


@pytest.mark.parametrize(
    ("text", "value", "bound"),
    [
        ("26 thousand", 26_000, "exact"),
        ("26,000 people", 26_000, "exact"),
        ("1.5 million", 1_500_000, "exact"),
        ("$3bn", 3e9, "exact"),
        ("twenty-five ships", 25, "exact"),
        ("a hundred ships", 100, "exact"),
        ("half a million", 500_000, "exact"),
        ("three dozen", 36, "exact"),
        ("more than 15 tanks", 15, "more"),
        ("up to 15 tanks", 15, "less"),
        ("about 15 tanks", 15, "near"),
        ("the 3rd ship", 3, "exact"),
        ("no more than 15 tanks", 15, "less"),
        ("15 tanks at the least", 15, "more"),
        ("15 tanks or fewer", 15, "less"),
        ("nearly 15 tanks", 15, "nearly"),
        ("exactly 15 tanks", 15, "exactly"),
        ("a rise over 15 years", 15, "exact"),
        ("a rise of over 15 percent", 15, "more"),
    ],
)
def test_figure(text: str, value: float, bound: str) -> None:
    (found,) = find_figures(text)
    assert (found.value, found.bound) == (value, bound)


@pytest.mark.parametrize("text", ["one of them", "a second ship", "B52 bombers"])
def test_no_figure(text: str) -> None:
    assert not find_figures(text)
