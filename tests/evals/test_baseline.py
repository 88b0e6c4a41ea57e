"""The baseline: what is worse fails, and so does a baseline that cannot be trusted."""

import json
from pathlib import Path
from typing import Any

import pytest

from evals.baseline import compare, default_path, limit_of, make_baseline, read_baseline, write_baseline
from evals.scorers import SCORERS
from vectorstore.errors import BadInput, EvalFailed


def results(value: float | None = 0.8, n: int = 100, **figures: Any) -> dict[str, Any]:
    """Results with one value for every figure, but for those named."""
    made = {name: {"value": value, "n": n} for name in SCORERS}
    return {"digest": "d1", "figures": made | {k: v if isinstance(v, dict) else {"value": v, "n": n} for k, v in figures.items()}}


def broken(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "baseline.json"
    path.write_text(text, "utf-8")
    return path


def test_the_same_results_pass_and_survive_the_file(tmp_path: Path) -> None:
    write_baseline(tmp_path / "b.json", results())
    assert compare(results(), read_baseline(tmp_path / "b.json")) == []


@pytest.mark.parametrize("name", [n for n in SCORERS if n != "abstained_wrongly"])
def test_every_figure_fails_when_it_falls(name: str) -> None:
    [failure] = compare(results(**{name: 0.7}), make_baseline(results()))
    assert name in failure and "0.700" in failure


def test_what_is_better_low_fails_when_it_rises_and_not_when_it_falls() -> None:
    baseline = make_baseline(results())
    assert compare(results(abstained_wrongly=0.9), baseline) and not compare(results(abstained_wrongly=0.1), baseline)
    assert not compare(results(answered_right=0.9), baseline)


def test_one_case_may_flip_two_may_not_and_verbatim_has_no_allowance() -> None:
    baseline = make_baseline(results())
    assert not compare(results(answered_right=0.79), baseline)
    assert compare(results(answered_right=0.78), baseline)
    assert compare(results(quotes_verbatim=0.79), baseline)


def test_other_cases_are_not_compared() -> None:
    [failure] = compare(results() | {"digest": "d2"}, make_baseline(results()))
    assert "not those of the baseline" in failure


def test_a_figure_that_judges_nothing_any_more_or_much_less_fails() -> None:
    baseline = make_baseline(results())
    assert "not judged" in compare(results(citation_recall={"value": None, "n": 0}), baseline)[0]
    assert "judged on 50 cases" in compare(results(attribution_kept={"value": 1.0, "n": 50}), baseline)[0]


def test_a_figure_that_neither_judges_passes() -> None:
    nothing = results(abstained_rightly={"value": None, "n": 0})
    baseline = make_baseline(nothing)
    assert compare(nothing, baseline) == [] and limit_of("abstained_rightly", baseline.figures["abstained_rightly"]) is None


def valid() -> dict[str, Any]:
    return make_baseline(results()).model_dump()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{broken",
        json.dumps({"digest": "d1"}),
        json.dumps(valid() | {"figures": {}}),
        json.dumps(valid() | {"comment": "x"}),
        json.dumps(valid()).replace("0.8", "NaN", 1),  # nothing is below NaN: such a floor would let everything pass
        json.dumps(valid()).replace("0.8", "-1", 1),
        json.dumps(valid()).replace("0.8", '"high"', 1),
        json.dumps(valid()).replace("answered_right", "answered_well"),
    ],
)
def test_a_baseline_that_cannot_be_trusted_fails(tmp_path: Path, text: str) -> None:
    with pytest.raises(EvalFailed, match="cannot be used"):
        read_baseline(broken(tmp_path, text))


def test_a_missing_baseline_fails(tmp_path: Path) -> None:
    with pytest.raises(EvalFailed, match=r"No such file.*--update-baseline"):
        read_baseline(tmp_path / "missing.json")
    with pytest.raises(BadInput):
        write_baseline(tmp_path / "no" / "folder.json", results())


def test_the_committed_baseline_is_read() -> None:
    assert read_baseline(default_path()).figures["quotes_verbatim"].value == 1.0
