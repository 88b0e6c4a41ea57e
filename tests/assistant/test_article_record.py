"""`onrecord show` and `retract` by the installed command: what is known of an article, and taking it out of answers."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.vectorstore.store import open_archive

pytestmark = pytest.mark.slow

ONRECORD = Path(sys.executable).with_name("onrecord")
WIRE = (
    "General Ivo Kask claimed that more than 15 tanks had been destroyed in the valley on Sunday. He spoke at the bridge near Lomnice.\n\n"
    "Minister Oona Vell said that only four tanks had been lost. She added that the general was telling stories to the press.\n"
)
QUESTION = "How many tanks were destroyed in the valley?"


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"ONRECORD_HOME": str(home), "COLUMNS": "200"}
    return subprocess.run([ONRECORD, *arguments], capture_output=True, text=True, env=environment, timeout=120)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wire story in two versions, and a paper's copy of it."""
    folder = tmp_path_factory.mktemp("records")
    articles = folder / "articles"
    articles.mkdir()
    (articles / "paper.txt").write_text(f"Title: Tanks in the valley\nDate: 2026-03-05\nPublisher: Druva Courier\n\n{WIRE}", "utf-8")
    for text in (WIRE.replace("four", "five"), WIRE):
        (articles / "wire.txt").write_text(f"Title: Two accounts\nDate: 2026-03-04\nPublisher: Corvane Wire\n\n{text}", "utf-8")
        assert run(folder / "home", "ingest", str(articles)).returncode == 0
    return folder / "home"


@pytest.fixture(scope="module")
def ids(home: Path) -> dict[str, str]:
    archive = open_archive(home)
    return {str(archive.article(i).publisher): i for i in archive.article_ids()}


def test_the_difference_of_two_versions_is_shown_by_sentence(home: Path, ids: dict[str, str]) -> None:
    wire = ids["Corvane Wire"]
    told = json.loads(run(home, "show", wire, "--diff", "--json").stdout)
    assert [(c["kind"], c["text"].split(".")[0]) for c in told["sentences"] if c["kind"] != "same"] == [
        ("removed", "Minister Oona Vell said that only five tanks had been lost"),
        ("added", "Minister Oona Vell said that only four tanks had been lost"),
    ]
    assert "+ Minister Oona Vell said that only five" in run(home, "show", wire, "--diff", "2", "1").stdout


def test_copies_and_their_earliest_are_shown_and_count_as_one_source(home: Path, ids: dict[str, str]) -> None:
    told = json.loads(run(home, "show", ids["Druva Courier"], "--json").stdout)
    assert told["origin"] == ids["Corvane Wire"] and [c["article_id"] for c in told["copies"]] == [ids["Corvane Wire"]]
    shown = run(home, "show", ids["Druva Courier"]).stdout
    assert f"copy: {ids['Corvane Wire']} Corvane Wire · 2026-03-04" in shown and "the earliest" in shown
    assert json.loads(run(home, "ask", QUESTION, "--json", "--as-of", "2026-05-01").stdout)["independent_sources"] == 1


def test_a_retracted_article_is_in_no_answer_and_says_so(home: Path, ids: dict[str, str]) -> None:
    wire, paper = ids["Corvane Wire"], ids["Druva Courier"]
    told = run(home, "retract", wire, "--reason", "the minister was never asked")
    assert told.returncode == 0 and f"its copies are not retracted: {paper}" in told.stdout
    answer = json.loads(run(home, "ask", QUESTION, "--json", "--as-of", "2026-05-01").stdout)
    assert answer["citations"] and {c["article_id"] for c in answer["citations"]} == {paper}
    assert "the minister was never asked" in run(home, "show", wire).stdout
    assert json.loads(run(home, "show", wire, "--json").stdout)["retracted"] == "the minister was never asked"
    assert run(home, "retract", wire, "--undo").returncode == 0
    hits = json.loads(run(home, "search", QUESTION, "--json").stdout)["hits"]
    assert {h["article_id"] for h in hits} == {wire, paper}


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["retract", "nosuch", "--reason", "forged"], 3, "not in the archive"),
        (["retract", "nosuch"], 2, "--reason"),
        (["retract", "nosuch", "--undo", "--reason", "x"], 2, "--undo and no reason"),
        (["show", "nosuch", "--diff"], 3, "not in the archive"),
        (["show", "nosuch", "1", "2"], 2, "--diff"),
    ],
)
def test_bad_input_says_what_to_do(home: Path, arguments: list[str], code: int, told: str) -> None:
    done = run(home, *arguments)
    assert done.returncode == code and told in done.stderr


def test_one_version_cannot_be_compared(home: Path, ids: dict[str, str]) -> None:
    done = run(home, "show", ids["Druva Courier"], "--diff")
    assert done.returncode == 2 and "one version" in done.stderr
