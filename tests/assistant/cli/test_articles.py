"""Articles are listed and edited at the terminal. A mistake is one line that says what to do."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from onrecord.assistant.cli import articles as commands
from onrecord.assistant.cli.app import app
from onrecord.ingest.pipeline import ingest
from onrecord.vectorstore.embedding import DEFAULT_MODEL
from onrecord.vectorstore.errors import BadInput, NotFound
from onrecord.vectorstore.store import open_store

TEXT = "The pumps of Oske ran all night. The waterworks said that 31 pumps were at work in the lower town on Thursday."


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    (folder / "pumps.txt").write_text(f"Title: Pumps in Oske\n\n{TEXT}\n")
    (folder / "ferry.txt").write_text(f"Title: Ferry [stops]\nDate: 2026-03-06\nPublisher: Corvane Wire\n\n{TEXT.replace('pumps', 'ferries')}\n")
    with open_store(folder / "home", DEFAULT_MODEL) as store:
        assert ingest(store, [folder / "pumps.txt", folder / "ferry.txt"]).added == 2
    return folder / "home"


def run(home: Path, *arguments: str) -> Any:
    return CliRunner().invoke(app, [*arguments, "--home", str(home)])


def listed(home: Path, *options: str) -> list[dict[str, Any]]:
    return json.loads(run(home, "articles", "--json", *options).output)["articles"]  # type: ignore[no-any-return]


def test_a_table_for_people_and_json_for_programs(home: Path) -> None:
    lines = run(home, "articles").output.splitlines()
    assert [line.split()[0] for line in lines] == ["id", *(a["article_id"] for a in listed(home)), "2"]
    assert "2026-03-06  Corvane Wire  Ferry [stops]" in lines[1] and "—" in lines[2]
    first = json.loads(run(home, "articles", "--json", "-n", "1").output)
    assert (first["total"], first["page"], first["next"], len(first["articles"])) == (2, 1, 2, 1)
    assert "articles 2 to 2 of 2" in run(home, "articles", "-n", "1", "--page", "2").output
    assert [a["title"] for a in listed(home, "--missing", "publisher")] == ["Pumps in Oske"] == [a["title"] for a in listed(home, "31 pumps oske")]
    assert "no article matches" in run(home, "articles", "--publisher", "Nobody").output


def test_an_edit_is_shown_with_who_and_used_in_lists_and_can_be_undone(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands.getpass, "getuser", lambda: "ana")
    (pumps,) = listed(home, "--missing", "date")
    done = run(home, "edit", pumps["article_id"], "--publisher", "Oske Courier", "--date", "2026-03-05", "--author", "Ida Roe")
    assert done.exit_code == 0 and "by ana: outlet unknown → Oske Courier" in done.output
    shown = run(home, "show", pumps["article_id"]).output
    assert "Oske Courier (edited) · Ida Roe (edited) · published 2026-03-05 (edited)" in shown and "by ana: day unknown → 2026-03-05" in shown and TEXT in shown
    assert [a["article_id"] for a in listed(home, "--until", "2026-03-05")] == [pumps["article_id"]]
    assert "unchanged" in run(home, "edit", pumps["article_id"], "--date", "2026-03-05").output
    undone = json.loads(run(home, "edit", pumps["article_id"], "--publisher", "", "--date", "", "--author", "", "--json").output)
    assert (undone["publisher"], undone["published_at"], undone["authors"], len(undone["edits"])) == (None, None, [], 3)
    assert len(json.loads(run(home, "show", pumps["article_id"], "--json").output)["edits"]) == 6


@pytest.mark.parametrize(
    ("arguments", "error", "told"),
    [
        (["edit", "nosuch", "--publisher", "x"], NotFound, "not in the archive"),
        (["edit", "ID"], BadInput, "name what to change"),
        (["edit", "ID", "--date", "5 March"], BadInput, "YYYY-MM-DD"),
        (["edit", "ID", "--language", "english"], BadInput, "two or three letters"),
        (["articles", "--missing", "colour"], BadInput, "publisher, date, language, authors"),
        (["articles", "--sort", "colour"], BadInput, "newest"),
        (["articles", "--since", "May"], BadInput, "YYYY-MM-DD"),
    ],
)
def test_mistakes(home: Path, arguments: list[str], error: type[Exception], told: str) -> None:
    known = listed(home)[0]["article_id"]
    done = run(home, *(known if a == "ID" else a for a in arguments))
    assert isinstance(done.exception, error) and told in str(done.exception)


def test_a_user_without_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def nameless() -> str:
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.setattr(commands.getpass, "getuser", nameless)
    assert commands.user_name() == f"user {commands.os.getuid()}"
