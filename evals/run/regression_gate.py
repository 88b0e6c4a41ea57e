"""The regression gate of CI. It compares results with a baseline, case by case. It fails for regressions, but not for noise.

A figure fails in two ways. First, if the changed cases got worse more often than chance explains. This is an exact, one-sided sign-flip
test, at 5% for all figures together (Holm's correction). With eleven judged figures, eight worse cases and no better case of one figure are
enough; seven are not. Second, if the figure is worse than its floor.

Results that are missing, unreadable, incomplete, of other cases or of another judge fail too.
"""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from onrecord.evals.run.baseline import Baseline, Floor, Value
from onrecord.evals.run.results import SCHEMA_VERSION, EvalResults
from onrecord.evals.run.scorers import LESS_IS_BETTER, SCORERS
from onrecord.evals.run.versions import describe_changes
from onrecord.vectorstore.errors import EvalFailed

SIGNIFICANT = 0.05
MAX_EXACT = 14  # changed cases for which all flips are computed; with more cases, flips are drawn at random
DRAWN_FLIPS = 20_000
ROUNDING = 1e-4  # tolerance for differences, because values are stored with four digits
MIN_COVERAGE = 0.9  # share of the baseline's judged cases that must be judged again; with fewer, the figures cannot be compared
MAX_NAMED = 5  # cases that a failure lists


@dataclass(frozen=True)
class FigureComparison:
    """A figure before and now. `p` is the probability that chance alone makes it or another figure this much worse (Holm). If the figure fails,
    `failure` is a sentence that says why."""

    name: str
    before: Value
    now: Value
    floor: Value
    worse: tuple[str, ...]  # ids of cases
    better: tuple[str, ...]
    p: float
    failure: str | None


@dataclass(frozen=True)
class Comparison:
    """Results compared with a baseline. `failures` are sentences. If the two cannot be compared, the only failure is the reason, and there are no
    `figures`. `versions` has a line for each version or tuned number that differs. It is None if the baseline has no versions."""

    figures: tuple[FigureComparison, ...] = ()
    failures: tuple[str, ...] = ()
    versions: tuple[str, ...] | None = ()


def read_results(path: Path) -> EvalResults:
    """Read results that `eval run --out` wrote.

    Raises:
        EvalFailed: the file cannot be read, is incomplete or has another schema version, or the judge got a control wrong.
    """
    again = f"run onrecord eval run --out {path}"
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as e:
        raise EvalFailed(f"the results {path} cannot be read: {getattr(e, 'strerror', None) or 'not JSON'}; {again}") from None
    if (fault := schema_fault(found)) is not None:
        raise EvalFailed(f"the results {path} {fault}; {again}")
    try:
        results = EvalResults.model_validate(found)
    except ValidationError as e:
        raise EvalFailed(f"the results {path} are incomplete: {'.'.join(map(str, e.errors()[0]['loc']))}: {e.errors()[0]['msg']}; {again}") from None
    if (fault := completeness_fault(results)) is not None:
        raise EvalFailed(f"the results {path} are incomplete: {fault}; {again}")
    if results.controls and results.controls.sentence:
        raise EvalFailed(f"the results {path} cannot be trusted: {results.controls.sentence}")
    return results


def schema_fault(found: Any) -> str | None:
    """The reason why a file does not have this schema version, as the end of a sentence."""
    if not isinstance(found, dict) or "cases" not in found:
        return "were not written by onrecord eval run"
    if "schema_version" not in found:
        return "have no schema_version: an older onrecord wrote them"
    if found["schema_version"] != SCHEMA_VERSION:
        return f"have schema_version {found['schema_version']}, and this onrecord reads {SCHEMA_VERSION}"
    return None


def completeness_fault(results: EvalResults) -> str | None:
    if results.controls is None:
        return "they have no results of the controls"
    if absent := SCORERS.keys() - results.summary.keys():
        return f"the summary has no figure {', '.join(sorted(absent))}"
    lacking = ((case.id, name) for case in results.cases for name in SCORERS if name not in case.scores)
    return next((f"the case {case} has no score {name}" for case, name in lacking), None)


def compare(results: EvalResults, baseline: Baseline) -> Comparison:
    """Compare every figure with the baseline."""
    try:
        figures = compare_figures(results, baseline)
    except EvalFailed as e:
        return Comparison(failures=(str(e),))
    failures = tuple(f"worse than the baseline: {f.failure}" for f in figures if f.failure)
    versions = tuple(describe_changes(baseline.versions, results.versions)) if baseline.versions else None
    return Comparison(tuple(figures), failures, versions)


def compare_figures(results: EvalResults, baseline: Baseline) -> list[FigureComparison]:
    """Compare every figure. Raises EvalFailed if the results are of other cases or of another judge."""
    now = {c.id: c.scores for c in results.cases}
    if results.digest != baseline.digest:
        raise EvalFailed("the cases are not those of the baseline; look at the figures, then run with --update-baseline")
    if results.versions.judge != baseline.judge:
        raise EvalFailed(f"the judge is {results.versions.judge}, but {baseline.judge} in the baseline; write a baseline for this judge to another FILE")
    if now.keys() != baseline.cases.keys():
        odd = ", ".join(sorted(now.keys() ^ baseline.cases.keys())[:MAX_NAMED])
        raise EvalFailed(f"the results and the baseline differ in the cases {odd}; only a complete run is compared")
    values = {name: {case: scores[name].value for case, scores in now.items()} for name in SCORERS}
    changed = {name: gains_by_case(name, values[name], baseline) for name in SCORERS}
    chances = correct_by_holm({name: chance_of([g for g in by_case.values() if abs(g) > ROUNDING]) for name, by_case in changed.items() if by_case})
    return [compare_figure(name, values[name], changed[name], baseline.figures[name], chances.get(name, 1.0)) for name in SCORERS]


def gains_by_case(name: str, now: Mapping[str, Value], baseline: Baseline) -> dict[str, float]:
    """The gain of each case that was judged before and now. It is negative if the case got worse."""
    sign = -1 if name in LESS_IS_BETTER else 1
    return {case: sign * (n - b) for case, b in baseline.scores_of(name).items() if b is not None and (n := now[case]) is not None}


def correct_by_holm(chances: Mapping[str, float]) -> dict[str, float]:
    """Holm's correction. It increases the probabilities, so that the chance of any false alarm is at most the level of the test."""
    adjusted, largest = {}, 0.0
    for rank, name in enumerate(sorted(chances, key=lambda name: chances[name])):
        largest = adjusted[name] = max(largest, min(1.0, (len(chances) - rank) * chances[name]))
    return adjusted


def compare_figure(name: str, now: Mapping[str, Value], changed: Mapping[str, float], floor: Floor, p: float) -> FigureComparison:
    worse, better = (tuple(c for c, gain in changed.items() if s * gain > ROUNDING) for s in (-1, 1))
    judged = [v for v in now.values() if v is not None]
    value = sum(judged) / len(judged) if judged else None
    return FigureComparison(name, floor.value, value, floor.floor, worse, better, p, describe_failure(name, value, len(judged), floor, worse, better, p))


def describe_failure(name: str, value: Value, n: int, floor: Floor, worse: Sequence[str], better: Sequence[str], p: float) -> str | None:
    if (value is None) != (floor.value is None):
        return f"{name} was {'not ' if value is None else ''}judged, unlike in the baseline"
    if value is None:
        return None
    if n < MIN_COVERAGE * floor.n:
        return f"{name} was judged in {n} cases, but in {floor.n} cases of the baseline"
    change = f"{name} is {value:.3f}, in the baseline {floor.value:.3f}"
    if p < SIGNIFICANT:
        return f"{change}: {len(worse)} cases got worse ({list_cases(worse)}), {len(better)} better (p {p:.3f})"
    if floor.floor is not None and (value > floor.floor + ROUNDING if name in LESS_IS_BETTER else value < floor.floor - ROUNDING):
        return f"{change}; this is worse than its floor of {floor.floor:.3f}; worse: {list_cases(worse)}"
    return None


def list_cases(cases: Sequence[str]) -> str:
    return ", ".join(cases[:MAX_NAMED]) + (" …" if len(cases) > MAX_NAMED else "") if cases else "none"


def chance_of(gains: Sequence[float]) -> float:
    """The probability that the sum is this low or lower by chance, where each case gains or loses its change with equal probability."""
    if sum(gains) >= 0:
        return 1.0
    sizes, reached = [abs(g) for g in gains], sum(gains) + 1e-9
    if len(gains) <= MAX_EXACT:
        sums = [sum(s * size for s, size in zip(signs, sizes, strict=True)) for signs in product((-1, 1), repeat=len(sizes))]
        return sum(s <= reached for s in sums) / len(sums)
    rng = random.Random(1)
    drawn = (sum(size if rng.random() < 0.5 else -size for size in sizes) for _ in range(DRAWN_FLIPS))
    return (1 + sum(s <= reached for s in drawn)) / (1 + DRAWN_FLIPS)
