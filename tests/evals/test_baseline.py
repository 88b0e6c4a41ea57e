"""The baseline and the gate: what got worse fails, noise does not, and neither does what cannot be trusted pass."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from evals.baseline import Baseline, default_path, make_baseline, read_baseline, write_baseline
from evals.gate import chance_of, compare, failures, read_results
from evals.run import figure
from evals.scorers import LESS_IS_BETTER, SCORERS, state
from vectorstore.errors import BadInput, EvalFailed

CASES = 100


def score(name: str, value: float | None) -> dict[str, Any]:
    from evals.judged import Score

    return {"state": state(name, Score(value)), "value": value, "why": "seen"}


def results(**changed: Any) -> dict[str, Any]:
    """A hundred cases, 80 of which score 1 (of what is better low, 0); `name={case: value}` changes some."""

    def value(name: str, n: int) -> float | None:
        usual = float((n % 5 != 0) != (name in LESS_IS_BETTER))
        return changed.get(name, {}).get(n, usual)  # type: ignore[no-any-return]

    cases = [{"id": f"c{n}", "verdict": "pass", "scores": {name: score(name, value(name, n)) for name in SCORERS}} for n in range(CASES)]
    return {"digest": "d1", "controls": {"sentence": ""}, "cases": cases, "summary": {name: figure([c["scores"][name] for c in cases]) for name in SCORERS}}


def worse_in(name: str, count: int) -> dict[str, Any]:
    good = [n for n in range(CASES) if n % 5][:count]
    return {name: dict.fromkeys(good, 1.0 if name in LESS_IS_BETTER else 0.0)}


BASELINE = make_baseline(results())


def failed(now: dict[str, Any], baseline: Baseline = BASELINE) -> list[str]:
    return failures(compare(now, baseline))


def test_the_same_results_pass_and_survive_the_file(tmp_path: Path) -> None:
    write_baseline(tmp_path / "b.json", BASELINE)
    assert read_baseline(tmp_path / "b.json") == BASELINE and failed(results()) == []


@pytest.mark.parametrize("name", SCORERS)
def test_every_figure_fails_when_five_cases_got_worse_and_none_better(name: str) -> None:
    (failure,) = failed(results(**worse_in(name, 5)))
    assert failure.startswith(name) and "5 cases got worse" in failure and "c1" in failure


def test_as_many_that_got_better_as_worse_are_noise() -> None:
    bad = [n for n in range(CASES) if n % 5 == 0][:5]
    swapped = {"answered_right": worse_in("answered_right", 6)["answered_right"] | dict.fromkeys(bad, 1.0)}
    assert failed(results(**swapped)) == []


def test_two_cases_are_noise_but_not_where_nothing_may_fall() -> None:
    assert failed(results(**worse_in("answered_right", 2))) == []
    (failure,) = failed(results(**worse_in("quotes_verbatim", 1)))
    assert "floor" in failure


def test_a_small_share_lost_everywhere_is_seen() -> None:
    """Twenty answers that each lose a tenth of their citations."""
    changed = {"citation_recall": {n: 0.9 for n in range(CASES) if n % 5 and n < 25}}
    assert "citation_recall" in failed(results(**changed))[0]


def test_slow_erosion_meets_the_floor() -> None:
    """Each step within noise of the one before; the floor stays where it was."""
    baseline = BASELINE
    for count in range(3, 40, 3):
        now = results(**worse_in("answered_right", count))
        if failed(now, baseline):
            assert "floor" in failed(now, baseline)[0]
            return
        baseline = make_baseline(now, baseline)
    raise AssertionError("it wore away")


def test_a_floor_is_lowered_with_a_reason_only() -> None:
    now = results(**worse_in("answered_right", 30))
    assert make_baseline(now, BASELINE).figures["answered_right"].floor == BASELINE.figures["answered_right"].floor
    with pytest.raises(BadInput, match="reason"):
        make_baseline(now, BASELINE, {"answered_right": 0.4}, "")
    with pytest.raises(BadInput, match="no figure"):
        make_baseline(now, BASELINE, {"rightness": 0.4}, "a good reason")
    lowered = make_baseline(now, BASELINE, {"answered_right": 0.4}, "the questions were made harder")
    assert lowered.figures["answered_right"].floor == 0.4 and failed(now, lowered) == []
    (note,) = lowered.figures["answered_right"].lowered
    assert note.reason == "the questions were made harder" and note.before == BASELINE.figures["answered_right"].floor
    again = make_baseline(now, lowered)
    assert again.figures["answered_right"].lowered == [note], "the reason stays"


def test_chance_is_exact_where_few_changed_and_near_it_where_many_did() -> None:
    assert chance_of([]) == chance_of([1.0]) == chance_of([1.0, -1.0]) == 1.0
    assert chance_of([-1.0] * 5) == 1 / 32 and chance_of([-1.0] * 4) == 1 / 16
    assert chance_of([-1.0] * 12 + [1.0] * 8) == pytest.approx(0.252, abs=0.02), "the binomial tail of 12 or more of 20"


def test_noise_alone_rarely_fires() -> None:
    """The same system run again with a drafter that is right by chance: a figure fails in about one run of twenty."""
    rng = random.Random(3)
    fired = 0
    for _ in range(60):
        first, second = ({"answered_right": {n: float(rng.random() < 0.7) for n in range(CASES)}} for _ in range(2))
        fired += any("got worse" in f for f in failed(results(**second), make_baseline(results(**first))))
    assert fired <= 8


def test_other_cases_and_half_a_run_are_not_compared() -> None:
    with pytest.raises(EvalFailed, match="not those of the baseline"):
        compare(results() | {"digest": "d2"}, BASELINE)
    half = results()
    half["cases"] = half["cases"][:50]
    with pytest.raises(EvalFailed, match="counts whole"):
        compare(half, BASELINE)


def test_a_figure_that_judges_nothing_any_more_or_much_less_fails() -> None:
    assert "not judged" in failed(results(citation_recall=dict.fromkeys(range(CASES))))[0]
    assert "judged on 50 cases" in failed(results(attribution_kept=dict.fromkeys(range(50))))[0]


def test_a_figure_that_neither_judges_passes() -> None:
    nothing = results(abstained_rightly=dict.fromkeys(range(CASES)))
    assert failed(nothing, make_baseline(nothing)) == []


def valid() -> dict[str, Any]:
    return json.loads(BASELINE.model_dump_json(by_alias=True))  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{broken",
        json.dumps({"digest": "d1"}),
        json.dumps(valid() | {"figures": {}}),
        json.dumps(valid() | {"cases": {}}),
        json.dumps(valid() | {"cases": {"c0": [1.0]}}),
        json.dumps(valid() | {"comment": "x"}),
        json.dumps(valid()).replace("0.8", "NaN", 1),  # nothing is below NaN: such a floor would let everything pass
        json.dumps(valid()).replace("0.8", "-1", 1),
        json.dumps(valid()).replace("0.8", '"high"', 1),
        json.dumps(valid()).replace("answered_right", "answered_well"),
    ],
)
def test_a_baseline_that_cannot_be_trusted_fails(tmp_path: Path, text: str) -> None:
    (tmp_path / "baseline.json").write_text(text, "utf-8")
    with pytest.raises(EvalFailed, match="cannot be used"):
        read_baseline(tmp_path / "baseline.json")


def test_a_missing_baseline_fails(tmp_path: Path) -> None:
    with pytest.raises(EvalFailed, match=r"No such file.*--update-baseline"):
        read_baseline(tmp_path / "missing.json")
    with pytest.raises(BadInput):
        write_baseline(tmp_path / "no" / "folder.json", BASELINE)


@pytest.mark.parametrize(
    "change",
    [
        lambda r: "",
        lambda r: "{",
        lambda r: "[]",
        lambda r: json.dumps({"cases": []}),
        lambda r: json.dumps(r | {"cases": []}),
        lambda r: json.dumps(r)[:-100],
        lambda r: json.dumps(r).replace('"value": 1.0', '"value": NaN', 1),
        lambda r: json.dumps(r).replace('"answered_right"', '"other"', 1),
        lambda r: json.dumps(r | {"cases": [*r["cases"], None]}),
        lambda r: json.dumps(r | {"controls": {"sentence": "9 of 44 controls came out wrong"}}),
        lambda r: json.dumps({k: v for k, v in r.items() if k != "controls"}),
    ],
)
def test_results_that_are_not_whole_fail(tmp_path: Path, change: Any) -> None:
    path = tmp_path / "results.json"
    path.write_text(json.dumps(results()))
    assert read_results(path) == results()
    path.write_text(change(results()))
    with pytest.raises(EvalFailed):
        read_results(path)
    with pytest.raises(EvalFailed):
        read_results(tmp_path / "missing.json")


def test_the_committed_baseline_is_read() -> None:
    assert read_baseline(default_path()).figures["quotes_verbatim"].value == 1.0
