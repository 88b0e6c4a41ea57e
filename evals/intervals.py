"""95% intervals: Wilson's for shares, a seeded bootstrap over cases for means of fractions."""

import random
from collections.abc import Sequence
from math import sqrt

Z = 1.959964


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
