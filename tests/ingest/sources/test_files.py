import io
import json
from collections.abc import Iterator
from typing import BinaryIO, cast

import pytest

from onrecord.ingest.documents import Document
from onrecord.ingest.sources.files import cut


def documents(raw: bytes, kind: str) -> Iterator[bytes]:
    return (d.raw for d in cut(cast(BinaryIO, io.BufferedReader(io.BytesIO(raw))), kind, "here") if isinstance(d, Document))  # type: ignore[type-var,arg-type,unused-ignore]


@pytest.mark.parametrize(
    "separator",
    [
        b"From a@b.example Wed Mar  4 18:30:00 2026",
        b"From MAILER-DAEMON Fri Jul  8 12:08:34 2011",
        b"From - Tue Apr 02 10:11:12 2019",
        b"From 1599384723@xxx Thu Apr 02 15:02:06 +0000 2015",
        b"From a@b.example",
    ],
)
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_messages_of_a_mailbox(separator: bytes, end: bytes) -> None:
    lines = [separator, b"Subject: one", b"", b"It rained.", b"", separator, b"Subject: two", b"", b"It stopped.", b""]
    assert list(documents(end.join(lines), "mbox")) == [end.join([b"Subject: one", b"", b"It rained.", b"", b""]), end.join([b"Subject: two", b"", b"It stopped.", b""])]


@pytest.mark.parametrize(
    "sentence",
    [
        b"From Monday the quay is closed, and crews must unload in the northern\nbasin.",
        b"From Monday on at 10:30 in 2026 the quay is closed.\nNote: it rained.",
        b"From here to 2027: nothing.\nSubject: to change, as they say.",
        b"From Wed Mar  4 18:30:00 2026 on the quay is closed, and nobody\nknows why.",
    ],
)
def test_a_sentence_that_begins_with_from_begins_no_message(sentence: bytes) -> None:
    (found,) = documents(b"From a@b.example Wed Mar  4 18:30:00 2026\nSubject: one\n\nIt rained.\n\n" + sentence + b"\n", "mbox")
    assert sentence in found


def test_a_quoted_from_loses_its_mark() -> None:
    (found,) = documents(b"From a@b.example Wed Mar  4 18:30:00 2026\nSubject: one\n\n>From Monday on\n", "mbox")
    assert found.endswith(b"\nFrom Monday on\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_json_lines_in_any_unicode_encoding(encoding: str) -> None:
    rows = [{"text": "“It rained”, ☔"}, {"text": "ĊĀ" * 3000}]  # U+010A has the byte of a line end
    raw = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode(encoding)
    assert [json.loads(line.decode("utf-8-sig")) for line in documents(raw, "jsonl")] == rows
