import pytest

from onrecord.ingest.cleaning.captions import is_caption, is_credit


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Getty Images", True),
        ("Oona Vell/AFP via Getty Images", True),
        ("(Photo: Oona Vell)", True),
        ("Image credit: Oona Vell", True),
        ("Courtesy of Oona Vell", True),
        ("Getty Images fell on Tuesday.", False),
        ("The mayor spoke to Reuters", False),
        ("By Oona Vell/Reuters", False),  # a byline
        ("Reuters reported it", False),
    ],
)
def test_credits(line: str, expected: bool) -> None:
    assert is_credit(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("A woman walks past the harbour in Druva. Oona Vell/Reuters", True),
        ("Protesters gather outside the town hall in Druva. (AP Photo/Oona Vell)", True),
        ("An aerial view of the harbour. Oona Vell/AFP via Getty Images", True),
        ("A woman walks past the harbour in Druva.", False),  # no credit
        ("A woman walked past the harbour because it was on fire. Oona Vell/Reuters", False),  # it tells what happened
        ("Protesters gather after 12 people were killed. Oona Vell/Reuters", False),  # it counts
        ("A woman holds a sign that says “Stop”. Oona Vell/Reuters", False),  # it quotes
    ],
)
def test_captions(line: str, expected: bool) -> None:
    assert is_caption(line) == expected
