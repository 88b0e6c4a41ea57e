import pytest

from onrecord.assistant.gate.claim_pair import Pair
from onrecord.assistant.gate.rules.fault import Fault
from onrecord.assistant.gate.rules.figures import check_bounds, check_exchanged_figures


def code(fault: Fault | None) -> str | None:
    return fault.code if fault else None


@pytest.mark.parametrize(
    ("source", "claim", "expected"),
    [
        ("The mill is to shed up to 140 jobs.", "The mill will cut 140 jobs at the least.", "bound-reversed"),
        ("The mill is to shed up to 140 jobs.", "The mill will cut at most 140 jobs.", None),
        ("At least 23 people were missing.", "23 people or fewer were missing.", "bound-reversed"),
        ("No more than 24 of them can fire.", "At least 24 of them can fire.", "bound-reversed"),
        ("More than 9 died.", "Over 9 people died.", None),
        ("The museum drew almost 90,000 visitors.", "More than 90,000 people came to the museum.", "bound-reversed"),
        ("The herd numbers around 600 horses.", "The herd has exactly 600 horses.", "bound-reversed"),
        ("The herd numbers around 600 horses.", "The herd has about 600 horses.", None),
        ("Nearly half of them would go.", "A little over half would go.", "bound-reversed"),
        ("It was loaded to less than a third.", "It was over one-third full.", "bound-reversed"),
        ("It was loaded to less than a third.", "It was not even a third full.", None),
        ("At least 5 and at most 5 may go.", "At least 5 may go.", None),
    ],
)
def test_a_bound_is_not_turned_round(source: str, claim: str, expected: str | None) -> None:
    assert code(check_bounds(Pair(claim, source))) == expected


@pytest.mark.parametrize(
    ("source", "claim", "expected"),
    [
        ("Sixty-two guards walked home and 58 sailors went the other way.", "58 guards walked home, while 62 sailors went the other way.", "figures-exchanged"),
        ("Sixty-two guards walked home and 58 sailors went the other way.", "62 guards and 58 sailors crossed the bridge.", None),
        ("Havel has 41.2 percent of the vote and Brand 37.8.", "Brand is on 41.2 percent, Havel on 37.8.", "figures-exchanged"),
        ("Havel has 41.2 percent of the vote and Brand 37.8.", "Brand is on 37.8 percent, Havel on 41.2.", None),
        ("The bank cut its rate to 4.5 percent from 4.75 percent.", "The bank moved its rate from 4.5 to 4.75 percent.", "figures-exchanged"),
        ("The bank cut its rate to 4.5 percent from 4.75 percent.", "The bank cut its rate from 4.75 to 4.5 percent.", None),
        ("It slowed to 4.1 percent in April from 4.8 percent in March.", "It was 4.8 percent in April and 4.1 percent in March.", "figures-exchanged"),
        ("It slowed to 4.1 percent in April from 4.8 percent in March.", "In April it was 4.1 percent, and in March 4.8 percent.", None),
        ("A turnout of 78 percent was reported, and 61 percent voted in favour.", "The turnout was 78 percent, with 61 percent in favour.", None),
    ],
)
def test_figures_do_not_change_places(source: str, claim: str, expected: str | None) -> None:
    assert code(check_exchanged_figures(Pair(claim, source))) == expected
