import pytest

from onrecord.assistant.evidence import Evidence
from onrecord.assistant.gate import settle
from onrecord.assistant.reader import Reader
from onrecord.vectorstore.model import Article

READER = Reader()


def judged(statement: str, text: str) -> str | None:
    return settle(statement, Evidence(Article("a", text, "t", 1, publisher="Wire", published_at="2026-03-04"), 0, len(text), 1.0, {}, None), READER)


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("Idris Vell was acquitted of fraud.", "Former mayor Idris Vell was acquitted of fraud on Monday."),
        ("the bridge was opened to traffic.", "The bridge was opened to traffic on Wednesday, a year later than planned."),
        ("the two towns will keep their shared fire brigade.", "The two towns will keep their shared fire brigade."),
    ],
)
def test_yes(statement: str, text: str) -> None:
    assert judged(statement, text) == "Yes"


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("bus drivers took part in the strike.", "Bus drivers did not take part in the strike."),
        ("Vellgas is on the sanctions list.", "Vellgas itself is not on the list."),
        ("Zemlin is approved in some country.", "Zemlin has not been approved in any country."),
        ("Halmsund approved the merger with Ostrey.", "Voters in Halmsund rejected a merger with the neighbouring town of Ostrey on Sunday."),
        ("drivers will be dismissed because of the strike.", "She said that no driver would be dismissed because of the strike."),
    ],
)
def test_no(statement: str, text: str) -> None:
    assert judged(statement, text) == "No"


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("Benno Arslan knew about the permit.", "Benno Arslan is accused by the opposition of having known about the permit."),
        ("Ostrey will ask for a forced merger.", "Ostrey may ask for a forced merger, but its mayor has not decided yet."),
        ("the old bridge has been torn down.", "The old bridge will be torn down next year, the city announced."),
        ("Brandt will be prosecuted.", "The environment agency is considering whether to prosecute Brandt."),
        ("Viktor Ghaz was acquitted.", "Viktor Ghaz rejected the accusation."),
        ("Jana Ritvel resigned.", "Col. Jana Ritvel called this a fantasy."),
        ("Viktor Vell is in prison.", "Viktor Vell was sentenced to six years in prison for bribery on Friday."),
        ("Oleg Vell was acquitted of fraud.", "Former mayor Idris Vell was acquitted of fraud on Monday."),
    ],
)
def test_neither(statement: str, text: str) -> None:
    assert judged(statement, text) is None
