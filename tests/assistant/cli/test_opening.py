from pathlib import Path

import pytest
from typer.testing import CliRunner

from onrecord.assistant.cli.app import app
from onrecord.vectorstore.errors import NotFound


@pytest.mark.parametrize(
    "command",
    [["show", "zzz"], ["find", "four words of text"], ["ask", "Who left?"], ["search", "Who left?"], ["status"], ["retract", "zzz", "--undo"], ["chat"], ["articles"], ["edit", "zzz", "--title", "x"], ["rebuild"], ["keys", "remove", "zzz"]],
    ids=lambda command: command[0],
)
def test_a_mistyped_home_is_not_made(tmp_path: Path, command: list[str]) -> None:
    done = CliRunner().invoke(app, [*command, "--home", str(tmp_path / "typo")])
    assert done.exit_code == 0 if command == ["status"] else isinstance(done.exception, NotFound)
    assert "onrecord" in (done.output if command == ["status"] else str(done.exception)), "the message names a command that helps"
    assert list(tmp_path.iterdir()) == []
