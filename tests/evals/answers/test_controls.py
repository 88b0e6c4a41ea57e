"""The controls: the packaged reader passes them, and a judge who is worth nothing is found out."""

import re
from itertools import pairwise

import pytest

from onrecord.assistant.gate import Support
from onrecord.assistant.gate.judges import ReaderJudge
from onrecord.evals.answers import controls as controls_module
from onrecord.evals.answers.controls import FAITHFUL, FAULTY, FLOORS, Controls, Outcome, run_controls
from onrecord.evals.answers.paraphrases import paraphrases
from onrecord.evals.answers.synthetic_controls import EACH, made_controls
from onrecord.evals.run.results import State
from tests.evals.answers.test_scores import Judge


class CopiesOnly:
    """Supports what repeats most of the source's pairs of neighbouring words."""

    name = "nli:copies"

    def score(self, claim: str, source: str) -> float:
        said, there = word_pairs(claim), word_pairs(source)
        return float(len(said & there) >= 0.6 * len(said))


def word_pairs(text: str) -> set[tuple[str, str]]:
    words = re.findall(r"\w+", text.lower())
    return set(pairwise(words))


def test_the_packaged_reader_passes_and_is_tested_once_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    controls = run_controls(ReaderJudge())
    assert controls.wrong == () and controls.sentence == ""
    results = controls.results()
    assert results.right == results.n == len(made_controls()) and {k: kind.floor for k, kind in results.kinds.items() if kind.floor} == FLOORS
    monkeypatch.setattr(controls_module, "check_control", None)
    assert run_controls(ReaderJudge()) is controls


def test_a_judge_who_passes_only_copies_fails_by_the_paraphrases_alone() -> None:
    older_model = Support()
    assert run_controls(older_model, with_paraphrases=False).wrong == ()
    controls = run_controls(older_model)
    assert {o.kind for o in controls.wrong} == {FAITHFUL} and controls.results().right == len(made_controls())
    assert f"of the kind {FAITHFUL} came out right, but 50% must" in controls.sentence
    assert controls.results().sentence == controls.sentence, "so a run with it fails"


@pytest.mark.parametrize(("right", "fails"), [(20, False), (19, True)])
def test_of_paraphrases_a_share_must_be_right(right: int, fails: bool) -> None:
    states: list[State] = ["fail"] * right + ["pass"] * (40 - right)
    controls = Controls((), tuple(Outcome(FAULTY, "", "faithfulness", "fail", got, "") for got in states))
    assert bool(controls.sentence) is fails and len(controls.wrong) == (40 - right) * fails


def test_forty_answers_in_other_words_must_pass_and_half_as_many_are_for_measuring_only() -> None:
    assert len(paraphrases("development")) == 40 and len(paraphrases("held_out")) == 20
    assert all(p.twins and all(t.row.answer != p.row.answer and t.row.contexts == p.row.contexts for t in p.twins) for p in paraphrases())


def test_there_are_several_of_every_kind_each_with_its_own_text() -> None:
    kinds = {c.kind for c in made_controls()}
    assert len(kinds) == 11
    for kind in kinds:
        assert len({c.row for c in made_controls() if c.kind == kind}) == EACH


@pytest.mark.parametrize(
    ("judge", "kinds"),
    [
        (CopiesOnly(), {FAITHFUL}),
        (Judge(1.0), {"fluent nonsense"}),
        (Judge(0.0), {"reordered", "shortened", FAITHFUL}),
        (Judge(TimeoutError("down")), {"another question's answer", "shortened", FAITHFUL, FAULTY}),
    ],
)
def test_a_judge_who_says_yes_or_no_to_everything_or_nothing_at_all_is_found_out(judge: Judge, kinds: set[str]) -> None:
    controls = run_controls(judge)
    assert kinds <= {o.kind for o in controls.wrong}
    assert all(kind in controls.sentence for kind in kinds) and "no score of this run can be trusted" in controls.sentence
