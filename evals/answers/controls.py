"""Controls: answers that are made by rule and have a known score. Some must fail and some must pass. Every run tests the judge with them.

Controls are so simple that a judge cannot be trusted if it gets one wrong. In this case, the run says so first, and fails.
"""

from dataclasses import asdict, dataclass

from onrecord.assistant.gate import Judge
from onrecord.evals.answers.judging import judge_answer
from onrecord.evals.answers.scores import SCORES
from onrecord.evals.answers.synthetic_controls import Control, made_controls
from onrecord.evals.run import ControlKind, ControlResults, State, WrongControl


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
    """The outcomes of all controls. `sentence` tells people which are wrong. It is empty if none is wrong."""

    outcomes: tuple[Outcome, ...]

    @property
    def wrong(self) -> tuple[Outcome, ...]:
        return tuple(o for o in self.outcomes if not o.right)

    @property
    def sentence(self) -> str:
        if not self.wrong:
            return ""
        kinds = ", ".join(dict.fromkeys(f"{o.kind} ({o.score} {o.got}, must {o.expected})" for o in self.wrong))
        return f"{len(self.wrong)} of {len(self.outcomes)} controls came out wrong, so no score of this run can be trusted: {kinds}"

    def results(self) -> ControlResults:
        kinds = {k: [o.right for o in self.outcomes if o.kind == k] for k in dict.fromkeys(o.kind for o in self.outcomes)}
        return ControlResults(
            n=len(self.outcomes),
            right=len(self.outcomes) - len(self.wrong),
            sentence=self.sentence,
            kinds={k: ControlKind(n=len(rights), right=sum(rights)) for k, rights in kinds.items()},
            wrong=[WrongControl(**asdict(o)) for o in self.wrong],
        )


def run_controls(judge: Judge) -> Controls:
    """Score every control with the functions that score all answers."""
    return Controls(tuple(check_control(c, judge) for c in made_controls()))


def check_control(control: Control, judge: Judge) -> Outcome:
    score = SCORES[control.score](judge_answer(control.row, judge))
    return Outcome(control.kind, control.row.answer, control.score, control.expected, score.state, score.why)
