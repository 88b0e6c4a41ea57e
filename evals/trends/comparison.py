"""Compares two runs case by case, in both directions, with the test of the regression gate.

A figure is worse (or better) if its changed cases got worse (better) more often than chance explains. This is an exact, one-sided sign-flip
test, at 5% for all figures of one direction together (Holm's correction).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord.evals.answers import ONLY_OF_SOME, AnswerResults
from onrecord.evals.run import LESS_IS_BETTER, MIN_COVERAGE, ROUNDING, SIGNIFICANT, ScoreResult, State, chance_of, correct_by_holm, describe_changes
from onrecord.evals.trends.results_file import AnyResults, judge_of
from onrecord.vectorstore.errors import BadInput

VERDICT = "verdict"
VALUES: dict[State, float | None] = {"pass": 1.0, "fail": 0.0, "not_judged": None}

Scores = Mapping[str, ScoreResult]
Change = Literal["worse", "better", "unclear"]


@dataclass(frozen=True)
class FigureChange:
    """A figure in two runs, over the cases that both judged: `n` cases, the means `before` and `now` (None if `n` is 0), and the ids of the
    cases that changed. `p_worse` and `p_better` are the probabilities that chance alone changes it or another figure this much. `lost` counts
    the cases that only the first run judged. It is 0 for scores that only some answers have, because they quote or count something."""

    name: str
    n: int
    before: float | None
    now: float | None
    worse: tuple[str, ...]
    better: tuple[str, ...]
    p_worse: float
    p_better: float
    lost: int

    @property
    def change(self) -> Change:
        return "worse" if self.p_worse < SIGNIFICANT else "better" if self.p_better < SIGNIFICANT else "unclear"


@dataclass(frozen=True)
class CaseChange:
    """A case of which a score changed. `scores` has the values before and now by name; None means not judged. `why` is the reason of the first
    score that got worse, or else of the first that changed."""

    id: str
    question: str
    scores: dict[str, tuple[float | None, float | None]]
    why: str


@dataclass(frozen=True)
class RunComparison:
    """Two runs compared. Only cases with the same id and question are `paired`. `removed` and `added` are the ids of the others. `versions` has
    a line for each version that differs, and for another judge."""

    figures: tuple[FigureChange, ...]
    cases: tuple[CaseChange, ...]
    paired: int
    removed: tuple[str, ...]
    added: tuple[str, ...]
    versions: tuple[str, ...]

    @property
    def failures(self) -> list[str]:
        """A sentence for each reason to say that the second run is worse: a figure is, cases are missing, or fewer are judged."""
        found = [
            f"{f.name} is worse: {f.now:.3f} instead of {f.before:.3f}, {len(f.worse)} cases worse, {len(f.better)} better (p {f.p_worse:.3f})"
            for f in self.figures
            if f.change == "worse"
        ]
        found += [
            f"{f.name} was not judged in {f.lost} of {f.n + f.lost} cases that were judged before"
            for f in self.figures
            if f.n < MIN_COVERAGE * (f.n + f.lost)
        ]
        return found + ([f"{len(self.removed)} cases are missing: {', '.join(self.removed[:5])}"] if self.removed else [])


def compare_runs(before: AnyResults, now: AnyResults) -> RunComparison:
    """Raises BadInput if one is of `eval run` and the other of `eval score`, or if they have no case in common."""
    if type(before) is not type(now):
        raise BadInput("one file has results of `eval run`, the other of `eval score`; compare two of the same command")
    old, new = read_cases(before), read_cases(now)
    paired = [key for key in old if key in new]
    if not paired:
        raise BadInput("the two files have no case in common; a case is the same if its id and its question are")
    names = [n for n in old[paired[0]] if n in new[paired[0]]]
    gains = {name: {key[0]: gain for key in paired if (gain := gain_of(name, old[key], new[key])) is not None} for name in names}
    worse, better = (chances({name: [s * g for g in by_case.values()] for name, by_case in gains.items()}) for s in (1, -1))
    of_some = ONLY_OF_SOME if isinstance(before, AnswerResults) else ()
    judges = [f"judge: {judge_of(before)} → {judge_of(now)}"] if judge_of(before) != judge_of(now) and isinstance(before, AnswerResults) else []
    return RunComparison(
        tuple(compare_figure(name, [(old[k], new[k]) for k in paired], gains[name], worse[name], better[name], name not in of_some) for name in names),
        tuple(case for key in paired if (case := compare_case(key, old[key], new[key], names)) is not None),
        len(paired),
        tuple(key[0] for key in old if key not in new),
        tuple(key[0] for key in new if key not in old),
        (*judges, *describe_changes(before.versions, now.versions)),
    )


def read_cases(results: AnyResults) -> dict[tuple[str, str], Scores]:
    """The scores of each case by id and question. For answers, the verdict is one of them."""
    if isinstance(results, AnswerResults):
        return {(c.id, c.question): {VERDICT: ScoreResult(state=c.verdict, value=VALUES[c.verdict], why="")} | c.scores for c in results.cases}
    return {(c.id, c.question): c.scores for c in results.cases}


def gain_of(name: str, before: Scores, now: Scores) -> float | None:
    """The gain of a case: negative if it got worse, None if it was not judged in both runs."""
    b, n = before[name].value, now[name].value
    return None if b is None or n is None else (b - n if name in LESS_IS_BETTER else n - b)


def chances(gains: Mapping[str, Sequence[float]]) -> dict[str, float]:
    """The probability, for each figure, that its gains are this low by chance (Holm)."""
    return dict.fromkeys(gains, 1.0) | correct_by_holm({name: chance_of([g for g in some if abs(g) > ROUNDING]) for name, some in gains.items() if some})


def compare_figure(name: str, cases: Sequence[tuple[Scores, Scores]], gains: Mapping[str, float], p_worse: float, p_better: float, for_all: bool) -> FigureChange:
    values = [(b[name].value, n[name].value) for b, n in cases]
    both = [(b, n) for b, n in values if b is not None and n is not None]
    before, now = ((sum(side) / len(both)) if both else None for side in (tuple(b for b, _ in both), tuple(n for _, n in both)))
    worse, better = (tuple(case for case, gain in gains.items() if s * gain > ROUNDING) for s in (-1, 1))
    lost = sum(b is not None and n is None for b, n in values) if for_all else 0
    return FigureChange(name, len(both), before, now, worse, better, p_worse, p_better, lost)


def compare_case(key: tuple[str, str], before: Scores, now: Scores, names: Sequence[str]) -> CaseChange | None:
    changed = {name: (b, n) for name in names if differ(b := before[name].value, n := now[name].value)}
    if not changed:
        return None
    worse = [name for name in changed if (gain_of(name, before, now) or 0) < 0]
    reasons = [now[name].why for name in (*worse, *changed) if now[name].why]
    return CaseChange(*key, changed, reasons[0] if reasons else "")


def differ(before: float | None, now: float | None) -> bool:
    return before is not now if before is None or now is None else abs(before - now) > ROUNDING
