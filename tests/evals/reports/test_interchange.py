"""What `eval score --format` prints: other tools read it, and so do we."""

import csv
import io
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from onrecord.evals.answers import AnswerResults, Controls, ScoreRow, read_score_rows, score_rows
from onrecord.evals.reports import FORMATS
from onrecord.vectorstore.embedding import PackagedEmbedder
from tests.evals.answers.test_scores import DEAD, NONSENSE, SHUT, Judge

ROWS = (
    ScoreRow(id="good", question="Why was it shut?", answer=f"{SHUT[:-1]} [1].", contexts=(SHUT, DEAD), reference="A flood."),
    ScoreRow(id="bad", question="=1+1", answer=NONSENSE, contexts=(SHUT,)),
    ScoreRow(id="refusal", question="Who won?", answer="The context does not say who won.", contexts=(SHUT,)),
)


@pytest.fixture(scope="module")
def results() -> AnswerResults:
    return score_rows(ROWS, Judge(0.0), PackagedEmbedder(), Controls(()))


def text(name: str, results: AnswerResults, failures: tuple[str, ...] = ()) -> str:
    return FORMATS[name](ROWS, results, failures)


@pytest.mark.parametrize("name", ["ragas", "deepeval"])
def test_we_read_what_we_write_for_another_tool(name: str, results: AnswerResults, tmp_path: Path) -> None:
    (tmp_path / "rows").write_text(text(name, results), "utf-8")
    found = read_score_rows(str(tmp_path / "rows"), strict=True).rows
    assert [r.model_dump(exclude={"id"}) for r in found] == [r.model_dump(exclude={"id"}) for r in ROWS]


def test_scores_are_columns_and_null_if_not_judged(results: AnswerResults) -> None:
    good, bad, refusal = map(json.loads, text("ragas", results).splitlines())
    assert [r["onrecord_faithfulness"] for r in (good, bad, refusal)] == [1.0, 0.0, None]
    assert [r["onrecord_verdict"] for r in (good, bad, refusal)] == ["pass", "fail", "not_judged"]
    assert json.loads(text("deepeval", results))[1]["additional_metadata"]["onrecord_faithfulness"] == 0.0


def test_a_table_for_spreadsheets_runs_no_formula(results: AnswerResults) -> None:
    good, bad, _ = csv.DictReader(io.StringIO(text("csv", results)))
    assert (good["id"], good["onrecord_verdict"], good["faults"], bad["question"]) == ("good", "pass", "", "'=1+1") and "faithfulness" in bad["faults"]


def test_reports_are_printed_as_they_are_written(results: AnswerResults) -> None:
    suite = ElementTree.fromstring(text("junit", results, ("verdict is too low",)))
    assert suite.attrib | {"tests": "4", "failures": "2", "skipped": "1"} == suite.attrib
    assert "verdict is too low" in text("markdown", results, ("verdict is too low",)) and text("html", results).startswith("<!doctype html>")
    assert AnswerResults.model_validate_json(text("json", results)) == results


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_results_are_the_same_bytes(name: str, results: AnswerResults) -> None:
    assert text(name, results) == text(name, results.model_copy(deep=True))


def test_ragas_itself_reads_our_rows(results: AnswerResults, tmp_path: Path) -> None:
    ragas: Any = pytest.importorskip("ragas", reason="RAGAS is not installed")
    (tmp_path / "rows.jsonl").write_text(text("ragas", results), "utf-8")
    samples = ragas.EvaluationDataset.from_jsonl(tmp_path / "rows.jsonl").samples
    assert [(s.user_input, s.response, tuple(s.retrieved_contexts), s.reference) for s in samples] == [(r.question, r.answer, r.contexts, r.reference) for r in ROWS]


def test_deepeval_itself_reads_our_rows(results: AnswerResults, tmp_path: Path) -> None:
    datasets: Any = pytest.importorskip("deepeval.dataset", reason="DeepEval is not installed")
    (tmp_path / "rows.json").write_text(text("deepeval", results), "utf-8")
    data = datasets.EvaluationDataset()
    data.add_goldens_from_json_file(str(tmp_path / "rows.json"))
    assert [(g.input, g.actual_output, tuple(g.retrieval_context)) for g in data.goldens] == [(r.question, r.answer, r.contexts) for r in ROWS]
    assert data.goldens[0].additional_metadata["onrecord_verdict"] == "pass"
