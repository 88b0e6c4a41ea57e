from datetime import date

import pytest

from onrecord.assistant.gate.claim_pair import Pair
from onrecord.assistant.gate.rules.figures import check_numbers
from onrecord.assistant.gate.rules.literal import check_dates, check_names, check_units
from onrecord.assistant.gate.rules.quotation import check_quotes

TUESDAY = date(2026, 3, 3)


def code(fault: object) -> str | None:
    return str(fault).partition(":")[0] if fault else None


@pytest.mark.parametrize(
    ("source", "claim", "expected"),
    [
        ("“We lost nobody,” Kask said.", "Kask said: “We lost nobody.”", None),
        ("“We lost nobody,” Kask said.", "Kask said: “We lost everybody.”", "quote-altered"),
        ('"We  lost\nnobody," Kask said.', "Kask said: “We lost nobody.”", None),
        ("“We lost nobody near the ford,” Kask said.", "Kask said: “We lost … near the ford.”", None),
        ("“We lost nobody near the ford,” Kask said.", "Kask said: “They [the army] lost nobody.”", "quote-altered"),
        ("“He lost nobody near the ford,” Kask said.", "Kask said: “He [Vell] lost nobody.”", None),
    ],
)
def test_quoted_words_are_in_the_source(source: str, claim: str, expected: str | None) -> None:
    assert code(check_quotes(Pair(claim, source))) == expected


@pytest.mark.parametrize(
    ("source", "claim", "expected"),
    [
        ("The army lost 15 tanks.", "15 tanks were lost.", None),
        ("The army lost 15 tanks.", "19 tanks were lost.", "number-not-in-source"),
        ("The flood cost 26,000 crowns.", "The flood cost 26 thousand crowns.", None),
        ("The flood cost 26,000 crowns.", "The flood cost twenty-six thousand crowns.", None),
        ("The flood cost 26,000 crowns.", "The flood cost 26 million crowns.", "number-not-in-source"),
        ("More than 15 tanks were lost.", "More than 15 tanks were lost.", None),
        ("More than 15 tanks were lost.", "15 tanks were lost.", "bound-changed"),
        ("15 tanks were lost.", "At least 15 tanks were lost.", "bound-changed"),
        ("No more than 15 tanks were lost.", "At most 15 tanks were lost.", None),
        ("They agreed on a rise of 7 percent over two years.", "The rise of 7 percent is spread over two years.", None),
        ("On 28 April medics treated 17 runners.", "Twenty-eight runners were treated.", "number-not-in-source"),
        ("On 28 April medics treated 17 runners.", "On 28 April, 17 runners were treated.", None),
        ("They had sat out the flood of ’58.", "They had sat out the flood of 1958.", None),
        ("The vice-chair has resigned.", "The committee's number two has resigned.", None),
        ("Union and management shook hands.", "The two sides shook hands.", None),
        ("Union and management shook hands.", "Two sides shook hands.", "number-not-in-source"),
    ],
)
def test_numbers_are_in_the_source_with_their_bound(source: str, claim: str, expected: str | None) -> None:
    assert code(check_numbers(Pair(claim, source))) == expected


def test_a_number_of_the_citation_itself_is_known() -> None:
    assert check_numbers(Pair("Studio 54 closed.", "It closed.", known="Studio 54 closes")) is None


@pytest.mark.parametrize(
    ("source", "claim", "expected"),
    [
        ("The ford was closed on Monday.", "The ford was closed on 2 March.", None),
        ("The ford was closed on Monday.", "The ford was closed on 3 March.", "date-not-in-source"),
        ("The ford was closed in 2019.", "The ford was closed in 2018.", "date-not-in-source"),
        ("The ford was closed in May 2019.", "The ford was closed in 2019.", None),
        ("It stood since the flood of ’58.", "It stood since the flood of 1958.", None),
        ("It stood since the flood of ’58.", "It stood since the flood of 1985.", "date-not-in-source"),
    ],
)
def test_dates_are_in_the_source_or_follow_from_the_day_of_publication(source: str, claim: str, expected: str | None) -> None:
    assert code(check_dates(Pair(claim, source, published=TUESDAY))) == expected


@pytest.mark.parametrize(
    ("source", "claim", "known", "expected"),
    [
        ("Tanks were lost near Tarsk.", "Tanks were lost near Tarsk.", "", None),
        ("Tanks were lost near Tarsk.", "Tanks were lost near Belzim.", "", "name-not-in-source"),
        ("Tanks were lost near Tarsk.", "Corvane Wire reported that tanks were lost.", "Corvane Wire", None),
        ("General Ivo Kask left.", "Gen. Kask left.", "", None),
    ],
)
def test_names_are_in_the_source_or_the_citation(source: str, claim: str, known: str, expected: str | None) -> None:
    assert code(check_names(Pair(claim, source, known))) == expected


@pytest.mark.parametrize(
    ("source", "claim", "expected"),
    [
        ("The flood cost €5 million.", "The flood cost €5 million.", None),
        ("The flood cost €5 million.", "The flood cost $5 million.", "unit-changed"),
        ("The army lost 15 tanks near Tarsk on Sunday.", "The army lost 15 trucks near Tarsk on Sunday.", "unit-changed"),
        ("The army lost 15 people near Tarsk on Sunday.", "The army lost 15 lives near Tarsk on Sunday.", None),
    ],
)
def test_a_number_counts_the_same_thing(source: str, claim: str, expected: str | None) -> None:
    assert code(check_units(Pair(claim, source))) == expected
