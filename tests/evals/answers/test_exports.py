"""Files as RAGAS 0.4.3, DeepEval 4.3.1, ARES, TruLens 2.16 and promptfoo 0.1 write them, with invented content."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from onrecord.evals.answers.rows import ScoreRow, ScoreRows, read_score_rows

QUESTION, ANSWER, REFERENCE = "Why was the weir at Ondle shut?", "It was shut after the flood, and\nnobody was hurt.", "A flood."
TEXTS = ["The weir at Ondle was shut after the flood.", 'Nobody was hurt, "thank God", said the warden.']


def read(tmp_path: Path, text: str, name: str = "rows.json") -> ScoreRows:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return read_score_rows(str(path))


def table(rows: Sequence[dict[str, Any]], separator: str = ",") -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


RAGAS = {"user_input": QUESTION, "retrieved_contexts": TEXTS, "response": ANSWER, "reference": REFERENCE}
DEEPEVAL = {"input": QUESTION, "actual_output": ANSWER, "expected_output": REFERENCE, "retrieval_context": TEXTS, "context": None, "name": None}
DEEPEVAL_FLAT = DEEPEVAL | {"retrieval_context": "|".join(TEXTS)}
DEEPEVAL_RUN = {"identifier": "x", "testCases": [{"name": "t", "input": QUESTION, "actualOutput": ANSWER, "expectedOutput": REFERENCE, "retrievalContext": TEXTS}]}
ARES = {"Query": QUESTION, "Document": "\n".join(TEXTS), "Answer": ANSWER, "Answer_Faithfulness_Label": 1}
TRULENS = {"query": QUESTION, "response": ANSWER, "contexts": TEXTS, "expected_response": REFERENCE}
VARS = {"query": QUESTION, "context": TEXTS[0], "reference": REFERENCE}
PROMPTFOO = {"id": "7d9a", "promptIdx": 0, "testIdx": 3, "vars": VARS, "response": {"output": ANSWER, "cached": False}, "success": True, "testCase": {"vars": VARS}}
PROMPTFOO_FILE = {"evalId": "e", "results": {"version": 3, "prompts": [{"raw": "[{"}], "results": [PROMPTFOO], "stats": {}}, "config": {}}
SPANS = [
    {"event_id": 1, "record_attributes": {"ai.observability.record_id": "r1", "ai.observability.retrieval.retrieved_contexts": TEXTS[:1]}},
    {"event_id": 2, "record_attributes": {"ai.observability.record_id": "r1", "ai.observability.retrieval.retrieved_contexts": TEXTS[1:]}},
    {"event_id": 3, "record_attributes": {"ai.observability.record_id": "r1", "ai.observability.record_root.input": QUESTION,
        "ai.observability.record_root.output": ANSWER, "ai.observability.record_root.ground_truth_output": REFERENCE}},
    {"event_id": 4, "record_attributes": {"ai.observability.span_type": "unknown"}},
]  # fmt: skip


def lines(*rows: Any) -> str:
    return "".join(json.dumps(r) + "\n" for r in rows)


EXPORTS = {
    "RAGAS to_jsonl": (lines(RAGAS), "d.jsonl"),
    "RAGAS to_csv": (table([RAGAS]), "d.csv"),
    "RAGAS data frame": (json.dumps([RAGAS | {"faithfulness": 0.5}]), "d.json"),
    "DeepEval json": (json.dumps([DEEPEVAL], indent=4), "d.json"),
    "DeepEval jsonl": (lines(DEEPEVAL_FLAT), "d.jsonl"),
    "DeepEval csv": (table([DEEPEVAL_FLAT]), "d.csv"),
    "DeepEval test run": (json.dumps(DEEPEVAL_RUN), "latest"),
    "TruLens data frame": (json.dumps([TRULENS]), "d.json"),
    "TruLens data frame as CSV": (table([TRULENS]), "d.csv"),
    "TruLens spans": (json.dumps(SPANS), "d.json"),
    "TruLens spans as CSV": (table([s | {"record_attributes": json.dumps(s["record_attributes"])} for s in SPANS]), "d.csv"),
}


@pytest.mark.parametrize("export", EXPORTS)
def test_an_export_is_the_row_that_it_was_made_of(export: str, tmp_path: Path) -> None:
    found = read(tmp_path, *EXPORTS[export])
    assert [(r.question, r.answer, list(r.contexts), r.reference) for r in found.rows] == [(QUESTION, ANSWER, TEXTS, REFERENCE)] and not found.rejected


@pytest.mark.parametrize("question", ["Query", "Question"])
@pytest.mark.parametrize("name", ["ares.tsv", "ares.txt"])
def test_a_table_of_ares_has_one_document_a_row(question: str, name: str, tmp_path: Path) -> None:
    row = {question if k == "Query" else k: v for k, v in ARES.items()}
    found = read(tmp_path, table([row, row], "\t"), name)
    assert found.rows[0] == ScoreRow(id="row 1", question=QUESTION, answer=ANSWER, contexts=("\n".join(TEXTS),)) and len(found.rows) == 2
    assert found.ignored == ("Answer_Faithfulness_Label",)


@pytest.mark.parametrize("text", [json.dumps(PROMPTFOO_FILE, indent=2), json.dumps(PROMPTFOO_FILE), lines(PROMPTFOO)])
def test_results_of_promptfoo_have_the_ids_of_their_tests(text: str, tmp_path: Path) -> None:
    assert read(tmp_path, text).rows == (ScoreRow(id="test 3, prompt 0", question=QUESTION, answer=ANSWER, contexts=(TEXTS[0],), reference=REFERENCE),)


def test_a_promptfoo_table_has_one_row_for_each_prompt(tmp_path: Path) -> None:
    row = {"query": QUESTION, "context": json.dumps(TEXTS), "[echo] {{answer}}": ANSWER, "Status": "PASS", "Score": "1.00", "[b:c] Say {{query}}": "No."}
    found = read(tmp_path, table([row]), "out.csv")
    assert [(r.id, r.answer, list(r.contexts)) for r in found.rows] == [("row 1, prompt 0", ANSWER, TEXTS), ("row 1, prompt 1", "No.", TEXTS)]


def test_a_provider_that_failed_is_a_row_that_cannot_be_used(tmp_path: Path) -> None:
    failed = PROMPTFOO | {"testIdx": 4, "response": None, "error": "429"}
    found = read(tmp_path, json.dumps([PROMPTFOO, failed], indent=1))
    assert len(found.rows) == 1 and found.rejected[0].line > 10 and "`answer`" in found.rejected[0].why


@pytest.mark.parametrize("indent", [None, 2])
def test_a_bad_element_of_an_array_has_its_line(indent: int | None, tmp_path: Path) -> None:
    text = json.dumps([RAGAS, 5, {"response": "x"}, RAGAS], indent=indent)
    found = read(tmp_path, text)
    assert [r.id for r in found.rows] == ["row 1", "row 4"] and [r.why[:7] for r in found.rejected] == ["(row 2)", "(row 3)"]
    assert [r.line for r in found.rejected] == ([1, 1] if indent is None else [n for n, line in enumerate(text.split("\n"), 1) if line in ("  5,", "  {")][1:3])


def test_nothing_after_an_array_is_lost_in_silence(tmp_path: Path) -> None:
    found = read(tmp_path, json.dumps([RAGAS]) + "\n" + lines(RAGAS))
    assert len(found.rows) == 1 and (found.rejected[0].line, found.rejected[0].why[:7]) == (1, "(row 2)")


@pytest.mark.parametrize("cut", ["", ",", ", {", ' {"a": 1}'])
def test_an_array_that_breaks_off_keeps_what_was_before(cut: str, tmp_path: Path) -> None:
    found = read(tmp_path, json.dumps([RAGAS, RAGAS], indent=1).removesuffix("\n]") + cut)
    assert [r.id for r in found.rows] == ["row 1", "row 2"][: len(found.rows)] and found.rows and "nothing after it can be read" in found.rejected[-1].why


def test_bad_rows_of_a_table_have_the_line_where_they_begin(tmp_path: Path) -> None:
    good = table([RAGAS])
    found = read(tmp_path, good + "one,two,three,four,five\r\n" + ",,only an answer,\r\n" + good.partition("\r\n")[2], "d.csv")
    second = good.count("\n") + 1
    assert [(r.line, r.why.partition(")")[0]) for r in found.rejected] == [(second, "(row 2"), (second + 1, "(row 3")] and len(found.rows) == 2
    assert "has 5 cells, but the header has 4" in found.rejected[0].why and "`contexts`" in found.rejected[1].why


def test_bytes_that_are_no_text_spoil_only_their_row(tmp_path: Path) -> None:
    path = tmp_path / "rows"
    for text in (lines(RAGAS, RAGAS), json.dumps([RAGAS, RAGAS]), table([RAGAS, RAGAS])):
        path.write_bytes(text.encode().replace(b"flood.", b"fl\xf6\xf6d.", 1))
        found = read_score_rows(str(path))
        assert len(found.rows) == 1 and "is not UTF-8 text" in found.rejected[0].why


def test_truth_values_and_citations_are_read_from_cells(tmp_path: Path) -> None:
    row = {"answer": "[1] is shut.", "contexts": str(TEXTS), "citations": "[[1]]", "answerable": "True", "id": "a"}
    assert read(tmp_path, table([row]), "d.csv").rows == (ScoreRow(id="a", answer="[1] is shut.", contexts=tuple(TEXTS), citations=((1,),), answerable=True),)


def test_one_large_cell_and_one_large_array_are_read(tmp_path: Path) -> None:
    big = RAGAS | {"retrieved_contexts": ["A weir is shut. " * 20_000]}
    assert len(read(tmp_path, table([big]), "d.csv").rows[0].contexts[0]) == 320_000
    assert len(read(tmp_path, lines(big)).rows[0].contexts[0]) == 320_000
    assert len(read(tmp_path, json.dumps([RAGAS] * 500)).rows) == 500
