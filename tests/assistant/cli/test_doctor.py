"""`onrecord doctor` over homes in every state. Each test also sees that it leaves the home as it was."""

import json
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner

from onrecord.assistant import diagnosis
from onrecord.assistant.cli.app import app
from onrecord.vectorstore.archive import Archive
from onrecord.vectorstore.database import Database
from onrecord.vectorstore.model import Article
from onrecord.vectorstore.server_record import ServerRecord, recorded_server
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.store import home_lock

SECRET, PASSWORD = "sk-very-secret", "pass-word-9"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    archive = Archive(tmp_path / "home" / "archive.sqlite3")
    text = "The ferry to Ostrow stops."
    archive.put(Article("a1", title="Ferry stops", text=text, published_at="2026-03-04"), [(0, len(text), [(0, len(text))])])
    archive.close()
    (tmp_path / "home" / "lock").touch()
    return tmp_path / "home"


def content(folder: Path) -> dict[str, bytes]:
    """By path. SQLite's `-shm` is memory that processes share, also those that read."""
    return {str(p.relative_to(folder)): p.read_bytes() if p.is_file() and p.suffix != ".sqlite3-shm" else b"" for p in folder.rglob("*")}


def doctor(home: Path, *options: str, **environment: str) -> Any:
    """The report. It has not changed anything beside and in the home."""
    before = content(home.parent)
    done = CliRunner().invoke(app, ["doctor", "--json", "--home", str(home), *options], env=environment)
    assert content(home.parent) == before
    found = json.loads(done.stdout)
    assert done.exit_code == (1 if found["problems"] else 0), done.output
    assert SECRET not in done.output and PASSWORD not in done.output
    return found


def test_a_home_in_order(home: Path) -> None:
    found = doctor(home)
    assert found["problems"] == []
    facts = found["facts"]
    assert (facts["archive"]["articles"], facts["archive"]["passages"], facts["archive"]["index"], facts["archive"]["newest"]) == (1, 1, "building", "2026-03-04")
    assert facts["home"]["exists"] and facts["home"]["bytes"] == sum(len(b) for b in content(home).values()) and facts["home"]["used_by"] is None
    assert facts["versions"]["chromadb"] and facts["versions"]["sqlite"] == sqlite3.sqlite_version and facts["machine"]["cores"] and facts["machine"]["memory_bytes"] > 0
    assert all(facts["models"][name].startswith("sha256 ") for name in ("reader", "support", "embedding"))
    shown = CliRunner().invoke(app, ["doctor", "--home", str(home)])
    assert shown.exit_code == 0 and shown.output.endswith("nothing is wrong\n") and "newest                   2026-03-04" in shown.output


def test_a_home_that_does_not_exist_is_not_made(tmp_path: Path) -> None:
    found = doctor(tmp_path / "typo")
    assert found["problems"] == [] and not found["facts"]["home"]["exists"] and not found["facts"]["archive"]["exists"]
    assert "onrecord ingest" in CliRunner().invoke(app, ["doctor", "--home", str(tmp_path / "typo")]).output.splitlines()[-1]


def damage_pages(home: Path) -> None:
    path = home / "archive.sqlite3"
    found = bytearray(path.read_bytes())
    found[4096:] = b"\xff" * (len(found) - 4096)
    path.write_bytes(found)


def write_schema(home: Path) -> None:
    with sqlite3.connect(home / "archive.sqlite3") as db:
        db.execute("PRAGMA user_version = 999")
    db.close()


def break_index(home: Path) -> None:
    (home / "index" / "build-1").mkdir(parents=True)
    (home / "index" / "index.json").write_text(json.dumps({"build": "build-1", "model": "another", "passages": 1, "files": {"x": [1, 1]}}))


def replace_by_file(home: Path) -> None:
    shutil.rmtree(home)
    home.write_text("no folder")


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (lambda home: (home / "archive.sqlite3").write_bytes(b"no database at all"), "not a database"),
        (damage_pages, "archive"),
        (write_schema, "newer onrecord"),
        (break_index, "onrecord rebuild"),
        (replace_by_file, "is not a folder"),
    ],
    ids=["no database", "damaged pages", "newer schema", "index", "file"],
)
def test_a_broken_home_is_described(home: Path, broken: Any, says: str) -> None:
    broken(home)
    found = doctor(home)
    assert [says in p for p in found["problems"]] == [True], found["problems"]
    assert f"wrong: {found['problems'][0]}" in CliRunner().invoke(app, ["doctor", "--home", str(home)]).output


def test_a_path_that_no_system_takes(tmp_path: Path) -> None:
    found = doctor(tmp_path / ("x" * 300))
    assert found["problems"] and found["facts"]["versions"]["onrecord"]


def test_an_archive_of_an_older_release_is_left_as_it_is(home: Path) -> None:
    with sqlite3.connect(home / "archive.sqlite3") as db:
        db.execute("PRAGMA user_version = 3")
        db.execute("DROP TABLE words")
    db.close()
    found = doctor(home)
    assert found["problems"] == [] and found["facts"]["archive"]["schema"].startswith("3 of ")


def test_while_another_process_writes(home: Path) -> None:
    archive = Archive(home / "archive.sqlite3")
    archive.put(Article("a2", title="Mill burns", text="The mill burns."), [(0, 15, [(0, 15)])])  # it is in the -wal file only
    with home_lock(home):
        facts = doctor(home)["facts"]
    archive.close()
    assert facts["archive"]["articles"] == 2 and facts["home"]["used_by"] == "another process"


@contextmanager
def answering(state: str) -> Iterator[str]:
    class Ready(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"state": state}).encode())

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Ready)
    threading.Thread(target=server.serve_forever).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("state", ["ready", "broken: Unavailable"])
def test_a_server_on_the_home(home: Path, state: str) -> None:
    with answering(state) as url, home_lock(home), recorded_server(home, ServerRecord(url, {"default": SECRET})):
        found = doctor(home)
    assert found["facts"]["home"]["used_by"] == f"the server at {url}, {state}"
    assert [url in p for p in found["problems"]] == ([] if state == "ready" else [True])


def test_a_server_that_does_not_answer(home: Path) -> None:
    with home_lock(home), recorded_server(home, ServerRecord("http://127.0.0.1:9", {"default": SECRET})):
        assert "http://127.0.0.1:9 does not answer" in doctor(home)["problems"][0]
    with recorded_server(home, ServerRecord("http://127.0.0.1:9", {"default": SECRET})):  # it was killed, and left its record
        assert doctor(home)["problems"] == []


def test_settings_are_shown_without_secrets(home: Path) -> None:
    settings = doctor(home, ONRECORD_API_KEY=SECRET, ONRECORD_BASE_URL=f"http://desk:{PASSWORD}@models.example/v1", ONRECORD_RATE="9/minute", ONRECORD_MODELS="openai:a,openai:b")["facts"]["settings"]
    assert settings["ONRECORD_API_KEY"] == "set" and settings["ONRECORD_BASE_URL"] == "http://…@models.example/v1"
    assert settings["ONRECORD_RATE"] == "9/minute" and settings["ONRECORD_MODELS"] == "openai:a,openai:b" and "ONRECORD_JUDGE" not in settings


@pytest.mark.parametrize("wrong", [{"ONRECORD_RAET": SECRET}, {"ONRECORD_CONCURRENT": "many"}])
def test_a_wrong_setting_does_not_stop_the_report(home: Path, wrong: dict[str, str]) -> None:
    found = doctor(home, **wrong)
    assert [next(iter(wrong)) in p for p in found["problems"]] == [True] and found["facts"]["archive"]["articles"] == 1


def test_a_database_that_is_away(home: Path) -> None:
    found = doctor(home, ONRECORD_ARCHIVE=f"postgresql+psycopg://desk:{PASSWORD}@127.0.0.1:9/news")
    assert len(found["problems"]) == 1 and found["facts"]["archive"]["where"] == "PostgreSQL at 127.0.0.1, database news"


def test_an_archive_in_postgresql(tmp_path: Path, database: Database) -> None:
    """Before its schema exists, and after."""
    assert diagnosis.inspect_archive(tmp_path / "none", database).counts is None
    Archive(tmp_path / "none", database=database).close()
    assert (diagnosis.inspect_archive(tmp_path / "none", database).counts or {})["articles"] == 0


def test_a_full_disk_and_a_missing_model(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnosis.shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    found = diagnosis.diagnose(Settings(home=home, model=f"gguf:{home / 'missing.gguf'}"))
    assert ["nearly full" in found.problems[0], "missing.gguf" in found.problems[1], len(found.problems)] == [True, True, 2]


def test_a_chroma_server_that_is_away(home: Path) -> None:
    found = doctor(home, ONRECORD_CHROMA="http://127.0.0.1:9")
    assert (found["facts"]["archive"]["index"], found["facts"]["archive"]["chroma"]) == ("away", "http://127.0.0.1:9")
    (problem,) = found["problems"]
    assert "http://127.0.0.1:9 does not answer" in problem
