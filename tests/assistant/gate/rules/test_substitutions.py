import pytest

from onrecord.assistant.gate.claim_pair import Pair
from onrecord.assistant.gate.rules.substitutions import check_substitutions

TWO_ARMIES = "The army of Tolmara left on Monday, after Ishkara left the ford on Friday."


@pytest.mark.parametrize(
    ("source", "claim", "old", "new"),
    [
        (TWO_ARMIES, "The army of Tolmara left on Friday, after Ishkara left the ford on Friday.", "Monday", "Friday"),
        (TWO_ARMIES, "The army of Ishkara left on Monday, after Ishkara left the ford on Friday.", "Tolmara", "Ishkara"),
        ("The army lost 15 tanks near the ford and 9 trucks.", "The army lost 9 tanks near the ford and 9 trucks.", "15", "9"),
    ],
)
def test_a_near_copy_has_no_other_name_number_or_date(source: str, claim: str, old: str, new: str) -> None:
    fault = check_substitutions(Pair(claim, source))
    assert fault is not None and fault.code == "word-exchanged" and f"“{old}”" in fault.detail and f"“{new}”" in fault.detail


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        (TWO_ARMIES, TWO_ARMIES),
        ("General Ivo Kask said the ford near Tarsk was mined.", "Gen. Ivo Kask said the ford near Tarsk was mined."),
        ("The army lost fifteen tanks near the old ford.", "The army lost 15 tanks near the old ford."),
        ("The army lost 15 tanks near the ford.", "The army lost 15 tanks beside the ford."),
        (TWO_ARMIES, "Ishkara left Friday."),
    ],
)
def test_short_forms_rewordings_and_short_claims_are_no_substitutions(source: str, claim: str) -> None:
    assert check_substitutions(Pair(claim, source)) is None
