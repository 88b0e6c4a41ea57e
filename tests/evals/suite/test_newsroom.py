"""The gate of CI: the whole sample newsroom through `answer_turn`, the function of production, against the committed baseline."""

import json
from pathlib import Path

import pytest

from onrecord.assistant.turn import Assistant
from onrecord.evals.cli.run import suite_home
from onrecord.evals.reports.terminal import show_results
from onrecord.evals.run.baseline import default_path, read_baseline
from onrecord.evals.run.regression_gate import compare
from onrecord.evals.run.results import EvalResults
from onrecord.evals.run.run import run
from onrecord.evals.run.scorers import SCORERS
from onrecord.evals.suite.load import newsroom_cases
from onrecord.evals.suite.newsroom import ingest_path
from onrecord.vectorstore.settings import read_settings
from onrecord.vectorstore.store import open_archive

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def results(reading_assistant: Assistant) -> EvalResults:
    return run(newsroom_cases(), reading_assistant)


def test_no_figure_is_worse_than_the_baseline(results: EvalResults) -> None:
    assert compare(results, read_baseline(default_path())).failures == ()


def test_every_quote_and_citation_of_every_answer_is_verbatim(results: EvalResults) -> None:
    assert [c.id for c in results.cases if c.scores["quotes_verbatim"].state == "fail"] == []


def test_the_three_states_add_up_and_every_score_is_explained(results: EvalResults) -> None:
    for name in SCORERS:
        f = results.summary[name]
        assert f.passed + f.failed == f.n == len(results.cases) - f.not_judged
        assert f.value is not None and 0 <= f.low <= f.value <= f.high <= 1
    assert all(s.why for c in results.cases for s in c.scores.values())


def test_a_second_run_differs_in_times_only(results: EvalResults, reading_assistant: Assistant) -> None:
    again = run(newsroom_cases()[:12], reading_assistant)
    assert again.without_times()["cases"] == results.without_times()["cases"][:12]


def test_results_are_json_and_are_shown_to_people(results: EvalResults, capsys: pytest.CaptureFixture[str]) -> None:
    assert EvalResults.model_validate_json(json.dumps(results.model_dump())) == results
    show_results(results, compare(results, read_baseline(default_path())))
    told = capsys.readouterr().out
    assert "answered right" in told and "expected" in told and "answered" in told and "≤" in told


def test_articles_of_a_suite_are_not_ingested_into_the_database_of_the_environment(tmp_path: Path, article_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_ARCHIVE", "postgresql+psycopg://desk@127.0.0.1:1/news")
    ingest_path(article_file, str(tmp_path / "home"))
    assert open_archive(tmp_path / "home").counts()["articles"] == 1
    monkeypatch.setattr("onrecord.evals.suite.ingest_newsroom", lambda home: None)
    with suite_home("newsroom", read_settings()) as settings:
        assert settings.database is None


def test_the_suite_ships_with_the_package() -> None:
    assert Path(default_path()).name == "baseline.json" and len(newsroom_cases()) == 159
