"""Rows of `--batch`: one that cannot be used is reported with its line, and the others are answered."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.assistant.cli.json_lines import run_batch
from onrecord.assistant.question import parse_as_of
from onrecord.assistant.serialize import read_filters, read_history
from onrecord.vectorstore.archive import Filters
from onrecord.vectorstore.errors import BadInput, NotFound, OnRecordError, UpstreamFailed

GOOD = {"id": "g", "question": "Who closed the lock at Ostrel?"}
GOOD_LINE = json.dumps(GOOD).encode()


def answer(row: dict[str, Any]) -> dict[str, Any]:
    read_history(row.get("history"))
    read_filters(row, Filters())
    if row.get("as_of"):
        parse_as_of(row["as_of"])
    return {"text": row["question"].upper()}


def run(path: Path, *lines: bytes, strict: bool = False, answer: Any = answer) -> None:
    path.write_bytes(b"\n".join(lines))
    run_batch(str(path), ["question"], answer, strict)


BAD_ROWS = [
    (b"{", "is not a line of JSON"),
    (b"[" * 100_000, "is not a line of JSON"),
    (b'"a question"', "is not a JSON object"),
    (b'{"question": "Wh\xe9n?"}', "is not UTF-8 text"),
    (b'{"id": 4}', "needs `question` as text"),
    (b'{"question": ["When?"]}', "needs `question` as text"),
    (b'{"question": "When?", "as_of": 2026}', "needs `as_of` as text"),
    (b'{"question": "When?", "as_of": "in May"}', "YYYY-MM-DD"),
    (b'{"question": "When?", "speaker": 3}', "`speaker` must be text"),
    (b'{"question": "When?", "history": "Who?"}', "history must be a list"),
    (b'{"question": "When?", "history": [7]}', "history must be a list"),
]


@pytest.mark.parametrize(("line", "message"), BAD_ROWS)
def test_a_bad_row_is_reported_with_its_line_and_the_rest_goes_on(line: bytes, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(BadInput, match="1 of 3 rows") as end:
        run(tmp_path / "rows.jsonl", GOOD_LINE, b"", line, GOOD_LINE)
    out, err = capsys.readouterr()
    first, bad, last = map(json.loads, out.splitlines())
    assert first == last == {"id": "g", "text": GOOD["question"].upper()} and end.value.exit_code == 2
    assert bad["line"] == 3 and message in bad["error"] and f"{tmp_path / 'rows.jsonl'}:3 " in bad["error"]
    assert err == f"onrecord: {bad['error']}\n"


@pytest.mark.parametrize(("line", "message"), BAD_ROWS)
def test_strict_stops_at_the_first_bad_row(line: bytes, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(BadInput, match=":2 ") as end:
        run(tmp_path / "rows.jsonl", GOOD_LINE, line, GOOD_LINE, strict=True)
    assert message in str(end.value) and len(capsys.readouterr().out.splitlines()) == 1


def test_the_id_of_a_bad_row_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(BadInput):
        run(tmp_path / "rows.jsonl", b'{"id": "seven"}')
    assert json.loads(capsys.readouterr().out)["id"] == "seven"


@pytest.mark.parametrize(("error", "goes_on"), [(BadInput("too long"), True), (NotFound("nobody called Quux"), True), (UpstreamFailed("no answer"), False)])
def test_an_outage_stops_the_batch_and_names_the_line(error: OnRecordError, goes_on: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def fail_once(row: dict[str, Any]) -> dict[str, Any]:
        if row["question"] == "fail":
            raise error
        return answer(row)

    with pytest.raises(type(error) if not goes_on else BadInput) as end:
        run(tmp_path / "rows.jsonl", b'{"question": "fail"}', GOOD_LINE, answer=fail_once)
    assert len(capsys.readouterr().out.splitlines()) == (2 if goes_on else 0)
    assert goes_on or str(end.value) == f"{tmp_path / 'rows.jsonl'}:1 no answer"


def test_standard_input_with_a_byte_order_mark_and_a_line_separator_in_a_text(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbf" + json.dumps({"question": "a\u2028b"}, ensure_ascii=False).encode())))
    run_batch("-", ["question"], answer, True)
    assert json.loads(capsys.readouterr().out) == {"id": None, "text": "A\u2028B"}


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"cannot read .*none\.jsonl"):
        run_batch(str(tmp_path / "none.jsonl"), ["question"], answer, False)
