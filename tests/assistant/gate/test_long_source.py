"""A claim and a source of many articles: only what is near to the claim is parsed, and the verdict is that of its own article."""

import pytest

from onrecord.assistant.gate import GATE_TUNING, Pair, check
from onrecord.assistant.gate.rules.attribution import check_exchanged_speakers
from onrecord.assistant.gate.support import Support

ARTICLE = (
    "Ford of Alon, 3 May. Col. Mara Velten said on Monday that four boats had been lost at the ford.\n\n"
    "The army had spoken of nine. A ferry sailed at noon.\n\n"
)
OTHERS = "".join(f"The council of village {n + 100} met on Tuesday and chose a clerk. Nobody had applied for the post since {1900 + n % 90}.\n\n" for n in range(600))
LONG = OTHERS + ARTICLE + OTHERS


@pytest.fixture(scope="module")
def judge() -> Support:
    return Support()


@pytest.mark.parametrize(
    "claim",
    [
        "Col. Mara Velten said that four boats had been lost at the ford.",
        "Four boats had been lost at the ford.",  # nobody is credited
        "Tomas Harle said that four boats had been lost at the ford.",
        "Col. Mara Velten said that five boats had been lost at the ford.",
    ],
)
def test_the_verdict_is_the_same_as_by_the_article_alone(claim: str, judge: Support) -> None:
    alone, among = check(Pair(claim, ARTICLE), judge), check(Pair(claim, LONG), judge)
    assert (among.verdict, among.reason.split(":")[0]) == (alone.verdict, alone.reason.split(":")[0])


def test_a_figure_of_another_speaker_is_found_among_many_articles() -> None:
    two = "Col. Mara Velten said that four boats had been lost. Gen. Tomas Harle said that nine boats had been lost.\n\n"
    claim = "Col. Mara Velten said that nine boats had been lost."
    alone, among = check_exchanged_speakers(Pair(claim, two)), check_exchanged_speakers(Pair(claim, OTHERS + two + OTHERS))
    assert alone is not None and alone.code == "speaker-exchanged" and among == alone


def test_only_what_is_near_is_parsed() -> None:
    pair = Pair("Four boats had been lost at the ford.", LONG)
    assert len(pair.parsed) <= GATE_TUNING.max_parsed < len(LONG)
    assert "said on Monday that four boats had been lost" in pair.parsed
    assert Pair("Four boats had been lost.", ARTICLE).parsed == ARTICLE


def test_a_source_without_line_ends_is_cut_into_sentences() -> None:
    pair = Pair("Four boats had been lost at the ford.", LONG.replace("\n\n", " "))
    assert len(pair.parsed) <= GATE_TUNING.max_parsed and "four boats had been lost at the ford" in pair.parsed
