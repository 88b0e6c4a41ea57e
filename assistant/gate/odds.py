"""Log-odds, in which readings and faults are added."""

from math import log


def log_odds(probability: float) -> float:
    """Bounded, since a probability of 0 or 1 has none."""
    bounded = min(1 - 1e-6, max(1e-6, probability))
    return log(bounded / (1 - bounded))
