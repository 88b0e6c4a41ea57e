"""A JSON array is cut into its articles without being parsed; JSON lines stay lines."""

import io
import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from onrecord.ingest.documents import Document
from onrecord.ingest.sources.files import cut, left_alone
from onrecord.ingest.sources.json_rows import elements

VALUES = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3))
ROWS = st.lists(st.dictionaries(st.text(max_size=4), VALUES, max_size=3), min_size=1, max_size=5)


def found(raw: bytes) -> list[bytes]:
    return [d.raw for d in cut(io.BufferedReader(io.BytesIO(raw)), "jsonl", "f") if isinstance(d, Document)]


@given(ROWS, st.sampled_from([None, 0, 2]))
def test_an_array_is_its_elements(rows: list[dict[str, object]], indent: int | None) -> None:
    assert [json.loads(raw) for raw in found(json.dumps(rows, indent=indent).encode())] == rows


@given(ROWS)
def test_lines_are_lines(rows: list[dict[str, object]]) -> None:
    assert [json.loads(raw) for raw in found("\n".join(map(json.dumps, rows)).encode())] == rows


def test_places_are_lines_and_what_is_no_article_is_not_lost() -> None:
    raw = b'\xef\xbb\xbf[\n{"text": "a]"},\n\n"words",\n{"text":\n "b"}\n]\n'
    assert list(elements([(n, line) for n, line in enumerate(io.BytesIO(raw), 1)])) == [(2, b'{"text": "a]"}'), (4, b'"words"'), (5, b'{"text":\n "b"}')]
    assert found(b"[]") == [b"[]"] and found(b"[1, 2]") == [b"[]"], "rejected as no article"
    assert found(b'[{"text": "a"}, {"text": "cut o') == [b'{"text": "a"}', b'{"text": "cut o']


def test_quotes_without_end_take_no_time() -> None:
    assert len(found(b"[{" + b'"\\' * 2_000_000)) == 1


def test_files_of_other_kinds_are_told(tmp_path: Path) -> None:
    for name in ("a.txt", "b.rtf", "c.rtf", "sub/d.xml", ".hidden", "README"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (notice,) = left_alone(tmp_path)
    assert notice.message.startswith("4 files of other kinds ignored (2 .rtf, ") and "1 .xml" in notice.message and "1 without a suffix" in notice.message
    assert list(left_alone(tmp_path / "a.txt")) == list(left_alone(tmp_path / "none")) == []
