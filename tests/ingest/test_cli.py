"""The command says what became of everything, by its exit code too, and --watch survives what may pass."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from onrecord.ingest import cli
from onrecord.ingest.documents import Notice, Rejected
from onrecord.ingest.pipeline import Stored, Summary
from onrecord.vectorstore.errors import BadInput, Unavailable

NOTHING = Summary()
app = typer.Typer()
cli.register(app)
app.command("other")(lambda: None)  # typer has no subcommands otherwise


class Enough(Exception):
    """Ends --watch in a test."""


def invoke(monkeypatch: pytest.MonkeyPatch, once: Callable[[], Summary], home: Path, *options: str) -> Any:
    monkeypatch.setattr(cli, "ingest_once", lambda *_: once())
    return CliRunner().invoke(app, ["ingest", "x.txt", "--home", str(home), *options])


@pytest.mark.parametrize(("summary", "code"), [
    (Summary(rejected=[Rejected("x.txt", "too short")]), 1), (Summary(added=1, rejected=[Rejected("x.txt", "too short")]), 0), (Summary(unchanged=1), 0), (NOTHING, 0),
])  # fmt: skip
def test_the_exit_code_says_that_everything_was_rejected(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, summary: Summary, code: int) -> None:
    assert invoke(monkeypatch, lambda: summary, tmp_path).exit_code == code


def test_notices_are_printed_and_many_are_cut(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    out = invoke(monkeypatch, lambda: Summary(notices=[Notice(f"map-{n}", "203 pages are listed") for n in range(13)]), tmp_path).output
    assert "map-9: 203 pages are listed" in out and "map-10" not in out and "and 3 more" in out


def test_watch_goes_on_after_an_error_and_logs_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    runs: list[Exception | None] = [Unavailable("the home is in use"), None, RuntimeError("odd"), None]
    waited: list[float] = []

    def once() -> Summary:
        if error := runs[len(waited)]:
            raise error
        return NOTHING

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == len(runs):
            raise Enough

    monkeypatch.setattr(cli.time, "sleep", sleep)
    monkeypatch.setattr(cli, "configure_logging", lambda _: None)
    with caplog.at_level(logging.ERROR, cli.log.name):
        assert isinstance(invoke(monkeypatch, once, tmp_path, "--watch", "--every", "2").exception, Enough)
    assert waited == [120.0] * 4 and [r.getMessage().split(": ", 1)[1] for r in caplog.records] == ["the home is in use", "RuntimeError: odd"]


def test_a_wrong_path_ends_the_first_run_of_watch(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def once() -> Summary:
        raise BadInput("x.txt does not exist")

    assert isinstance(invoke(monkeypatch, once, tmp_path, "--watch").exception, BadInput)


def test_ids_of_new_articles_are_printed_and_many_are_cut(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stored = [Stored(f"4f1c{n}", "added", f"Pumps [{n}]", "Oske Courier" if n else None, "2026-03-05T08:00:00+00:00") for n in range(12)] + [Stored("5e1d", "unchanged", "Ferry", None, None)]
    out = invoke(monkeypatch, lambda: Summary(added=12, unchanged=1, articles=stored), tmp_path).output
    assert "added   4f1c1  Pumps [1] (Oske Courier, 2026-03-05)" in out and "4f1c0  Pumps [0] (outlet unknown, 2026-03-05)" in out
    assert "4f1c10" not in out and "and 2 more" in out and "5e1d" not in out and "1 without outlet or day" in out and "onrecord edit ID" in out


@pytest.mark.parametrize(("option", "told"), [(["--date", "5 March"], "YYYY-MM-DD"), (["--language", "english"], "two or three letters"), (["--publisher", "a\x07b"], "a line of")])
def test_a_wrong_fact_of_the_user_is_refused_before_anything_is_read(tmp_path: Path, option: list[str], told: str) -> None:
    done = CliRunner().invoke(app, ["ingest", str(tmp_path), "--home", str(tmp_path / "home"), *option])
    assert isinstance(done.exception, BadInput) and told in str(done.exception) and list(tmp_path.iterdir()) == []
