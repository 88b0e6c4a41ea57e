"""`onrecord eval score` and `eval judge` as a person runs them: what they print, and with which exit code they end."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer

from onrecord.evals.answers.controls import Controls
from onrecord.evals.answers.paraphrases import paraphrases
from onrecord.evals.answers.results import AnswerResults
from onrecord.evals.answers.run import broken_bounds, read_bounds
from onrecord.evals.answers.scores import SCORES
from onrecord.evals.bench import judge as measuring
from onrecord.evals.cli import app as cli
from onrecord.evals.judges import patient as asking
from onrecord.evals.run.results import ScoreResult
from onrecord.evals.run.run import average
from onrecord.evals.run.versions import current_versions
from onrecord.vectorstore.command_line.run import run
from onrecord.vectorstore.errors import BadInput
from tests.evals.answers.test_scores import DEAD, NONSENSE, SHUT
from tests.evals.judges.test_cache import provider  # noqa: F401
from tests.providers import Provider

GOOD = {"id": "good", "question": "Why was the ford at Hrabin shut?", "answer": f"{SHUT[:-1]} [1].", "contexts": [SHUT, DEAD], "answerable": True}
BAD = {"id": "bad", "user_input": "How many died?", "response": f"13 people died. {NONSENSE}", "retrieved_contexts": [DEAD], "score": 0.9}
NO = {"id": "no", "input": "Who won?", "actual_output": "The context does not say who won.", "retrieval_context": [SHUT], "answerable": False}

Onrecord = Callable[..., tuple[int, str, str]]


@pytest.fixture
def onrecord(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Onrecord:
    """The command's exit code, output and errors, with a cache folder of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(asking, "PAUSE", 0.0)
    app = typer.Typer()
    cli.register(app)
    app.command()(lambda: None)  # so that `eval` stays a subcommand

    def call(*arguments: Any) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["onrecord", "eval", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            run(app)
        return int(end.value.code or 0), *capsys.readouterr()

    return call


def written(tmp_path: Path, *rows: dict[str, Any]) -> Path:
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), "utf-8")
    return path


def states(results: dict[str, Any]) -> list[str]:
    return [case["verdict"] for case in results["cases"]]


def test_two_runs_give_the_same_bytes_in_the_documented_shape(onrecord: Onrecord, tmp_path: Path) -> None:
    rows = written(tmp_path, GOOD, BAD, NO)
    code, out, err = onrecord("score", rows, "--json")
    assert code == 0 and err.strip() == "onrecord: ignored keys: score"
    assert onrecord("score", rows, "--json")[1] == out
    results = json.loads(out)
    assert states(results) == ["pass", "fail", "pass"]
    assert results.keys() == {"schema_version", "cases", "summary", "unchecked", "controls", "judge", "versions", "digest", "rejected"}
    assert AnswerResults.model_validate(results).model_dump() == results
    assert set(results["cases"][0]["scores"]) | {"verdict"} == set(results["summary"]) and set(SCORES) < set(results["summary"])
    claim = results["cases"][1]["claims"][0]
    assert claim.keys() == {"text", "verdict", "fails", "score", "reason", "nearest", "source", "citations", "header", "read_as", "refuses"}
    assert (claim["verdict"], claim["source"], claim["nearest"]) == ("fail", 1, DEAD) and claim["reason"].startswith("number-not-in-source")
    for f in results["summary"].values():
        assert f["passed"] + f["failed"] == f["n"] == 3 - f["not_judged"]
    assert "NaN" not in out


def test_people_see_the_table_and_what_failed_beside_its_source(onrecord: Onrecord, tmp_path: Path) -> None:
    code, out, _ = onrecord("score", written(tmp_path, GOOD, BAD))
    assert code == 0 and "faithfulness" in out and "44 of 44 controls right" in out
    assert "number-not-in-source" in out and "[1] At least 12 people died" in out and "no word of it is in the contexts" in out


def test_a_bound_that_is_broken_ends_with_six(onrecord: Onrecord, tmp_path: Path) -> None:
    code, out, err = onrecord("score", written(tmp_path, GOOD, BAD, NO), "--fail-under", "faithfulness=0.5", "--fail-under", "verdict=0.9")
    assert code == 6 and err.splitlines()[-1] == "onrecord: verdict is 0.667, but must be at least 0.900" and "faithfulness" in out


def test_every_report_says_which_bound_is_broken(onrecord: Onrecord, tmp_path: Path) -> None:
    reports = {name: tmp_path / f"report.{name}" for name in ("junit", "markdown", "html")}
    answers = written(tmp_path, BAD | {"id": "a\\b|c"})
    assert onrecord("score", answers, "--fail-under", "verdict=0.9", *(x for n, path in reports.items() for x in (f"--{n}", path)))[0] == 6
    assert all("verdict is 0.000, but must be at least 0.900" in path.read_text("utf-8") for path in reports.values())
    assert "| a\\\\b\\|c |" in reports["markdown"].read_text("utf-8"), "a backslash escapes nothing of ours"


@pytest.mark.parametrize(
    ("bound", "unchecked", "sentences"),
    [
        ("faithfulness=0.5", 0, []),
        ("faithfulness=0.51", 0, ["faithfulness is 0.500, but must be at least 0.510"]),
        ("quotes_verbatim=0", 0, ["quotes_verbatim was not judged"]),
        ("faithfulness=0", 2, ["2 sentences could not be judged"]),
    ],
)
def test_what_was_not_judged_holds_no_bound(bound: str, unchecked: int, sentences: list[str]) -> None:
    summary = {"faithfulness": average([ScoreResult(state="fail", value=0.5, why="")]), "quotes_verbatim": average([])}
    results = AnswerResults(
        cases=[], summary=summary, unchecked=unchecked, controls=Controls(()).results(), judge="local", versions=current_versions("minilm"), digest="d"
    )
    assert broken_bounds(results, read_bounds([bound])) == sentences


def test_a_bound_is_of_nearly_all_answers_and_not_of_the_one_that_says_something(onrecord: Onrecord, tmp_path: Path) -> None:
    empty = [{"id": f"empty {n}", "answer": "", "contexts": [SHUT]} for n in range(9)]
    code, _, err = onrecord("score", written(tmp_path, GOOD, *empty), "--fail-under", "verdict=1", "--fail-under", "citation_recall=1")
    assert code == 6 and "verdict was judged for 1 of 10 answers, but must be judged for 90%" in err and "citation_recall was judged for 1 of 10" in err
    assert onrecord("score", written(tmp_path, GOOD, NO, NO | {"id": "again"}), "--fail-under", "faithfulness=1", "--fail-under", "numbers_and_dates=1")[0] == 0


@pytest.mark.parametrize("bound", ["faithfullness=0.5", "faithfulness=nan", "faithfulness=1.1", "faithfulness", "=1"])
def test_bounds_that_say_nothing_are_refused(bound: str) -> None:
    with pytest.raises(BadInput, match="NAME=VALUE with a value from 0 to 1 and a name of faithfulness"):
        read_bounds([bound])


def test_a_bad_row_is_reported_with_its_line_and_the_others_are_scored(onrecord: Onrecord, tmp_path: Path) -> None:
    rows = written(tmp_path, GOOD, {"answer": "a"}, NO)
    code, out, err = onrecord("score", rows, "--json", "--junit", tmp_path / "report.xml")
    assert code == 2 and states(json.loads(out)) == ["pass", "pass"] and err.splitlines()[-1] == "onrecord: 1 of 3 rows could not be used"
    (rejected,) = json.loads(out)["rejected"]
    assert rejected["line"] == 2 and err.startswith(f"onrecord: {rows}:2 {rejected['why']}") and "1 of 3 rows" in (tmp_path / "report.xml").read_text("utf-8")
    assert onrecord("score", rows, "--fail-under", "verdict=1")[0] == 2 and onrecord("score", rows, "--fail-under", "quotes_verbatim=0")[0] == 6


def test_two_runs_are_compared_and_kept_in_a_history(onrecord: Onrecord, tmp_path: Path) -> None:
    a, b, history, page = (tmp_path / name for name in ("a.json", "b.json", "history.jsonl", "page.html"))
    for path, row in ((a, GOOD), (b, GOOD | {"answer": f"{NONSENSE[:-1]} [1]."})):
        path.write_text(onrecord("score", written(tmp_path, row, BAD), "--json", "--history", history, "--html", page)[1], "utf-8")
    assert len(history.read_text("utf-8").splitlines()) == 2 and page.read_text("utf-8").count("<circle") >= 4
    code, out, _ = onrecord("compare", a, b, "--json", "--fail-if-worse", "--html", page, "--markdown", tmp_path / "c.md")
    found = json.loads(out)
    assert code == 0 and found["paired"] == 2 and [c["id"] for c in found["cases"]] == ["good"], "one case of two is no proof"
    assert onrecord("compare", a, b)[0] == onrecord("compare", b, a)[0] == 0 and "good" in (tmp_path / "c.md").read_text("utf-8")
    written(tmp_path, GOOD)
    b.write_text(onrecord("score", tmp_path / "rows.jsonl", "--json")[1], "utf-8")
    code, _, err = onrecord("compare", a, b, "--fail-if-worse")
    assert code == 6 and "1 cases are missing: bad" in err and onrecord("compare", a, b)[0] == 0
    history.write_text("{}\n", "utf-8")
    assert onrecord("score", tmp_path / "rows.jsonl", "--history", history)[0] == 2 and onrecord("compare", a, tmp_path / "none.json")[0] == 2


def test_a_format_that_does_not_exist_is_refused_before_anything_is_judged(onrecord: Onrecord, tmp_path: Path) -> None:
    code, out, err = onrecord("score", written(tmp_path, GOOD), "--format", "xml")
    assert (code, out) == (2, "") and "choose one of json, ragas, deepeval" in err
    assert onrecord("score", written(tmp_path, GOOD), "--format", "csv")[1].splitlines()[1].startswith("good,")


def test_rows_end_with_two_before_anything_is_judged_if_strict_or_none_is_good(onrecord: Onrecord, tmp_path: Path) -> None:
    code, out, err = onrecord("score", written(tmp_path, GOOD, {"answer": "a"}), "--strict")
    assert (code, out) == (2, "") and "rows.jsonl:2" in err
    assert onrecord("score", written(tmp_path, {"answer": "a"}))[:2] == (2, "")
    assert onrecord("score", written(tmp_path, GOOD), "--dry-run")[0] == 2


def test_a_judge_who_says_yes_to_everything_is_reported_first(onrecord: Onrecord, tmp_path: Path, provider: Callable[[object], Provider]) -> None:  # noqa: F811
    model = provider("supported")
    asked = ("score", written(tmp_path, GOOD), "--judge", "llm:openai:m", "--base-url", model.base_url, "--json")
    code, out, err = onrecord(*asked)
    assert code == 6 and err.startswith("onrecord: ") and "controls came out wrong" in err.splitlines()[0] and "fluent nonsense" in err
    assert json.loads(out)["controls"]["wrong"]
    before = len(model.asked)
    assert onrecord(*asked)[1] == out and len(model.asked) == before  # all of it from the cache
    onrecord(*asked, "--no-cache")
    assert len(model.asked) == 2 * before


def test_a_dry_run_asks_nothing(onrecord: Onrecord, tmp_path: Path, provider: Callable[[object], Provider]) -> None:  # noqa: F811
    model = provider("supported")
    asked = ("score", written(tmp_path, GOOD), "--judge", "llm:openai:m", "--base-url", model.base_url, "--dry-run", "--price-per-million", "1.5")
    code, out, _ = onrecord(*asked, "--json")
    told = json.loads(out)
    assert code == 0 and told["calls"] > 20 and told["cost"] == round(told["tokens"] * 1.5e-6, 4) and model.asked == []
    assert f"about {told['calls']} calls" in onrecord(*asked)[1]


def test_an_outage_is_never_a_pass(onrecord: Onrecord, tmp_path: Path, provider: Callable[[object], Provider]) -> None:  # noqa: F811
    model = provider(500)
    row = {**GOOD, "answer": "After the flood the ford was shut [1]."}
    code, out, err = onrecord("score", written(tmp_path, row), "--judge", "llm:openai:m", "--base-url", model.base_url, "--json", "--fail-under", "verdict=0")
    assert code == 6 and states(json.loads(out)) == ["not_judged"] and json.loads(out)["unchecked"] == 1
    assert "controls came out wrong" in err and "verdict was not judged" in err and "1 sentences could not be judged" in err


def test_the_card_of_the_judge_has_controls_made_claims_and_labelled_sets(onrecord: Onrecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "paraphrases", lambda: paraphrases()[:3])
    rows = [{"source": f"{SHUT} {DEAD}", "claim": claim, "label": label, "pair": n} for n in range(3) for claim, label in ((SHUT, 1), (NONSENSE, 0))]
    with gzip.open(tmp_path / "falke.jsonl.gz", "wt", encoding="utf-8") as f:
        f.write("".join(json.dumps(r) + "\n" for r in rows))
    twins = [{"pair": 1, "id": f"w{n}", "question": "", "contexts": [SHUT, DEAD], "answer": a, "fault": f} for n, (a, f) in enumerate(((SHUT, None), (NONSENSE, "nonsense")))]
    (tmp_path / "eval_rows.jsonl").write_text("".join(json.dumps(r) + "\n" for r in twins), "utf-8")
    code, out, _ = onrecord("judge", "--bench", tmp_path, "--sentences", "1", "--json")
    sets = json.loads(out)["sets"]
    assert code == 0 and set(sets) == {"paraphrases", "paraphrases held out", "made by rule", "wikinews", "falke"}
    assert sets["falke"]["faults"]["all"]["stopped"]["value"] == sets["falke"]["right"]["all"]["value"] == sets["wikinews"]["faults"]["all"]["auc"]["value"] == 1
    assert sets["falke"]["trained_on"] == "none" and sets["wikinews"]["trained_on"] == "other"
    made = sets["made by rule"]
    assert made["faults"]["all"]["auc"]["low"] > made["baselines"]["words found"]["high"]
    assert sets["paraphrases"]["n"] == 9 and sets["paraphrases"]["baselines"].keys() == {"words found", "best sentence"}
    assert onrecord("judge", "--bench", tmp_path / "none")[0] == 2
