"""While a server holds the home, the commands go through it: `serve` in a process of its own, and each command in another."""

import json
import os
import pty
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from onrecord.assistant.api.access import Keys
from onrecord.assistant.cli.app import app
from onrecord.vectorstore.errors import BadInput, HomeInUse, NotFound
from tests.serving import ZONES, start_server, today_in

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

ONRECORD = Path(sys.executable).with_name("onrecord")
QUESTION = "How many barges sank at Quellin?"
BARGES = "Title: Barges sink at Quellin\nDate: 2026-03-04\nPublisher: Lower Orm Herald\n\nSeven barges sank at Quellin on Tuesday, harbour master Tilda Venn said. She added that nobody had been on board.\n"
CHAPEL = "Title: Chapel of Ostrow reopens\nDate: 2026-03-09\nPublisher: Ostrow Weekly\n\nThe chapel of Ostrow reopened on Sunday after the fire, Dean Pol Arras said. Masons had worked on its roof for two years.\n"
DAY = ("--as-of", "2026-05-01")


def run(home: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """In a process of its own."""
    environment = os.environ | {"ONRECORD_HOME": str(home), "COLUMNS": "200"}
    return subprocess.run([ONRECORD, *arguments], input=stdin, capture_output=True, text=True, env=environment, timeout=120)


def invoke(home: Path, *arguments: str, stdin: str = "") -> Any:
    """In this process, which is many times as fast."""
    return CliRunner().invoke(app, arguments, input=stdin, env={"ONRECORD_HOME": str(home), "COLUMNS": "200"})


def parsed(done: Any) -> Any:
    assert not getattr(done, "exception", None) and "{" in done.stdout, f"{done.stdout}\n{done.stderr}"
    return json.loads(done.stdout)


def without_times(answer: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in answer.items() if k not in ("timings_ms", "trace")} | {"gate": {k: v for k, v in answer["gate"].items() if k != "ms"}}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its barges are the only article until a test adds others."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "barges.txt").write_text(BARGES, "utf-8")
    assert parsed(run(folder / "home", "ingest", str(folder / "barges.txt"), "--json"))["added"] == 1
    return folder / "home"


@pytest.fixture(scope="module")
def unserved(home: Path) -> dict[str, Any]:
    """What the commands find while no server runs."""
    return {"ask": parsed(invoke(home, "ask", QUESTION, *DAY, "--json", "--trace")), "search": parsed(invoke(home, "search", "barges", *DAY, "--json"))}


@pytest.fixture(scope="module")
def url(home: Path, unserved: object) -> Iterator[str]:
    process, address = start_server(home)
    yield address
    process.send_signal(signal.SIGTERM)
    assert process.communicate(timeout=30) == ("", None) and process.returncode == 0
    assert not (home / "server.json").exists(), "a server that ends is not recorded any more"


def test_answers_and_hits_are_those_of_the_process_itself(home: Path, unserved: dict[str, Any], url: str) -> None:
    asked, alone = parsed(invoke(home, "ask", QUESTION, *DAY, "--json", "--trace")), unserved["ask"]
    assert asked.keys() == alone.keys() and without_times(asked) == without_times(alone) and asked["trace"].keys() == alone["trace"].keys()
    assert parsed(invoke(home, "search", "barges", *DAY, "--json")) == unserved["search"]
    shown = invoke(home, "ask", QUESTION, *DAY, "--trace").stdout
    assert "Answerability" in shown and asked["text"] in shown
    assert "Barges sink at Quellin" in invoke(home, "search", "barges", *DAY).stdout


@pytest.mark.parametrize("zone", ZONES)
def test_today_is_that_of_the_command(home: Path, url: str, zone: str) -> None:
    before = today_in(zone)
    done = CliRunner().invoke(app, ["ask", QUESTION, "--json"], env={"ONRECORD_HOME": str(home), "ONRECORD_TIME_ZONE": zone})
    assert before <= parsed(done)["as_of"] <= today_in(zone)


def test_a_command_that_goes_through_the_server_loads_no_model(home: Path, url: str) -> None:
    code = f"import sys; from typer.testing import CliRunner; from onrecord.assistant.cli.app import app; print(CliRunner().invoke(app, ['ask', {QUESTION!r}]).stdout, [m for m in ('torch', 'spacy', 'onnxruntime', 'chromadb') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=os.environ | {"ONRECORD_HOME": str(home)}, timeout=120)
    assert "Seven barges" in done.stdout and done.stdout.rstrip().endswith(" []"), done.stdout + done.stderr


def test_a_batch_goes_through_the_server_with_its_conversations(home: Path, url: str) -> None:
    rows = [{"id": 1, "question": "Who said so?", "history": [{"question": QUESTION, "answer": "Seven barges sank."}]}, {"id": 2}, {"id": 3, "question": QUESTION}]
    done = invoke(home, "ask", "--batch", "-", *DAY, stdin="".join(json.dumps(r) + "\n" for r in rows))
    follow_up, bad, plain = map(json.loads, done.stdout.splitlines())
    assert isinstance(done.exception, BadInput) and "Venn" in follow_up["text"] and "error" in bad and "Seven" in plain["text"]
    found = invoke(home, "search", "--batch", "-", stdin=json.dumps({"question": "And what did she say there?", "history": ["What sank at Quellin?"]}) + "\n")
    assert json.loads(found.stdout)["hits"]


@pytest.mark.parametrize(
    ("arguments", "error", "told"),
    [
        (["ask", QUESTION, "--as-of", "tomorrow"], BadInput, "YYYY-MM-DD"),
        (["ask", QUESTION, "--judge", "local"], BadInput, "leave out --judge, or stop the server"),
        (["ask", QUESTION, "--model", "ollama:none"], BadInput, "allowed are"),
        (["search", "barges", "--publisher", "The Moon"], BadInput, "Lower Orm Herald"),
        (["retract", "nosuch", "--reason", "x"], NotFound, "not in the archive"),
        (["rebuild"], HomeInUse, "stop the server, rebuild"),
    ],
    ids=lambda x: " ".join(x[:1] + x[2:3]) if isinstance(x, list) else "",
)
def test_an_error_of_the_server_is_the_error_of_the_command(home: Path, url: str, arguments: list[str], error: type[Exception], told: str) -> None:
    raised = invoke(home, *arguments).exception
    assert type(raised) is error and told in str(raised) and (error is not HomeInUse or url in str(raised))


@pytest.mark.parametrize(("arguments", "told"), [(["mcp"], "let the client connect to /mcp"), (["serve", "--port", "0"], "open that address")], ids=["mcp", "serve"])
def test_a_second_server_names_the_first_in_one_line(home: Path, url: str, arguments: list[str], told: str) -> None:
    done = run(home, *arguments)
    assert (done.returncode, done.stderr.count("\n")) == (5, 1) and told in done.stderr and url in done.stderr


def test_articles_are_added_edited_and_retracted_while_the_server_answers(home: Path, url: str, tmp_path: Path) -> None:
    question = ("ask", "Who said that the chapel of Ostrow reopened?", *DAY, "--json")
    assert parsed(invoke(home, *question))["status"] == "abstained"
    (tmp_path / "chapel.txt").write_text(CHAPEL, "utf-8")
    summary = parsed(run(home, "ingest", str(tmp_path), "--json"))
    assert (summary["added"], summary["passages_embedded"]) == (1, 1)
    assert parsed(run(home, "ingest", str(tmp_path), "--json"))["unchanged"] == 1
    article_id = summary["articles"][0]["article_id"]
    assert "Arras" in parsed(invoke(home, *question))["text"]
    assert invoke(home, "edit", article_id, "--publisher", "Ostrow Daily").exit_code == 0
    assert {c["publisher"] for c in parsed(invoke(home, *question))["citations"]} == {"Ostrow Daily"}
    assert invoke(home, "retract", article_id, "--reason", "invented").exit_code == 0 and parsed(invoke(home, *question))["status"] == "abstained"
    assert invoke(home, "retract", article_id, "--undo").exit_code == 0 and "Arras" in parsed(invoke(home, *question))["text"]
    more = run(home, "ingest", "-", "--kind", "text", stdin=CHAPEL.replace("chapel", "library").replace("Chapel", "Library"))
    assert more.returncode == 0 and "1 added" in more.stdout, more.stderr


def test_chat_goes_through_the_server(home: Path, url: str) -> None:
    told = invoke(home, "chat", *DAY, stdin=f"{QUESTION}\nWho said so?\n/sources\n/hlep\n/quit\n")
    assert told.exit_code == 0 and "Seven barges" in told.stdout and "onrecord show" in told.stdout and "no such command" in told.stdout


def test_chat_at_a_terminal_has_colours_help_and_a_private_history(home: Path, url: str) -> None:
    ours, theirs = pty.openpty()
    environment = os.environ | {"ONRECORD_HOME": str(home), "TERM": "xterm-256color"}
    with subprocess.Popen([ONRECORD, "chat"], stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True) as chat:
        os.close(theirs)
        os.write(ours, b"/help\n/quit\n")
        shown = b""
        while chat.poll() is None or b"/sources" not in shown:
            try:
                shown += os.read(ours, 4096)
            except OSError:  # the other end is closed
                break
        assert chat.wait(60) == 0
    os.close(ours)
    assert b"/sources" in shown and b"\x1b[1;36m" in shown
    remembered = home / "chat_history"
    assert "/help" in remembered.read_text("utf-8") and remembered.stat().st_mode & 0o077 == 0


def test_the_record_is_for_its_owner_only_and_its_key_is_no_other_collections(home: Path, url: str) -> None:
    path = home / "server.json"
    assert path.stat().st_mode & 0o077 == 0
    (key,) = json.loads(path.read_text("utf-8"))["keys"].values()
    assert httpx.get(f"{url}/v1/stats", headers={"Authorization": f"Bearer {key}"}).status_code == 200
    assert httpx.get(f"{url}/v1/stats", headers={"Authorization": f"Bearer {key}x"}).status_code == 401


def test_every_collection_is_reached_where_others_need_a_key_and_a_killed_server_is_no_dead_end(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for name, text in (("default", BARGES), ("ostrow", CHAPEL)):
        assert run(home, "ingest", "-", "--kind", "text", "--collection", name, stdin=text).returncode == 0
    Keys(home).add("desk", ("ask",), "default")
    process, url = start_server(home, {"ONRECORD_HOSTS": "desk.example"})
    asked = ("ask", "Who said that the chapel of Ostrow reopened?", *DAY, "--collection", "ostrow")
    try:
        assert httpx.get(f"{url}/v1/stats").status_code == 401
        assert "Arras" in invoke(home, *asked).stdout and "Seven" in invoke(home, "ask", QUESTION, *DAY).stdout
    finally:
        process.kill()
        process.communicate()
    assert (home / "server.json").exists() and "Arras" in invoke(home, *asked).stdout


def test_a_port_in_use_is_one_line_and_an_exit_code_of_its_own(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run(tmp_path, "serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 7 and done.stderr.count("\n") == 1 and "--port" in done.stderr
    assert not list(tmp_path.iterdir()), "nothing was opened"


def test_an_address_that_this_machine_lacks_is_one_line(tmp_path: Path) -> None:
    done = run(tmp_path, "serve", "--host", "192.0.2.7", "--port", "0")
    assert done.returncode == 2 and done.stderr.count("\n") == 1 and "192.0.2.7" in done.stderr
