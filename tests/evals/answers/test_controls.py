"""The controls: the local judge gets them right, and a judge who is worth nothing is found out."""

import pytest

from onrecord.evals.answers.asserts import local_judge
from onrecord.evals.answers.controls import run_controls
from onrecord.evals.answers.synthetic_controls import EACH, made_controls
from tests.evals.answers.test_scores import Judge


def test_the_local_judge_gets_every_control_right() -> None:
    controls = run_controls(local_judge())
    assert controls.wrong == () and controls.sentence == "" and controls.results().right == len(made_controls())


def test_there_are_several_of_every_kind_each_with_its_own_text() -> None:
    kinds = {c.kind for c in made_controls()}
    assert len(kinds) == 11
    for kind in kinds:
        assert len({c.row for c in made_controls() if c.kind == kind}) == EACH


@pytest.mark.parametrize(
    ("judge", "kinds"),
    [
        (Judge(1.0), {"fluent nonsense"}),
        (Judge(0.0), {"reordered", "shortened"}),
        (Judge(TimeoutError("down")), {"another question's answer", "shortened"}),
    ],
)
def test_a_judge_who_says_yes_or_no_to_everything_or_nothing_at_all_is_found_out(judge: Judge, kinds: set[str]) -> None:
    controls = run_controls(judge)
    assert kinds <= {o.kind for o in controls.wrong}
    assert all(kind in controls.sentence for kind in kinds) and "no score of this run can be trusted" in controls.sentence
