"""Writes the results of `eval score` in forms that other tools read. The names of the columns are those of the tool."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from onrecord.evals.answers import AnswerResults, ScoredAnswer, ScoreRow
from onrecord.evals.reports.html import render_page
from onrecord.evals.reports.junit import junit_xml
from onrecord.evals.reports.markdown import summarize
from onrecord.evals.reports.wording import describe_faults

PREFIX = "onrecord_"  # of our scores among the columns of another tool

Format = Callable[[Sequence[ScoreRow], AnswerResults, Sequence[str]], str]


def to_ragas(rows: Sequence[ScoreRow], results: AnswerResults, failures: Sequence[str]) -> str:
    """JSON lines for `EvaluationDataset.from_jsonl` and for data frames, with a column for each score."""
    return "".join(
        json_text({"user_input": row.question, "retrieved_contexts": list(row.contexts), "response": row.answer, "reference": row.reference} | score_columns(case)) + "\n"
        for row, case in pairs(rows, results)
    )


def to_deepeval(rows: Sequence[ScoreRow], results: AnswerResults, failures: Sequence[str]) -> str:
    """A JSON array for `add_goldens_from_json_file` and `add_test_cases_from_json_file`. The scores are in `additional_metadata`."""
    return json_text([deepeval_case(row, case) for row, case in pairs(rows, results)], indent=1) + "\n"


def deepeval_case(row: ScoreRow, case: ScoredAnswer) -> dict[str, Any]:
    known = {"input": row.question, "actual_output": row.answer, "expected_output": row.reference, "retrieval_context": list(row.contexts), "name": row.id}
    return known | {"additional_metadata": score_columns(case) | {"onrecord_faults": describe_faults(case)}}


def to_csv(rows: Sequence[ScoreRow], results: AnswerResults, failures: Sequence[str]) -> str:
    """A table for spreadsheets: id, question, answer, verdict, the scores and the reasons of those that fail."""
    lines = [{"id": c.id, "question": c.question, "answer": c.answer} | score_columns(c) | {"faults": describe_faults(c)} for c in results.cases]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(lines[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({k: safe_cell(v) for k, v in line.items()} for line in lines)
    return out.getvalue()


def safe_cell(value: Any) -> Any:
    """The value for a spreadsheet, which would run a text that begins like a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@")) else value


def pairs(rows: Sequence[ScoreRow], results: AnswerResults) -> Iterator[tuple[ScoreRow, ScoredAnswer]]:
    return zip(rows, results.cases, strict=True)


def score_columns(case: ScoredAnswer) -> dict[str, Any]:
    """The verdict, and the value of each score. It is null if the score was not judged."""
    return {f"{PREFIX}verdict": case.verdict} | {f"{PREFIX}{name}": score.value for name, score in case.scores.items()}


def json_text(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


FORMATS: dict[str, Format] = {
    "json": lambda rows, results, failures: json_text(results.model_dump()) + "\n",
    "ragas": to_ragas,
    "deepeval": to_deepeval,
    "csv": to_csv,
    "junit": lambda rows, results, failures: junit_xml(results, failures),
    "markdown": lambda rows, results, failures: summarize(results, None, failures),
    "html": lambda rows, results, failures: render_page(results, failures) + "\n",
}
