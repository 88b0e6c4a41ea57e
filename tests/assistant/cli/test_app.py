"""The installed command, in processes of its own, over two articles."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ONRECORD = Path(sys.executable).with_name("onrecord")
QUESTION = "How many tanks were destroyed in the valley?"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    (folder / "articles").mkdir()
    (folder / "articles" / "valley.txt").write_text(
        "Title: Two accounts of a night in the valley\nDate: 2026-03-04\nPublisher: Corvane Wire\n\n"
        "General Ivo Kask claimed that more than 15 tanks had been destroyed in the valley on Sunday.\n\n"
        "Minister Oona Vell said that only four tanks had been lost.\n",
        "utf-8",
    )
    done = run(folder / "home", "ingest", str(folder / "articles"), "--json")
    assert json.loads(done.stdout)["added"] == 1
    return folder / "home"


def run(home: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"ONRECORD_HOME": str(home), "COLUMNS": "200"}
    return subprocess.run([ONRECORD, *arguments], input=stdin, capture_output=True, text=True, env=environment, timeout=120)


def lines(*rows: dict[str, object]) -> str:
    return "".join(json.dumps(r) + "\n" for r in rows)


def test_ask_in_batch_keeps_order_and_ids(home: Path) -> None:
    rows = [{"id": "b", "question": QUESTION, "as_of": "2026-05-01"}, {"id": "a", "question": "Who won the regatta on Lake Orlo?", "as_of": "2026-05-01"}]
    answers = [json.loads(line) for line in run(home, "ask", "--batch", "-", stdin=lines(*rows)).stdout.splitlines()]
    assert [a["id"] for a in answers] == ["b", "a"] and [a["status"] for a in answers] == ["served", "abstained"]
    first = answers[0]
    assert "more than 15" in first["text"] and "four" in first["text"] and first["independent_sources"] == 1
    assert first["conflicts"] and first["conflicts"][0]["kind"] == "number" and {c["judge"] for c in first["claims"]} == {"rules"}
    stored = json.loads(run(home, "show", "--json", first["citations"][0]["article_id"]).stdout)["text"]
    assert all(stored[c["start"] : c["end"]] == c["cited_text"] for c in first["citations"])


def test_a_bad_row_of_a_batch_stops_only_itself(home: Path) -> None:
    rows = lines({"id": 1, "question": QUESTION, "as_of": "2026-05-01"}) + "no json\n" + lines({"id": 3, "question": QUESTION, "as_of": "2026-05-01"})
    done = run(home, "ask", "--batch", "-", stdin=rows)
    first, bad, last = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 2 and first["text"] == last["text"] and (bad["line"], bad["error"]) == (2, "standard input:2 is not a line of JSON")
    assert "standard input:2" in done.stderr and "1 of 3 rows" in done.stderr.splitlines()[-1]
    strict = run(home, "ask", "--strict", "--batch", "-", stdin=rows)
    assert strict.returncode == 2 and len(strict.stdout.splitlines()) == 1 and "standard input:2" in strict.stderr


def test_both_sides_stand_side_by_side_for_people(home: Path) -> None:
    shown = run(home, "ask", QUESTION, "--as-of", "2026-05-01").stdout
    assert "The sources differ." in shown and "Different figures" in shown and "one source" in shown


def test_chat_takes_follow_ups_from_standard_input(home: Path) -> None:
    told = run(home, "chat", "--as-of", "2026-05-01", stdin=f"{QUESTION}\n/sources\n/quit\n")
    assert told.returncode == 0 and "more than 15" in told.stdout and "onrecord show" in told.stdout


def test_check_and_attribute_in_batch(home: Path) -> None:
    source = "General Ivo Kask claimed that more than 15 tanks had been destroyed."
    rows = [{"id": 1, "source": source, "claim": source}, {"id": 2, "source": source, "claim": "General Ivo Kask claimed that more than 50 tanks had been destroyed."}]
    good, bad = (json.loads(line) for line in run(home, "check", "--batch", "-", stdin=lines(*rows)).stdout.splitlines())
    assert (good["verdict"], bad["verdict"]) == ("supported", "contradicted") and good["score"] > bad["score"] and "number-not-in-source" in bad["reason"]
    marked, foreign = ({"source": source, "claim": claim} for claim in (f"**{source}** [1]", "Der General sagte, dass die Panzer nicht zerstört wurden."))
    read_plain, unread = (json.loads(line) for line in run(home, "check", "--batch", "-", stdin=lines(marked, foreign)).stdout.splitlines())
    assert read_plain["verdict"] == "supported" and (unread["verdict"], unread["reason"].partition(":")[0]) == ("unchecked", "language")
    (read,) = (json.loads(line) for line in run(home, "attribute", "--batch", "-", stdin=lines({"id": 9, "text": source})).stdout.splitlines())
    (statement,) = read["statements"]
    assert statement["speaker"]["text"] == "General Ivo Kask" and statement["cue"]["text"] == "claimed" and statement["stance"] == "claims"


@pytest.mark.parametrize(
    ("arguments", "stdin", "code", "told"),
    [
        (["ask"], "", 2, "ask one question"),
        (["ask", "--batch", "-"], "not json\n", 2, "standard input:1"),
        (["check", "--judge", "oracle", "--batch", "-"], "", 2, "no judge"),
        (["show", "nosuch"], "", 3, "not in the archive"),
        (["ask", "x", "--as-of", "tomorrow"], "", 2, "YYYY-MM-DD"),
    ],
)
def test_errors_are_one_line_and_an_exit_code(home: Path, arguments: list[str], stdin: str, code: int, told: str) -> None:
    done = run(home, *arguments, stdin=stdin)
    assert done.returncode == code and told in done.stderr and "Traceback" not in done.stderr


def test_search_is_narrowed_by_options_and_by_fields_of_a_line(home: Path) -> None:
    def hits(*options: str) -> int:
        return len(json.loads(run(home, "search", "--json", *options, "tanks").stdout)["hits"])

    assert hits("--since", "2026-03-01", "--publisher", "corvane wire", "--speaker", "Kask") == 1 and hits("--until", "2026-03-04") == 1
    rows = [{"id": 1, "question": QUESTION, "speaker": "Oona Vell"}, {"id": 2, "question": QUESTION, "until": "2026-01-01"}]
    found = [json.loads(line)["hits"] for line in run(home, "search", "--batch", "-", stdin=lines(*rows)).stdout.splitlines()]
    assert [len(h) for h in found] == [1, 0]
    for options, told in ((["--since", "May"], "YYYY-MM-DD"), (["--publisher", "The Moon"], "Corvane Wire"), (["--speaker", "Quux"], "nobody called Quux")):
        refused = run(home, "search", *options, "tanks")
        assert refused.returncode == 2 and told in refused.stderr and "Traceback" not in refused.stderr


def test_find_names_the_article_of_an_excerpt(home: Path) -> None:
    excerpt = "claimed that more than 15 tanks had been destroyed in the val"
    assert "Two accounts of a night in the valley" in run(home, "find", excerpt).stdout
    rows = [{"id": 1, "excerpt": excerpt}, {"id": 2, "excerpt": "the eel has gone from the lake after twenty years and more"}]
    found, declined = (json.loads(line) for line in run(home, "find", "--batch", "-", stdin=lines(*rows)).stdout.splitlines())
    assert found["found"] and (found["publisher"], found["published_at"], found["copies"]) == ("Corvane Wire", "2026-03-04", [])
    stored = json.loads(run(home, "show", "--json", found["article_id"]).stdout)["text"]
    assert stored[found["start"] : found["end"]] == found["text"] and declined == {"id": 2, "found": False}
    assert run(home, "find", rows[1]["excerpt"]).returncode == 3  # type: ignore[arg-type]


def test_trace_shows_the_steps_of_a_turn_and_changes_nothing_else(home: Path) -> None:
    asked = ["ask", QUESTION, "--as-of", "2026-05-01"]
    shown = run(home, *asked, "--trace").stdout
    assert all(title in shown for title in ("Question", "Hits", "Candidate sentences", "Answerability", "Drafted claims", "Timings")) and "The sources differ." in shown
    plain, traced = (json.loads(run(home, *asked, "--json", *more).stdout) for more in ((), ("--trace",)))
    trace = traced.pop("trace")
    assert plain.keys() == traced.keys() and plain["text"] == traced["text"]
    assert sum(s["chosen"] for s in trace["sentences"]) == len(plain["citations"]) and trace["claims"][0]["outcome"] == "passed"
    batch = run(home, "ask", "--trace", "--batch", "-", stdin=lines({"id": 1, "question": QUESTION, "as_of": "2026-05-01"})).stdout
    assert json.loads(batch)["trace"]["sentences"] == trace["sentences"]


def test_help_names_every_command_and_loads_no_model(home: Path) -> None:
    code = "import sys, onrecord.assistant.cli; print([m for m in ('torch', 'spacy', 'mcp', 'fastapi', 'chromadb') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120).stdout == "[]\n"
