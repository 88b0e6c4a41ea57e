"""The files that `eval run` and `eval score` write: the history of figures, and checks before a long run."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.vectorstore.errors import BadInput

if TYPE_CHECKING:
    from onrecord.evals.trends import AnyResults, HistoryLine

History = Annotated[Path | None, typer.Option(help="Append day, versions and figures to this file of JSON lines. --html then plots each figure over its runs.", metavar="FILE")]


def extend_history(path: Path | None, past: list["HistoryLine"], results: "AnyResults", suite: str) -> list["HistoryLine"]:
    """Append a run to the history file. Returns the lines to plot: those of the same command, suite and judge, with this run. Without a file, none."""
    from onrecord.evals.trends import append_history, history_line

    if path is None:
        return []
    line = history_line(results, suite)
    append_history(path, line)
    return [p for p in (*past, line) if (p.command, p.suite, p.judge) == (line.command, line.suite, line.judge)]


def require_writable(path: Path | None) -> None:
    """Raises BadInput if a file cannot be written. The content of the file is not changed."""
    try:
        if path:
            with path.open("a", encoding="utf-8"):
                pass
    except OSError as e:
        raise BadInput(f"{path} cannot be written: {e.strerror or e}") from None


def clear_file(path: Path | None) -> None:
    if path and path.is_file():
        path.write_text("")
