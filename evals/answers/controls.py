"""Controls: answers with a known score. Some must fail and some must pass. Every run tests the judge with them.

Controls made by rule are so simple that a judge cannot be trusted if it gets one wrong. Hand-written ones, in words of their own, are harder: of
each kind, a judge must get a share right. It cannot do this by passing only copies. If a control comes out wrong, the run says so first, and fails.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from onrecord.assistant.gate import LOCAL_JUDGES, Judge
from onrecord.evals.answers.judging import judge_answer
from onrecord.evals.answers.paraphrases import joint_state, judge_sample
from onrecord.evals.answers.scores import SCORES
from onrecord.evals.answers.synthetic_controls import Control, made_controls
from onrecord.evals.run import ControlKind, ControlResults, State, WrongControl

FAITHFUL, FAULTY = "faithful paraphrase", "faulty paraphrase"
# The share of each kind that must come out right. The packaged reader has .64 of 81 and .65 of 40; without it, .00 of the first are right.
FLOORS: Mapping[str, float] = {FAITHFUL: 0.5, FAULTY: 0.5}


@dataclass(frozen=True)
class Outcome:
    kind: str
    answer: str
    score: str
    expected: State
    got: State
    why: str

    @property
    def right(self) -> bool:
        return self.got == self.expected


@dataclass(frozen=True)
class Controls:
    """The outcomes of all controls made by rule, and those of the `paraphrases`. `sentence` tells people which are wrong. It is empty if none is wrong."""

    outcomes: tuple[Outcome, ...]
    paraphrases: tuple[Outcome, ...] = ()

    @property
    def below_floor(self) -> dict[str, list[bool]]:
        """Whether each control is right, by kind, for the kinds of which too few are."""
        return {k: rights for k, rights in by_kind(self.paraphrases).items() if sum(rights) < FLOORS[k] * len(rights)}

    @property
    def wrong(self) -> tuple[Outcome, ...]:
        """The wrong controls. Of the paraphrases, only those of a kind of which too few are right."""
        made = (o for o in self.outcomes if not o.right)
        return (*made, *(o for o in self.paraphrases if not o.right and o.kind in self.below_floor))

    @property
    def sentence(self) -> str:
        made = [o for o in self.outcomes if not o.right]
        kinds = ", ".join(dict.fromkeys(f"{o.kind} ({o.score} {o.got}, must {o.expected})" for o in made))
        faults = [f"{len(made)} of {len(self.outcomes)} controls came out wrong: {kinds}"] if made else []
        faults += [f"{sum(r)} of {len(r)} controls of the kind {k} came out right, but {FLOORS[k]:.0%} must" for k, r in self.below_floor.items()]
        return f"no score of this run can be trusted: {'; '.join(faults)}" if faults else ""

    def results(self) -> ControlResults:
        kinds = by_kind((*self.outcomes, *self.paraphrases))
        return ControlResults(
            n=len(self.outcomes),
            right=sum(o.right for o in self.outcomes),
            sentence=self.sentence,
            kinds={k: ControlKind(n=len(rights), right=sum(rights), floor=FLOORS.get(k)) for k, rights in kinds.items()},
            wrong=[WrongControl(**asdict(o)) for o in self.wrong],
        )


def by_kind(outcomes: tuple[Outcome, ...]) -> dict[str, list[bool]]:
    kinds = dict.fromkeys(o.kind for o in outcomes)
    return {k: [o.right for o in outcomes if o.kind == k] for k in kinds}


PACKAGED: dict[tuple[str, bool], Controls] = {}  # of the packaged judges, which decide alike in every run


def run_controls(judge: Judge, with_paraphrases: bool = True) -> Controls:
    """Score every control with the functions that score all answers. It takes about 20 seconds, and no time if this process has tested a packaged judge already.

    Args:
        with_paraphrases: also answers in words of their own. A judge of quotations need not know them.
    """
    key = judge.name, with_paraphrases
    found = PACKAGED.get(key) or Controls(tuple(check_control(c, judge) for c in made_controls()), tuple(check_paraphrases(judge)) if with_paraphrases else ())
    if judge.name in LOCAL_JUDGES:
        PACKAGED[key] = found
    return found


def check_control(control: Control, judge: Judge) -> Outcome:
    score = SCORES[control.score](judge_answer(control.row, judge))
    return Outcome(control.kind, control.row.answer, control.score, control.expected, score.state, score.why)


def check_paraphrases(judge: Judge) -> Iterator[Outcome]:
    """An outcome for each faithful sentence, and one for the faulty sentence of each twin."""
    for faithful, faulty in judge_sample(judge):
        for claim in faithful:
            yield Outcome(FAITHFUL, claim.text, "faithfulness", "pass", claim.state, claim.reason)
        yield Outcome(FAULTY, " ".join(c.text for c in faulty), "faithfulness", "fail", joint_state(faulty), "; ".join(c.reason for c in faulty))
