"""Statistics of evals: Wilson's and bootstrap 95% intervals, area under the ROC curve, pair accuracy."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np

Z = 1.959964  # of a 95% interval
RESAMPLES = 200  # of a Rate


def wilson(successes: float, n: int, z: float = Z) -> tuple[float, float]:
    """Interval of a share; (0, 1) when nothing was counted. Of a mean of fractions it is wider than needed."""
    if n == 0:
        return 0.0, 1.0
    share, z2 = successes / n, z * z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = z * sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def share(outcomes: Sequence[bool]) -> str:
    """A share with its interval, for a table."""
    low, high = wilson(sum(outcomes), len(outcomes))
    return f"{sum(outcomes) / len(outcomes):.3f} [{low:.3f}, {high:.3f}]"


def bootstrap(values: Sequence[float], times: int = 1000) -> tuple[float, float]:
    if not values:
        return 0.0, 1.0
    rng = random.Random(1)
    means = sorted(sum(rng.choices(values, k=len(values))) / len(values) for _ in range(times))
    return means[int(0.025 * times)], means[int(0.975 * times)]


def interval(values: Sequence[float]) -> tuple[float, float]:
    """Wilson's where every value is 0 or 1, else the bootstrap."""
    whole = all(v in (0.0, 1.0) for v in values)
    return wilson(int(sum(values)), len(values)) if whole else bootstrap(values)


@dataclass(frozen=True)
class Rate:
    """A figure over `n` cases with its interval."""

    value: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}] (n {self.n})"


def auc(scores: Sequence[float] | np.ndarray, labels: Sequence[int]) -> Rate:
    """Chance that a right one scores above a wrong one, ties at half."""
    cases = list(zip(map(float, scores), labels, strict=True))
    return bootstrapped(_auc, cases)


def pairs_right(groups: Sequence[tuple[Sequence[float] | np.ndarray, Sequence[int]]]) -> Rate | None:
    """Share of the groups with both in which the best right one scores above the best wrong one; None where no group has both."""
    cases = []
    for scores, labels in groups:
        right, wrong = [float(s) for s, y in zip(scores, labels, strict=True) if y], [float(s) for s, y in zip(scores, labels, strict=True) if not y]
        if right and wrong:
            cases.append((max(right) > max(wrong)) + 0.5 * (max(right) == max(wrong)))
    return bootstrapped(lambda c: sum(c) / len(c), cases) if cases else None


def bootstrapped(statistic: Callable[[Sequence[Any]], float | None], cases: Sequence[Any]) -> Rate:
    rng = random.Random(1)
    values = sorted(v for _ in range(RESAMPLES) if (v := statistic(rng.choices(cases, k=len(cases)))) is not None)
    value = statistic(cases)
    if value is None or not values:
        return Rate(float("nan"), 0.0, 1.0, len(cases))
    return Rate(value, values[int(0.025 * len(values))], values[int(0.975 * len(values))], len(cases))


def _auc(cases: Sequence[tuple[float, int]]) -> float | None:
    scores, labels = np.array([s for s, _ in cases]), np.array([y for _, y in cases], dtype=bool)
    right, wrong = int(labels.sum()), int((~labels).sum())
    if not right or not wrong:
        return None
    _, place, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    return float((ranks[labels].sum() - right * (right + 1) / 2) / (right * wrong))
