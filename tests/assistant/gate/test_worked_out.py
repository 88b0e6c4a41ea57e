"""Values that follow from the source, and values that do not."""

import pytest

from onrecord.assistant.gate.claim_pair import Pair
from onrecord.assistant.gate.rules.figures import check_numbers
from onrecord.assistant.gate.worked_out import find_worked_out, spell_worked_out

FOLLOWS = [
    ("He was jailed for four and a half years.", "The court gave him four years and six months.", "He was jailed for four years and six months."),
    ("It lay almost four kilometres down.", "It was found at a depth of 3,900 metres.", "It lay almost 3,900 metres down."),
    ("The drought has lasted more than three months.", "It has not rained for 97 days.", "The drought has lasted more than 97 days."),
    ("Cases rose within a month and a half.", "That was counted in six weeks.", "Cases rose within six weeks."),
    ("The ferry was two hours late.", "It came 120 minutes after its time.", "The ferry was 120 minutes late."),
    ("A fifth of the country's oil passes there.", "The port handles 20 percent of the oil.", "20 percent of the country's oil passes there."),
    ("Some 75% of them had left.", "Three quarters of the villagers were gone.", "Some Three quarters of them had left."),
    ("Half of the patients were children.", "There were 48 patients. Of these, 24 were children.", "24 of the patients were children."),
    ("The council sat for almost four hours.", "The meeting began at 18:05 and ended at 21:55.", "The council sat for almost 18:05 to 21:55."),
    ("The road is shut for seven hours.", "The road is shut from 11 am to 6 pm.", "The road is shut for 11 am to 6 pm."),
    ("They will swap 120 prisoners in all.", "They agreed to exchange 60 prisoners each.", None),
    ("Together 31 were hurt.", "On the bus 14 people were hurt. In the car it was 17.", None),
    ("It won by a margin of two votes.", "The council voted by 11 to 9 against the sale.", None),
    ("The other 13 were found dead.", "Of the 40 miners, 27 came up alive.", None),
]
DOES_NOT = [
    ("He was jailed for five and a half years.", "The court gave him four years and six months."),
    ("It lay almost four kilometres down.", "It was found at a depth of 2,100 metres."),
    ("It lay almost four kilometres down.", "It was found at a depth of 4,300 metres."),
    ("The drought has lasted more than three months.", "It has not rained for 60 days."),
    ("A quarter of the country's oil passes there.", "The port handles 20 percent of the oil."),
    ("A third of the patients were children.", "There were 48 patients. Of these, 24 were children."),
    ("The council sat for almost three hours.", "The meeting began at 18:05 and ended at 21:55."),
    ("They will swap 180 prisoners in all.", "They agreed to exchange 60 prisoners each."),
    ("There 31 were hurt.", "On the bus 14 people were hurt. In the car it was 17."),
    ("Together 31 were hurt.", "On the bus 14 people were hurt. The driver is 52. He lives in Mull. In the car it was 17."),
    ("It won by a margin of three votes.", "The council voted by 11 to 9 against the sale."),
    ("It took two weeks.", "It took two weeks."),
]


@pytest.mark.parametrize(("claim", "source", "spelt"), FOLLOWS)
def test_a_value_that_follows_is_no_foreign_number(claim: str, source: str, spelt: str | None) -> None:
    assert check_numbers(Pair(claim, source)) is None
    assert len(find_worked_out(claim, source)) == 1
    assert spell_worked_out(claim, source) == (spelt or claim)


@pytest.mark.parametrize(("claim", "source"), DOES_NOT)
def test_another_value_does_not_follow(claim: str, source: str) -> None:
    assert not find_worked_out(claim, source) and spell_worked_out(claim, source) == claim


def test_a_wrong_sum_is_a_number_that_is_not_in_the_source() -> None:
    fault = check_numbers(Pair("They will swap 180 prisoners in all.", "They agreed to exchange 60 prisoners each."))
    assert fault and fault.code == "number-not-in-source"
