"""Intervals against known values."""

import pytest

from onrecord.evals.stats import Rate, auc, bootstrap, format_share, interval, pair_accuracy, wilson


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


def test_auc_counts_ties_half_and_needs_both_labels() -> None:
    assert auc([0.9, 0.8, 0.2, 0.1], [1, 1, 0, 0]).value == 1.0
    assert auc([0.1, 0.9], [1, 0]).value == 0.0 and auc([0.5, 0.5], [1, 0]).value == 0.5
    nothing = auc([0.5, 0.6], [1, 1])
    assert nothing.value != nothing.value and (nothing.low, nothing.high, nothing.n) == (0.0, 1.0, 2)


def test_pair_accuracy_is_over_groups_with_both_labels() -> None:
    found = pair_accuracy([([0.9, 0.1], [1, 0]), ([0.2, 0.7], [1, 0]), ([0.5, 0.5], [1, 0]), ([0.4], [1])])
    assert found is not None and (found.value, found.n) == (0.5, 3)
    assert pair_accuracy([([0.4], [1])]) is None


def test_figures_are_shown_with_their_interval() -> None:
    assert format_share([True] * 9 + [False]) == "0.900 [0.596, 0.982]"
    assert str(Rate(0.5, 0.25, 0.75, 12)) == "0.500 [0.250, 0.750] (n 12)"
