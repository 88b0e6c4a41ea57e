import pytest

from onrecord.assistant.gate.claim_pair import Pair
from onrecord.assistant.gate.rules.attribution import check_attribution, check_exchanged_speakers, owning_statement, speaker_of

KASK = "General Ivo Kask claimed on Sunday that more than 15 tanks had been destroyed near Tarsk."


@pytest.mark.parametrize(
    ("source", "claim", "expected"),
    [
        (KASK, "More than 15 tanks had been destroyed near Tarsk.", "attribution-dropped"),
        (KASK, "Oona Vell claimed that more than 15 tanks had been destroyed near Tarsk.", "speaker-changed"),
        (KASK, "Kask claimed that more than 15 tanks had been destroyed near Tarsk.", None),
        ("Kask said that Vell had claimed the ford was mined.", "Vell claimed the ford was mined.", "chain-shortened"),
        ("Kask said that Vell had claimed the ford was mined.", "According to Kask, Vell claimed the ford was mined.", None),
        ("The ford near Tarsk was mined. Kask said the ford near Tarsk was mined.", "The ford near Tarsk was mined.", None),
        ("The ford was closed in May.", "The ford was closed in May.", None),
        (KASK, "He claimed that more than 15 tanks had been destroyed near Tarsk.", None),
        ("The company said that the ford near Tarsk was mined.", "Lumen Rail said that the ford near Tarsk was mined.", None),
    ],
)
def test_a_statement_keeps_its_speaker(source: str, claim: str, expected: str | None) -> None:
    fault = check_attribution(Pair(claim, source))
    assert (fault.code if fault else None) == expected


def test_the_statement_that_a_claim_repeats_owns_it() -> None:
    pair = Pair("The bridge will stay closed.", "Vell said the ford was mined. Kask said the bridge would stay closed.")
    owner = owning_statement(pair)
    assert owner is not None and speaker_of(owner, pair.source).startswith("Kask")
    assert owning_statement(Pair("Loaves were sold.", KASK)) is None


COUNTS = "The Harbour Union said 3,200 workers had joined the walkout. The yard's managers said 1,900 had joined it."


@pytest.mark.parametrize(
    ("source", "claim", "expected"),
    [
        (COUNTS, "The Harbour Union said that 3,200 workers had joined, and the managers said 1,900 had.", None),
        (COUNTS, "The managers said that 3,200 workers had joined.", "speaker-exchanged"),
        (COUNTS, "The Harbour Union said that 1,900 workers had joined.", "speaker-exchanged"),
        (COUNTS, "The figures differ: the managers said 1,900, and some in the Harbour Union speak of 3,200.", None),
        (COUNTS, "The mayor said that 3,200 workers had joined.", None),
        (COUNTS + " In all, 3,200 workers joined.", "The managers said that 3,200 workers had joined.", None),
    ],
)
def test_figures_stay_with_their_speaker(source: str, claim: str, expected: str | None) -> None:
    fault = check_exchanged_speakers(Pair(claim, source))
    assert (fault.code if fault else None) == expected


@pytest.mark.parametrize(
    ("source", "speaker"),
    [
        ("Anna Berger said the road was shut. Berger added that the ford was mined.", "Anna Berger"),
        ("Anna Berger said the road was shut. She added that the ford was mined.", "Anna Berger"),
        ("They walked home. She said the ford was mined.", "a speaker"),
        ("Ivo Kask said the ford was mined.", "Ivo Kask"),
        ("The company said the ford was mined.", "The company"),
    ],
)
def test_a_reason_names_the_speaker_once(source: str, speaker: str) -> None:
    pair = Pair("The ford was mined.", source)
    fault = check_attribution(pair)
    assert fault and f"credits this to {speaker}, but" in fault.detail
