"""The gate of CI: results against a baseline, case by case. It fires on what got worse, and not on noise.

A figure fails when the cases that changed got worse more often than chance would have it (an exact sign-flip test, one-sided, at 5% for
all figures together by Holm's correction: where eleven are judged and one alone got worse, eight cases that did and none that got better
are enough, seven are not), or when it falls below its floor. What is missing, unreadable, half, of other cases or of another judge fails
too.
"""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from onrecord.evals.run.baseline import Baseline, Floor, Value
from onrecord.evals.run.scorers import LESS_IS_BETTER, SCORERS
from onrecord.vectorstore.errors import EvalFailed

SIGNIFICANT = 0.05
EXACT_UP_TO = 14  # changed cases; with more, flips are drawn
DRAWN = 20_000
ROUNDING = 1e-4  # values are stored with four digits
STILL_JUDGED = 0.9  # share of the baseline's judged cases below which a figure is no longer about the same thing
NAMED = 5  # cases that a failure lists


@dataclass(frozen=True)
class Comparison:
    """A figure before and now. `p` is how often chance alone would have made it, or another figure, this much worse (Holm); `failure` a
    sentence where it fails."""

    name: str
    before: Value
    now: Value
    floor: Value
    worse: tuple[str, ...]  # ids of cases
    better: tuple[str, ...]
    p: float
    failure: str | None


def read_results(path: Path) -> dict[str, Any]:
    """What `eval run --out` wrote. Raises EvalFailed when it cannot be read, is not whole, or is of a judge who got a control wrong."""
    try:
        results = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as e:
        raise EvalFailed(f"the results {path} cannot be read: {getattr(e, 'strerror', None) or 'they are no JSON'}; run onrecord eval run --out {path}") from None
    if (lacking := what_lacks(results)) is not None:
        raise EvalFailed(f"the results {path} are not whole: {lacking}; run onrecord eval run --out {path}")
    if told := results["controls"]["sentence"]:
        raise EvalFailed(f"the results {path} cannot be trusted: {told}")
    return dict(results)


def what_lacks(results: Any) -> str | None:
    if not isinstance(results, dict) or not {"digest", "summary", "cases"} <= results.keys():
        return "they are not of `onrecord eval run`"
    if not isinstance(results.get("controls"), dict) or not isinstance(results["controls"].get("sentence"), str):
        return "they do not say how the controls came out"
    if not isinstance(results.get("versions"), dict) or not isinstance(results["versions"].get("judge"), str):
        return "they do not say who judged"
    if not isinstance(results["cases"], list) or not results["cases"]:
        return "there is no case"
    for case in results["cases"]:
        scores = case.get("scores") if isinstance(case, dict) else None
        if not isinstance(scores, dict) or any(not is_score(scores.get(name)) for name in SCORERS):
            return f"the case {case.get('id') if isinstance(case, dict) else case!r} has not every score"
    return None


def is_score(score: Any) -> bool:
    value = score.get("value", "") if isinstance(score, dict) else ""
    return value is None or (isinstance(value, int | float) and 0 <= value <= 1)


def compare(results: Mapping[str, Any], baseline: Baseline) -> list[Comparison]:
    """Raises EvalFailed when the results are of other cases or of another judge."""
    now = {c["id"]: c["scores"] for c in results["cases"]}
    if results["digest"] != baseline.digest:
        raise EvalFailed("the cases are not those of the baseline; look at the figures, then run with --update-baseline")
    if results["versions"]["judge"] != baseline.judge:
        raise EvalFailed(f"the judge was {results['versions']['judge']}, and {baseline.judge} in the baseline; a baseline of its own goes in another FILE")
    if now.keys() != baseline.cases.keys():
        odd = ", ".join(sorted(now.keys() ^ baseline.cases.keys())[:NAMED])
        raise EvalFailed(f"the results and the baseline differ in the cases {odd}; a run counts whole or not at all")
    values = {name: {case: scores[name]["value"] for case, scores in now.items()} for name in SCORERS}
    changed = {name: gains(name, values[name], baseline) for name in SCORERS}
    chances = holm({name: chance_of([g for g in by_case.values() if abs(g) > ROUNDING]) for name, by_case in changed.items() if by_case})
    return [figure_compared(name, values[name], changed[name], baseline.figures[name], chances.get(name, 1.0)) for name in SCORERS]


def failures(comparisons: Sequence[Comparison]) -> list[str]:
    return [c.failure for c in comparisons if c.failure]


def held_against(results: Mapping[str, Any], baseline: Baseline) -> tuple[list[Comparison], list[str]]:
    """The comparison, and what fails; where they cannot be compared, that alone."""
    try:
        compared = compare(results, baseline)
    except EvalFailed as e:
        return [], [str(e)]
    return compared, [f"worse than the baseline: {f}" for f in failures(compared)]


def gains(name: str, now: Mapping[str, Value], baseline: Baseline) -> dict[str, float]:
    """By how much each case judged before and now got better, below 0 where it got worse."""
    sign = -1 if name in LESS_IS_BETTER else 1
    return {case: sign * (n - b) for case, b in baseline.scored(name).items() if b is not None and (n := now[case]) is not None}


def holm(chances: Mapping[str, float]) -> dict[str, float]:
    """Chances made so much larger that one of them all is below a level no more often than that level says."""
    adjusted, most = {}, 0.0
    for rank, name in enumerate(sorted(chances, key=lambda name: chances[name])):
        most = adjusted[name] = max(most, min(1.0, (len(chances) - rank) * chances[name]))
    return adjusted


def figure_compared(name: str, now: Mapping[str, Value], changed: Mapping[str, float], floor: Floor, p: float) -> Comparison:
    worse, better = (tuple(c for c, gain in changed.items() if s * gain > ROUNDING) for s in (-1, 1))
    judged = [v for v in now.values() if v is not None]
    value = sum(judged) / len(judged) if judged else None
    return Comparison(name, floor.value, value, floor.floor, worse, better, p, failure(name, value, len(judged), floor, worse, better, p))


def failure(name: str, value: Value, n: int, floor: Floor, worse: Sequence[str], better: Sequence[str], p: float) -> str | None:
    if (value is None) != (floor.value is None):
        return f"{name} was {'not ' if value is None else ''}judged, unlike in the baseline"
    if value is None:
        return None
    if n < STILL_JUDGED * floor.n:
        return f"{name} was judged on {n} cases, in the baseline on {floor.n}"
    told = f"{name} is {value:.3f}, in the baseline {floor.value:.3f}"
    if p < SIGNIFICANT:
        return f"{told}: {len(worse)} cases got worse ({named(worse)}), {len(better)} better (p {p:.3f})"
    if floor.floor is not None and (value > floor.floor + ROUNDING if name in LESS_IS_BETTER else value < floor.floor - ROUNDING):
        return f"{told}, which is beyond its floor of {floor.floor:.3f}; worse: {named(worse)}"
    return None


def named(cases: Sequence[str]) -> str:
    return ", ".join(cases[:NAMED]) + (" …" if len(cases) > NAMED else "") if cases else "none"


def chance_of(gains: Sequence[float]) -> float:
    """How often the sum would be as low or lower if each case had been as likely to gain as to lose what it changed by."""
    if sum(gains) >= 0:
        return 1.0
    sizes, reached = [abs(g) for g in gains], sum(gains) + 1e-9
    if len(gains) <= EXACT_UP_TO:
        sums = [sum(s * size for s, size in zip(signs, sizes, strict=True)) for signs in product((-1, 1), repeat=len(sizes))]
        return sum(s <= reached for s in sums) / len(sums)
    rng = random.Random(1)
    drawn = (sum(size if rng.random() < 0.5 else -size for size in sizes) for _ in range(DRAWN))
    return (1 + sum(s <= reached for s in drawn)) / (1 + DRAWN)
