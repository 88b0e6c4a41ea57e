"""`onrecord eval run` as a person runs it: own cases, exit codes, baselines."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from onrecord.ingest.pipeline import ingest
from onrecord.vectorstore.embedding.embedder import DEFAULT_MODEL
from onrecord.vectorstore.store import open_store
from tests.providers import Provider

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
COMMAND = [sys.executable, "-c", "from onrecord.assistant.cli.app import main; main()", "eval"]
QUOTE = "General Ivo Kask claimed that more than 15 tanks had been destroyed in the valley on Sunday."


def onrecord(*options: Any, command: str = "run") -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("ONRECORD_")} | {"PYTHONPATH": str(ROOT / ".package")}
    return subprocess.run([*COMMAND, *([command] if command else []), *map(str, options)], capture_output=True, text=True, cwd=ROOT, env=environment)


@pytest.fixture
def home(tmp_path: Path, article_file: Path) -> Path:
    with open_store(tmp_path / "home", DEFAULT_MODEL) as store:
        ingest(store, [article_file])
    return tmp_path / "home"


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    path = tmp_path / "mine.jsonl"
    row = {"id": "a", "kind": "number", "question": "How many tanks were destroyed in the valley?", "as_of": "2026-05-25", "expect": [["15"]]}
    path.write_text(json.dumps(row | {"evidence": [{"article": "valley.txt", "quote": QUOTE}], "speaker": "Ivo Kask"}), "utf-8")
    return path


def test_own_cases_against_an_own_baseline(tmp_path: Path, home: Path, suite: Path) -> None:
    baseline, out = tmp_path / "baseline.json", tmp_path / "out.json"
    asked = ("--suite", suite, "--home", home, "--baseline", baseline)
    made = onrecord(*asked, "--update-baseline", "--json")
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout)["summary"]["answered_right"]["value"] == 1.0
    assert onrecord(*asked, "--out", out, "--workers", 3, "--history", tmp_path / "history.jsonl").returncode == 0
    assert json.loads((tmp_path / "history.jsonl").read_text("utf-8"))["figures"]["answered_right"]["value"] == 1.0
    assert json.loads(out.read_text("utf-8"))["cases"][0]["citations"][0]["cited_text"] == QUOTE

    assert onrecord(out, "--baseline", baseline, command="gate").returncode == 0

    suite.write_text(suite.read_text("utf-8").replace('"15"', '"16"'), "utf-8")
    summary = tmp_path / "summary.md"
    other = onrecord(*asked, "--json", "--markdown", summary)
    assert other.returncode == 6 and "not those of the baseline" in other.stderr and "not those of the baseline" in summary.read_text("utf-8")
    facts = json.loads(baseline.read_text("utf-8")) | {"digest": json.loads(other.stdout)["digest"]}
    baseline.write_text(json.dumps(facts), "utf-8")
    reports = {name: tmp_path / f"report.{name}" for name in ("junit", "markdown", "html")}
    worse = onrecord(*asked, "--json", "--out", out, *(x for name, path in reports.items() for x in (f"--{name}", path)))
    assert worse.returncode == 6 and "answered_right" in worse.stderr and worse.stdout
    gated = onrecord(out, "--baseline", baseline, "--json", command="gate")
    (told,) = json.loads(gated.stdout)["worse"]
    assert gated.returncode == 6 and told in worse.stderr and told in gated.stderr

    failed = ElementTree.parse(reports["junit"]).getroot()
    assert (failed.get("tests"), failed.get("failures")) == ("2", "2") and failed.find("testcase/failure") is not None
    assert "1 failed" in reports["markdown"].read_text("utf-8") and "lacks" in reports["markdown"].read_text("utf-8")
    assert f"<mark>{QUOTE}</mark>" in reports["html"].read_text("utf-8") and "<script" not in reports["html"].read_text("utf-8")
    out.write_text(out.read_text("utf-8")[:-50])
    assert onrecord(out, "--baseline", baseline, command="gate").returncode == 6


def test_a_run_that_dies_leaves_no_older_results_to_be_gated(tmp_path: Path, suite: Path) -> None:
    out = tmp_path / "out.json"
    out.write_text('{"digest": "of an earlier run"}')
    assert onrecord("--suite", suite, "--home", tmp_path / "empty", "--out", out).returncode == 3
    assert "earlier" not in out.read_text() and onrecord(out, command="gate").returncode == 6


def test_a_judge_who_gets_a_control_wrong_writes_no_baseline_and_every_report_says_so(tmp_path: Path, home: Path, suite: Path) -> None:
    baseline = tmp_path / "baseline.json"
    asked = ("--suite", suite, "--home", home, "--baseline", baseline)
    assert onrecord(*asked, "--update-baseline").returncode == 0
    before, out = baseline.read_bytes(), tmp_path / "out.json"
    reports = {name: tmp_path / f"report.{name}" for name in ("junit", "markdown", "html")}
    yes = Provider("supported")
    judge = ("--judge", "llm:openai:m", "--base-url", yes.base_url, "--no-cache")
    done = onrecord(*asked, *judge, "--update-baseline", "--out", out, *(x for name, path in reports.items() for x in (f"--{name}", path)))
    once = len(yes.asked)
    onrecord(*asked, *judge[:-1], "--repeat", 2)
    yes.stop()
    assert len(yes.asked) == 3 * once, "a judge is asked anew in every run"
    assert done.returncode == 6 and baseline.read_bytes() == before
    assert all("controls came out wrong" in path.read_text("utf-8") for path in reports.values())
    gated = onrecord(out, "--baseline", baseline, command="gate")
    assert gated.returncode == 6 and "controls came out wrong" in gated.stderr


def test_repeated_runs_are_the_same(home: Path, suite: Path) -> None:
    assert onrecord("--suite", suite, "--home", home, "--repeat", 3).returncode == 0


def test_what_cannot_run_says_so_before_it_runs(tmp_path: Path, home: Path, suite: Path) -> None:
    asked, new = ("--suite", suite, "--home", home), tmp_path / "new.json"
    for options, code, told in (
        ((*asked, "--baseline", tmp_path / "missing.json"), 6, "cannot be used"),
        ((*asked, "--update-baseline"), 2, "--baseline FILE"),
        ((*asked, "--baseline", new, "--update-baseline", "--lower", "rightness=0.4", "--reason", "the questions are harder"), 2, "no figure rightness"),
        ((*asked, "--baseline", new, "--update-baseline", "--lower", "answered_right=0.4"), 2, "--reason"),
        ((*asked, "--out", tmp_path / "no" / "out.json"), 2, "cannot be written"),
        (("--suite", suite, "--home", tmp_path / "empty"), 3, "there is no archive in"),
        (("--home", home), 2, "leave out --home"),
    ):
        done = onrecord(*options)
        assert (done.returncode, done.stdout) == (code, ""), done.stderr
        assert told in done.stderr and "Traceback" not in done.stderr


def test_what_a_judge_would_cost_is_told_before_it_is_asked(home: Path, suite: Path) -> None:
    asked = ("--suite", suite, "--home", home, "--dry-run", "--json")
    told = onrecord(*asked, "--judge", "llm:openai:nobody", "--base-url", "http://127.0.0.1:9/v1", "--price-per-million", 2)
    estimate = json.loads(told.stdout)
    assert told.returncode == 0 and estimate["calls"] > 20 and estimate["tokens"] > 1000, told.stderr
    assert estimate["cost"] == pytest.approx(estimate["tokens"] * 2e-6, rel=0.01)
    assert onrecord(*asked).returncode == 2, "the local judge costs nothing"
