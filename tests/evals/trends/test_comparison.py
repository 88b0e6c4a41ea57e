"""Two runs beside each other: what got worse or better is said, noise is not, and what is missing is no success."""

import random
from pathlib import Path
from typing import Any

import pytest

from onrecord.evals.answers import AnswerResults, Controls, ScoredAnswer
from onrecord.evals.reports import compared_json, show_compared, write_compared
from onrecord.evals.run import LESS_IS_BETTER, ScoreResult, average, current_versions
from onrecord.evals.trends import compare_runs, read_any_results
from onrecord.vectorstore.errors import BadInput
from tests.evals.run.test_baseline import CASES, results, worse_in

SAME = results()


def figure(name: str, before: Any, now: Any) -> Any:
    return next(f for f in compare_runs(before, now).figures if f.name == name)


@pytest.mark.parametrize("name", ["faithfulness", sorted(LESS_IS_BETTER)[0]])
@pytest.mark.parametrize(("count", "change"), [(8, "worse"), (7, "unclear")])
def test_enough_changed_cases_in_one_direction_are_no_chance(name: str, count: int, change: str) -> None:
    other = results(**worse_in(name, count))
    worse, better = figure(name, SAME, other), figure(name, other, SAME)
    assert worse.change == change and len(worse.worse) == count and not worse.better and worse.p_better == 1
    assert better.change == {"worse": "better"}.get(change, change) and worse.p_worse == better.p_better and better.worse == ()
    assert compare_runs(other, SAME).failures == [] and bool(compare_runs(SAME, other).failures) is (change == "worse")


def test_runs_that_differ_by_noise_are_not_told_apart() -> None:
    told = 0
    for seed in range(60):
        rng = random.Random(seed)
        one, two = ({n: float(rng.random() < 0.8) for n in range(CASES)} for _ in range(2))
        told += any(f.change != "unclear" for f in compare_runs(results(faithfulness=one), results(faithfulness=two)).figures)
    assert told <= 6


def test_the_same_run_has_no_change() -> None:
    found = compare_runs(SAME, SAME)
    assert (found.cases, found.failures, found.paired, found.versions) == ((), [], CASES, ())


def answers(*rows: tuple[str, str, float | None], judge: str = "local") -> AnswerResults:
    """Results of `eval score`: (id, question, faithfulness)."""
    state: dict[float | None, Any] = {None: "not_judged", 1.0: "pass"}
    cases = [
        ScoredAnswer(
            id=i, verdict=state.get(v, "fail"), question=q, answer="a", claims=[], refused=False, unchecked=0,
            scores={"faithfulness": ScoreResult(state=state.get(v, "fail"), value=v, why=f"why {i}")},
        )
        for i, q, v in rows
    ]  # fmt: skip
    summary = {"faithfulness": average([c.scores["faithfulness"] for c in cases])}
    return AnswerResults(cases=cases, summary=summary, unchecked=0, controls=Controls(()).results(), judge=judge, versions=current_versions("e"), digest="d")


def test_only_the_same_question_is_paired() -> None:
    before = answers(("1", "Who?", 1.0), ("2", "When?", 1.0), ("3", "Why?", 0.5))
    found = compare_runs(before, answers(("1", "Who?", 0.5), ("2", "Where?", 0.0), ("4", "How?", 1.0), judge="nli:x"))
    assert (found.paired, found.removed, found.added, found.versions) == (1, ("2", "3"), ("2", "4"), ("judge: local → nli:x",))
    (case,) = found.cases
    assert (case.id, case.scores, case.why) == ("1", {"verdict": (1.0, 0.0), "faithfulness": (1.0, 0.5)}, "why 1")
    assert found.failures == ["2 cases are missing: 2, 3"]


def test_a_score_that_is_no_longer_judged_is_a_change_and_a_failure() -> None:
    rows = [(str(n), "Who?", 1.0) for n in range(5)]
    found = compare_runs(answers(*rows), answers(*rows[:4], ("4", "Who?", None)))
    assert [f.lost for f in found.figures] == [1, 1] and found.cases[0].scores["faithfulness"] == (1.0, None)
    assert found.failures == [f"{name} was not judged in 1 of 5 cases that were judged before" for name in ("verdict", "faithfulness")]


@pytest.mark.parametrize(("other", "message"), [(SAME, "one file has results of `eval run`"), (answers(("1", "What?", 1.0)), "no case in common")])
def test_runs_that_cannot_be_compared_are_refused(other: Any, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        compare_runs(answers(("1", "Who?", 1.0)), other)


def test_reports_show_the_figures_and_escape_what_is_in_the_cases(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    question = "<b>Who</b> [1] | `x`?"
    found = compare_runs(answers(("1", question, 1.0)), answers(("1", question, 0.5)))
    write_compared(found, ("a<1>.json", "b.json"), tmp_path / "c.md", tmp_path / "c.html")
    page, summary = (tmp_path / "c.html").read_text("utf-8"), (tmp_path / "c.md").read_text("utf-8")
    assert "a&lt;1&gt;.json" in page and "&lt;b&gt;Who" in page and "<script" not in page and "faithfulness 1.000 → 0.500" in page
    assert "&lt;b&gt;Who&lt;/b&gt; \\[1] \\| \\`x\\`?" in summary and "| faithfulness | 1 | 1.000 | 0.500 | 1 | 0 |" in summary
    show_compared(found)
    assert "1 cases in both runs, 1 changed" in (shown := capsys.readouterr().out) and "unclear" in shown and question in shown
    assert compared_json(found)["figures"][0]["change"] == "unclear" and compared_json(found)["failures"] == []
    before = page
    write_compared(found, ("a<1>.json", "b.json"), None, tmp_path / "c.html")
    assert (tmp_path / "c.html").read_text("utf-8") == before


@pytest.mark.parametrize("made", [SAME, answers(("1", "Who?", 1.0))])
def test_both_kinds_of_results_are_read(made: Any, tmp_path: Path) -> None:
    (tmp_path / "r.json").write_text(made.model_dump_json(), "utf-8")
    assert read_any_results(tmp_path / "r.json") == made


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"schema_version": 9, "cases": []}'])
def test_what_is_no_result_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "r.json").write_text(text, "utf-8")
    with pytest.raises(BadInput, match="was not written by this version"):
        read_any_results(tmp_path / "r.json")
    with pytest.raises(BadInput, match="cannot be read"):
        read_any_results(tmp_path / "none.json")


def test_a_run_with_a_wrong_control_is_refused(tmp_path: Path) -> None:
    controls = SAME.controls.model_copy(update={"sentence": "1 of 44 controls came out wrong"}) if SAME.controls else None
    (tmp_path / "r.json").write_text(SAME.model_copy(update={"controls": controls}).model_dump_json(), "utf-8")
    with pytest.raises(BadInput, match="cannot be trusted: 1 of 44"):
        read_any_results(tmp_path / "r.json")
