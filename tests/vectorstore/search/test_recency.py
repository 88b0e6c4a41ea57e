from datetime import date
from math import exp, isclose

from onrecord.vectorstore.search.recency import recency
from onrecord.vectorstore.search.tuning import SEARCH_TUNING

DAY = date(2026, 5, 25)


def test_closeness_falls_with_the_days_before_the_question() -> None:
    assert recency("2026-05-25", DAY, None) == 1.0
    assert isclose(recency("2026-05-18T09:00:00", DAY, None), exp(-7 / SEARCH_TUNING.days_fresh))


def test_an_article_of_a_later_day_counts_as_of_today() -> None:
    assert recency("2026-05-27", DAY, None) == 1.0


def test_an_undated_article_scores_nothing() -> None:
    assert recency(None, DAY, None) == 0.0


def test_a_named_period_that_is_over_wins_over_recency() -> None:
    march = (date(2024, 3, 1), date(2024, 4, 30))
    assert recency("2024-03-20", DAY, march) == 1.0 and recency("2026-05-24", DAY, march) == 0.0


def test_in_a_named_period_that_goes_on_newer_articles_are_closer() -> None:
    this_year = (date(2026, 1, 1), DAY)
    assert recency("2026-05-24", DAY, this_year) > recency("2026-01-02", DAY, this_year) > 0.0 == recency("2025-12-31", DAY, this_year)


def test_a_period_may_have_no_first_day() -> None:
    assert recency("1999-01-01", DAY, (None, date(2000, 1, 1))) == 1.0
