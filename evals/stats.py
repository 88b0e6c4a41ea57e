"""Statistics for evals: 95% intervals with Wilson's formula and with the bootstrap, area under the ROC curve, pair accuracy."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np

Z_95 = 1.959964  # standard deviations on each side of a 95% interval
MEAN_RESAMPLES = 1000
RATE_RESAMPLES = 200  # fewer than for a mean, because a statistic of all cases takes longer
SEED = 1

Interval = tuple[float, float]
Statistic = Callable[[Sequence[Any]], float | None]  # None if it is not defined


@dataclass(frozen=True)
class Rate:
    """A statistic of `n` cases with its interval. `value` is NaN if the statistic is not defined."""

    value: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}] (n {self.n})"


def wilson(successes: float, n: int, z: float = Z_95) -> Interval:
    """Wilson's interval of a share. Without cases, it is (0, 1). For a mean of fractions, it is wider than needed."""
    if n == 0:
        return 0.0, 1.0
    share, z2 = successes / n, z * z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = z * sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def bootstrap(values: Sequence[float], resamples: int = MEAN_RESAMPLES) -> Interval:
    """The bootstrap interval of a mean. Without values, it is (0, 1). The same values always give the same interval."""
    return middle_95(resample(mean, values, resamples)) if values else (0.0, 1.0)


def interval(values: Sequence[float]) -> Interval:
    """The interval of a mean of values in 0…1. It is Wilson's if every value is 0 or 1, otherwise the bootstrap's."""
    binary = all(v in (0.0, 1.0) for v in values)
    return wilson(int(sum(values)), len(values)) if binary else bootstrap(values)


def format_share(outcomes: Sequence[bool]) -> str:
    """The share of true outcomes with its interval: "0.900 [0.596, 0.982]"."""
    low, high = wilson(sum(outcomes), len(outcomes))
    return f"{sum(outcomes) / len(outcomes):.3f} [{low:.3f}, {high:.3f}]"


def auc(scores: Sequence[float] | np.ndarray, labels: Sequence[int]) -> Rate:
    """The probability that a case labelled 1 has a higher score than a case labelled 0. Ties count half."""
    return bootstrap_rate(area_under_curve, list(zip(map(float, scores), labels, strict=True)))


def pair_accuracy(groups: Sequence[tuple[Sequence[float] | np.ndarray, Sequence[int]]]) -> Rate | None:
    """The share of groups in which the best case labelled 1 has a higher score than the best case labelled 0. Ties count half. Groups without
    both labels do not count. None if no group has both."""
    cases = []
    for scores, labels in groups:
        right, wrong = ([float(s) for s, y in zip(scores, labels, strict=True) if bool(y) is label] for label in (True, False))
        if right and wrong:
            cases.append((max(right) > max(wrong)) + 0.5 * (max(right) == max(wrong)))
    return bootstrap_rate(mean, cases) if cases else None


def bootstrap_rate(statistic: Statistic, cases: Sequence[Any]) -> Rate:
    """A statistic of cases with its bootstrap interval."""
    value, resampled = statistic(cases), resample(statistic, cases, RATE_RESAMPLES)
    if value is None or not resampled:
        return Rate(float("nan"), 0.0, 1.0, len(cases))
    return Rate(value, *middle_95(resampled), len(cases))


def resample(statistic: Statistic, cases: Sequence[Any], resamples: int) -> list[float]:
    """The statistic of `resamples` samples, which are drawn with replacement. The values are in ascending order."""
    rng = random.Random(SEED)
    return sorted(v for _ in range(resamples) if (v := statistic(rng.choices(cases, k=len(cases)))) is not None)


def middle_95(values: Sequence[float]) -> Interval:
    """The limits of the middle 95% of the values. The values must be in ascending order."""
    return values[int(0.025 * len(values))], values[int(0.975 * len(values))]


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def area_under_curve(cases: Sequence[tuple[float, int]]) -> float | None:
    """The area under the ROC curve, computed from ranks as in the Mann-Whitney test. None if one label is missing."""
    scores, labels = np.array([s for s, _ in cases]), np.array([y for _, y in cases], dtype=bool)
    right, wrong = int(labels.sum()), int((~labels).sum())
    if not right or not wrong:
        return None
    _, place, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    return float((ranks[labels].sum() - right * (right + 1) / 2) / (right * wrong))
