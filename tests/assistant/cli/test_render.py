"""What a terminal would obey in an answer is not printed."""

import pytest

from onrecord.assistant.answer import Answer, Citation, Claim, GateFigures
from onrecord.assistant.cli.render import show_answer
from onrecord.vectorstore.invisible import printable

ORDER = "\x1b[2J\x1b[31mred\x1b[0m \u202eturned\u202c \x9b5m [bold]kept[/]"


def test_an_answer_commands_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    citation = Citation(1, "a", 1, f"Title {ORDER}", f"https://own.example/{ORDER}", f"Post {ORDER}", "2026-03-04", 0, 1, ORDER)
    claim = Claim(ORDER, None, None, None, "supported", 1.0, "", "rules", (1,))
    show_answer(Answer("q", "fact", "served", f"{ORDER} [1]", None, (claim,), (citation,), (), (), 1, GateFigures(1, 1, 0, 0, 0, "g", 0.0), "2026-05-25", None, None, "m", f"Notice {ORDER}", {}, ()))
    shown = capsys.readouterr().out
    assert shown == printable(shown) and shown.count("[bold]kept[/]") == 5 and "red turned" in shown
