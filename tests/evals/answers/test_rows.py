"""Rows of other tools: their names, what is ignored, what is refused and where."""

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from onrecord.evals.answers.rows import ScoreRow, ScoreRows, digest_rows, read_score_rows, sentences
from onrecord.vectorstore.errors import BadInput

ROW = {"question": "Is it shut?", "answer": "It is shut.", "contexts": ["It is shut."]}


def read(tmp_path: Path, *rows: Any) -> ScoreRows:
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in rows), "utf-8", errors="surrogateescape")
    return read_score_rows(str(path))


def test_the_names_of_other_tools_are_the_same_rows(tmp_path: Path) -> None:
    ragas = {"user_input": "Is it shut?", "response": "It is shut.", "retrieved_contexts": ["It is shut."], "reference": "Yes."}
    before = {"question": "Is it shut?", "answer": "It is shut.", "contexts": ["It is shut."], "ground_truth": "Yes."}
    deepeval = {"input": "Is it shut?", "actual_output": "It is shut.", "retrieval_context": ["It is shut."], "expected_output": "Yes."}
    read_rows = read(tmp_path, ragas, before, deepeval).rows
    assert {(r.question, r.answer, r.contexts, r.reference) for r in read_rows} == {("Is it shut?", "It is shut.", ("It is shut.",), "Yes.")}
    assert [r.id for r in read_rows] == ["line 1", "line 2", "line 3"]


def test_what_was_retrieved_comes_before_what_should_have_been_and_null_is_not_there(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        {"input": "q", "actual_output": "a", "retrieval_context": ["got"], "context": ["ideal"], "tools_called": None, "comments": "x"},
        {"input": "q", "actual_output": "a", "retrieval_context": None, "context": ["ideal"], "comments": "y"},
    )
    assert [r.contexts for r in found.rows] == [("got",), ("ideal",)]
    assert found.ignored == ("context", "tools_called", "comments")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", r":2 is not a line of JSON"),
        ("[1]", r":2 is not a JSON object"),
        ('{"answer": "\udce9"}', r":2 is not UTF-8 text"),
        ({"answer": "a"}, r":2 is not a valid row: `contexts` or `retrieved_contexts`.*required"),
        ({"contexts": []}, r":2 .*`answer` or `response`"),
        ({**ROW, "contexts": {"1": "one text"}}, r":2 .*`contexts`.*valid list"),
        ({**ROW, "contexts": [None]}, r":2 .*`contexts`"),
        ({**ROW, "answer": 5}, r":2 .*`answer`"),
        ({**ROW, "answerable": "no"}, r":2 .*`answerable`"),
        ({**ROW, "citations": [True]}, r":2 .*`citations`"),
        ({**ROW, "citations": [1.5]}, r":2 .*`citations`"),
        ({**ROW, "citations": [[1], [1]]}, r":2 is not a valid row: `citations` has 2 lists, but the answer has 1 sentences"),
        ({**ROW, "id": "line 1"}, r":2 has the id line 1 of an earlier row"),
    ],
)
def test_what_is_no_row_is_reported_with_its_line_and_the_others_are_read(tmp_path: Path, line: Any, message: str) -> None:
    found = read(tmp_path, ROW, line, {**ROW, "id": "last"})
    (rejected,) = found.rejected
    assert re.search(message, f":{rejected.line} {rejected.why}") and [r.id for r in found.rows] == ["line 1", "last"]
    with pytest.raises(BadInput, match=f"rows.jsonl{message}"):
        read_score_rows(str(tmp_path / "rows.jsonl"), strict=True)


def test_half_a_character_is_replaced(tmp_path: Path) -> None:
    assert read(tmp_path, {**ROW, "answer": "broken \ud800"}).rows[0].answer == "broken \ufffd"


def test_no_rows_and_no_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"no rows$"):
        read(tmp_path, "", " ")
    with pytest.raises(BadInput, match=r"no rows that can be used; .*:1 is not a line of JSON"):
        read(tmp_path, "{", "[")
    with pytest.raises(BadInput, match="cannot be read"):
        read_score_rows(str(tmp_path / "none.jsonl"))


def test_standard_input_and_line_separators_inside_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    line = json.dumps({**ROW, "answer": "One.\u2028Two."}, ensure_ascii=False) + "\n\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbf" + line.encode())))
    assert read_score_rows("-").rows[0].answer == "One.\u2028Two."


@pytest.mark.parametrize(
    ("citations", "cited"),
    [
        (None, [(1, 3), ()]),
        ((2,), [(1, 3), (2,)]),
        (((2,), (1, 1)), [(2,), (1,)]),
        (((), ()), [(), ()]),
    ],
)
def test_markers_count_unless_a_list_for_each_sentence_is_given(citations: Any, cited: list[tuple[int, ...]]) -> None:
    row = ScoreRow(answer="It was shut [1][3]. It was opened.", contexts=("a", "b", "c"), citations=citations)
    assert [s.cites for s in sentences(row)] == cited
    assert [s.text for s in sentences(row)] == ["It was shut.", "It was opened."]


def test_lists_of_citations_may_leave_out_what_claims_nothing() -> None:
    answer = "Here is what the articles say:\n\nIt was shut. It was opened."
    for citations in (((1,), (2,)), ((), (1,), (2,))):
        assert [s.cites for s in sentences(ScoreRow(answer=answer, contexts=("a", "b"), citations=citations))] == [(1,), (2,)]


def test_a_long_answer_keeps_all_its_sentences() -> None:
    assert len(sentences(ScoreRow(answer=" ".join(f"Sentence number {n} is here." for n in range(30)), contexts=()))) == 30


def test_lists_and_bold_type_are_no_part_of_what_is_said() -> None:
    answer = "1. **Three people** died [1].\n2) The ford was __shut__ [2].\n- It rained in 2024.\n* 4 * 5 is 20."
    assert [s.text for s in sentences(ScoreRow(answer=answer, contexts=()))] == [
        "Three people died.", "The ford was shut.", "It rained in 2024.", "4 * 5 is 20.",
    ]  # fmt: skip


def test_the_digest_is_of_all_that_decides_a_score() -> None:
    row = ScoreRow(answer="a", contexts=("c",))
    others = [row.model_copy(update=u) for u in ({"answer": "b"}, {"contexts": ("c", "")}, {"citations": (1,)}, {"answerable": False}, {"reference": "r"})]
    assert len({digest_rows([r]) for r in (row, *others)}) == 6 and digest_rows([row]) == digest_rows([row.model_copy()])
