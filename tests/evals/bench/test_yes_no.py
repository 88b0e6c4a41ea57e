from collections import Counter

import pytest

from onrecord.evals.bench.yes_no import QUESTIONS, STORIES, show
from onrecord.evals.jsonl import read_rows


def test_a_third_is_held_back_and_every_answer_is_frequent() -> None:
    rows = list(read_rows(QUESTIONS))
    held = sum(r["held"] for r in rows) / len(rows)
    assert len(rows) >= 60 and 0.3 < held < 0.37
    assert all(n >= 20 for n in Counter(r["answer"] for r in rows).values()) and {r["answer"] for r in rows} == {"yes", "no", "open"}
    assert len(list(read_rows(STORIES))) >= 8


def test_shares_are_counted(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.evals.bench.yes_no.word_said", str)
    show([{"answer": a} for a in ("yes", "no", "open", "yes")], ["yes", "yes", "open", "open"])  # type: ignore[list-item]
    printed = capsys.readouterr().out
    assert "right word  0.333" in printed and "wrong word  0.250" in printed and "silent      0.333" in printed
