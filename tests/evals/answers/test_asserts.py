"""Assertions in tests of anybody's: plain functions, and pytest's fixture in a run of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.assistant.reader import READER_NAME
from onrecord.evals import assert_cited, assert_faithful
from tests.evals.answers.test_scores import COUNCIL, DEAD, NONSENSE, SHUT

ROOT = Path(__file__).parents[3]
TESTS = f"""
SOURCES = [{SHUT!r}, {DEAD!r}]

def test_good(faithfulness):
    faithfulness({SHUT!r}, SOURCES)
    faithfulness.cited({SHUT!r}, SOURCES, [1])

def test_bad(faithfulness):
    faithfulness("13 people died in the flood.", SOURCES)
"""


def test_what_is_supported_and_cited_raises_nothing() -> None:
    assert_faithful(f"{SHUT} {COUNCIL}", [SHUT, COUNCIL])
    assert_cited(f"{SHUT[:-1]} [1]. {COUNCIL}", [SHUT, COUNCIL], [[1], [2], [2]])


def test_a_failure_names_claim_reason_and_the_nearest_source() -> None:
    with pytest.raises(AssertionError) as failed:
        assert_faithful(f"{SHUT} 13 people died in the flood.", [SHUT, DEAD])
    told = str(failed.value)
    assert "1 of 2 sentences" in told and "claim    13 people died" in told and "number-not-in-source" in told and f"[2] {DEAD}" in told
    assert f"claim    {SHUT}" not in told


@pytest.mark.parametrize(
    ("answer", "citations", "reason"),
    [(SHUT, None, "nothing is cited"), (SHUT, [2], "not in the cited text"), (SHUT, [7], "no context [7]"), (f"{SHUT[:-1]} [1][2].", None, "citation_precision")],
)
def test_a_wrong_or_idle_citation_fails(answer: str, citations: list[int] | None, reason: str) -> None:
    with pytest.raises(AssertionError) as failed:
        assert_cited(answer, [SHUT, COUNCIL], citations)
    assert reason in str(failed.value)


@pytest.mark.parametrize("answer", ["", "I don't know.", NONSENSE])
def test_what_says_nothing_is_not_faithful(answer: str) -> None:
    with pytest.raises(AssertionError):
        assert_faithful(answer, [SHUT])


@pytest.mark.slow
@pytest.mark.parametrize("named", [(), ("-p", "onrecord.evals.pytest_plugin")], ids=["installed", "named too"])
def test_the_fixture_counts_and_reports(tmp_path: Path, named: tuple[str, ...]) -> None:
    (tmp_path / "test_answers.py").write_text(TESTS, "utf-8")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("ONRECORD_")} | {"PYTHONPATH": str(ROOT / ".package")}
    command = [sys.executable, "-m", "pytest", "-q", *named, "test_answers.py"]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment)
    assert ended.returncode == 1 and "1 failed, 1 passed" in ended.stdout
    assert f"faithfulness: 2 passed, 1 failed · judge {READER_NAME} · 44 of 44 controls right" in ended.stdout
    assert "claim    13 people died" in ended.stdout and "evals/answers/asserts.py" not in ended.stdout
