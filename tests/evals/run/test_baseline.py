"""The baseline and the gate: what got worse fails, noise does not, and neither does what cannot be trusted pass."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from onrecord.evals.run.baseline import EXACT, Baseline, default_path, make_baseline, read_baseline, write_baseline
from onrecord.evals.run.regression_gate import chance_of, compare, correct_by_holm, read_results
from onrecord.evals.run.results import ControlResults, EvalCase, EvalResults, GateCounts, Latency, RunVersions, ScoreResult
from onrecord.evals.run.run import average
from onrecord.evals.run.scored_turn import Score
from onrecord.evals.run.scorers import LESS_IS_BETTER, SCORERS, state
from onrecord.vectorstore.errors import BadInput, EvalFailed

CASES = 100


VERSIONS = RunVersions(onrecord="1", gate="gate-1", extractor="x", support_model="s", embedding_model="e", tuning={"search": {"pool": 60}}, judge="local", model=None)
NO_CLAIMS = GateCounts(claims=0, supported=0, repaired=0, dropped=0, unchecked=0)
ALL_RIGHT = ControlResults(n=44, right=44, sentence="", kinds={}, wrong=[])


def case(n: int, scores: dict[str, ScoreResult]) -> EvalCase:
    return EvalCase(
        id=f"c{n}", kind="fact", verdict="pass", question="Who?", expect=[["Vell"]], forbid=[], status="served", answerability=1.0,
        text="Vell.", claims=[], citations=[], scores=scores, gate=NO_CLAIMS, ms=1.0,
    )  # fmt: skip


def score(name: str, value: float | None) -> ScoreResult:
    return ScoreResult(state=state(name, Score(value)), value=value, why="seen")


def results(**changed: Any) -> EvalResults:
    """A hundred cases, 80 of which score 1 (of what is better low, 0); `name={case: value}` changes some."""

    def value(name: str, n: int) -> float | None:
        usual = float((n % 5 != 0) != (name in LESS_IS_BETTER))
        return changed.get(name, {}).get(n, usual)  # type: ignore[no-any-return]

    cases = [case(n, {name: score(name, value(name, n)) for name in SCORERS}) for n in range(CASES)]
    summary = {name: average([c.scores[name] for c in cases]) for name in SCORERS}
    return EvalResults(
        digest="d1", versions=VERSIONS, summary=summary, kinds={}, gate=NO_CLAIMS, latency_ms=Latency(p50=1.0, p95=1.0), cases=cases, controls=ALL_RIGHT
    )


def worse_in(name: str, count: int) -> dict[str, Any]:
    good = [n for n in range(CASES) if n % 5][:count]
    return {name: dict.fromkeys(good, 1.0 if name in LESS_IS_BETTER else 0.0)}


BASELINE = make_baseline(results())


def failed(now: EvalResults, baseline: Baseline = BASELINE) -> list[str]:
    """The sentences of the figures that fail."""
    return [f.failure for f in compare(now, baseline).figures if f.failure]


def test_the_same_results_pass_and_survive_the_file(tmp_path: Path) -> None:
    write_baseline(tmp_path / "b.json", BASELINE)
    assert read_baseline(tmp_path / "b.json") == BASELINE and failed(results()) == []


@pytest.mark.parametrize("name", SCORERS)
def test_every_figure_fails_when_eight_cases_got_worse_and_none_better(name: str) -> None:
    """With eleven figures; seven worse are what chance gives one of them too often."""
    (failure,) = failed(results(**worse_in(name, 8)))
    assert failure.startswith(name) and "8 cases got worse" in failure and "c1" in failure
    assert failed(results(**worse_in(name, 7))) == []


def test_what_is_worse_beside_what_is_much_worse_needs_less() -> None:
    """Holm: the second of eleven is held against ten."""
    both = failed(results(**worse_in("faithfulness", 40), **worse_in("citation_recall", 8), **worse_in("attribution_kept", 7)))
    assert [f.split()[0] for f in both] == ["faithfulness", "citation_recall"]
    assert correct_by_holm({"a": 0.01, "b": 0.04, "c": 0.03, "d": 0.5}) == pytest.approx({"a": 0.04, "c": 0.09, "b": 0.09, "d": 0.5})


def test_as_many_that_got_better_as_worse_are_noise() -> None:
    bad = [n for n in range(CASES) if n % 5 == 0][:5]
    swapped = {"answered_right": worse_in("answered_right", 6)["answered_right"] | dict.fromkeys(bad, 1.0)}
    assert failed(results(**swapped)) == []


def test_one_case_is_noise_but_not_where_every_case_had_it() -> None:
    always = dict.fromkeys(range(CASES), 1.0)
    exact = {"quotes_verbatim": always, "citation_recall": always}
    baseline = make_baseline(results(**exact))
    (failure,) = failed(results(**exact | {name: {**always, 7: 0.0} for name in exact}), baseline)
    assert failure.startswith("quotes_verbatim") and "floor" in failure
    assert failed(results(**worse_in("quotes_verbatim", 1))) == [], "it was no exact figure before"


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
    """The same system twice, right by chance, in every figure at once: the gate fires in at most one pair of runs of twenty, or so."""
    rng = random.Random(3)

    def by_chance() -> EvalResults:
        odds = {name: 0.95 if name in EXACT else 0.2 if name in LESS_IS_BETTER else 0.8 for name in SCORERS}
        return results(**{name: {n: float(rng.random() < odds[name]) for n in range(CASES)} for name in SCORERS})

    fired = [f for _ in range(100) if (f := failed(by_chance(), make_baseline(by_chance())))]
    assert len(fired) <= 10, fired


def test_other_cases_and_half_a_run_are_not_compared() -> None:
    other_judge = VERSIONS.model_copy(update={"judge": "nli:m"})
    for update, told in (
        ({"digest": "d2"}, "not those of the baseline"),
        ({"versions": other_judge}, "the judge is nli:m, but local in the baseline"),
        ({"cases": results().cases[:50]}, "only a complete run"),
    ):
        found = compare(results().model_copy(update=update), BASELINE)
        assert found.figures == () and len(found.failures) == 1 and told in found.failures[0]


def test_a_comparison_names_the_versions_and_tuned_numbers_that_differ() -> None:
    changed = VERSIONS.model_copy(update={"gate": "gate-2", "tuning": {"search": {"pool": 70}}})
    assert compare(results(), BASELINE).versions == ()
    assert compare(results().model_copy(update={"versions": changed}), BASELINE).versions == ("gate: gate-1 → gate-2", "tuning.search.pool: 60 → 70")
    assert compare(results(), BASELINE.model_copy(update={"versions": None})).versions is None


def test_a_figure_that_judges_nothing_any_more_or_much_less_fails() -> None:
    assert "not judged" in failed(results(citation_recall=dict.fromkeys(range(CASES))))[0]
    assert "judged in 50 cases" in failed(results(attribution_kept=dict.fromkeys(range(50))))[0]


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
    with pytest.raises(EvalFailed, match=r"cannot be used.*delete it"):
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
        lambda r: json.dumps({k: v for k, v in r.items() if k != "schema_version"}),
        lambda r: json.dumps(r | {"schema_version": 2}),
        lambda r: json.dumps(r | {"cases": []}),
        lambda r: json.dumps(r)[:-100],
        lambda r: json.dumps(r).replace('"value": 1.0', '"value": NaN', 1),
        lambda r: json.dumps(r).replace('"answered_right"', '"other"', 1),
        lambda r: json.dumps(r | {"cases": [*r["cases"], None]}),
        lambda r: json.dumps(r | {"controls": r["controls"] | {"sentence": "9 of 44 controls came out wrong"}}),
        lambda r: json.dumps({k: v for k, v in r.items() if k != "controls"}),
        lambda r: json.dumps(r | {"versions": {}}),
    ],
)
def test_results_that_are_not_whole_fail(tmp_path: Path, change: Any) -> None:
    path = tmp_path / "results.json"
    whole = results().model_dump()
    path.write_text(json.dumps(whole))
    assert read_results(path) == results()
    path.write_text(change(whole))
    with pytest.raises(EvalFailed, match=r"run onrecord eval run --out|cannot be trusted"):
        read_results(path)
    with pytest.raises(EvalFailed):
        read_results(tmp_path / "missing.json")


def test_the_committed_baseline_is_read() -> None:
    assert read_baseline(default_path()).figures["quotes_verbatim"].value == 1.0
