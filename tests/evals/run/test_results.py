"""Results of a run as they are written and read again."""

from typing import Any

import pytest
from pydantic import ValidationError

from onrecord.evals.run.results import EvalResults
from tests.evals.run.test_baseline import results

FIELDS = ["schema_version", "digest", "versions", "summary", "kinds", "gate", "latency_ms", "cases", "controls"]


def test_the_json_has_the_documented_fields_in_order_and_is_read_back() -> None:
    found = results().model_dump()
    assert list(found) == FIELDS and list(found["cases"][0])[:4] == ["id", "kind", "verdict", "question"]
    assert EvalResults.model_validate(found) == EvalResults.model_validate_json(results().model_dump_json()) == results()


def test_only_times_are_left_out_of_the_comparison_of_two_runs() -> None:
    slow = results().cases[0].model_copy(update={"ms": 99.0})
    wrong = results().cases[0].model_copy(update={"text": "Kask."})
    rest = results().cases[1:]
    assert results().model_copy(update={"cases": [slow, *rest]}).without_times() == results().without_times()
    assert results().model_copy(update={"cases": [wrong, *rest]}).without_times() != results().without_times()
    assert "latency_ms" not in results().without_times() and "ms" not in results().without_times()["cases"][0]


@pytest.mark.parametrize("change", [{"cases": []}, {"schema_version": 2}, {"comment": "x"}, {"digest": None}, {"summary": {"faithfulness": {"value": float("nan")}}}])
def test_what_is_no_result_does_not_validate(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        EvalResults.model_validate(results().model_dump() | change)
