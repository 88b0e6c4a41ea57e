"""Intervals against known values."""

import pytest

from onrecord.evals.stats import bootstrap, interval, wilson


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(5, 20, 0.112, 0.469), (0, 10, 0.0, 0.278), (10, 10, 0.722, 1.0), (95, 159, 0.520, 0.671)],
)
def test_wilson(successes: int, n: int, low: float, high: float) -> None:
    assert wilson(successes, n) == pytest.approx((low, high), abs=0.001)


def test_nothing_counted_says_nothing() -> None:
    assert wilson(0, 0) == bootstrap([]) == interval([]) == (0.0, 1.0)


def test_bootstrap_is_seeded_and_holds_the_mean() -> None:
    values = [0.5, 1.0, 0.25, 0.0, 1.0, 0.5] * 5
    low, high = bootstrap(values)
    assert (low, high) == bootstrap(values)
    assert 0.3 < low < sum(values) / len(values) < high < 0.8


def test_more_cases_narrow_the_interval() -> None:
    few, many = bootstrap([0.0, 0.5, 1.0] * 3), bootstrap([0.0, 0.5, 1.0] * 100)
    assert many[1] - many[0] < few[1] - few[0]


def test_shares_take_wilson_and_fractions_the_bootstrap() -> None:
    assert interval([1.0, 0.0, 1.0]) == wilson(2, 3)
    assert interval([1.0, 0.5, 1.0]) == bootstrap([1.0, 0.5, 1.0])
