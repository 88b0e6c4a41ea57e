"""The history file: JSON lines, one for each run, with day, versions and figures."""

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from onrecord.evals.run import EvalResults, Result, RunVersions, Share, Versions
from onrecord.evals.trends.results_file import AnyResults, judge_of
from onrecord.vectorstore.clock import today
from onrecord.vectorstore.errors import BadInput


class PastFigure(Result):
    """The mean of a score over `n` cases with its 95% interval. `value` is null if nothing was judged."""

    value: Share | None
    n: int
    low: Share
    high: Share


class HistoryLine(Result):
    """One run. `command` is `run` or `score`; `digest` identifies the cases (`run`) or rows (`score`). Tuned numbers are not in `versions`."""

    date: str
    command: str
    suite: str
    cases: int
    digest: str
    judge: str
    versions: dict[str, str | None]
    figures: dict[str, PastFigure]


def history_line(results: AnyResults, suite: str) -> HistoryLine:
    """The line of a run of today."""
    return HistoryLine(
        date=today().isoformat(),
        command="run" if isinstance(results, EvalResults) else "score",
        suite=suite,
        cases=len(results.cases),
        digest=results.digest,
        judge=judge_of(results),
        versions=short_versions(results.versions),
        figures={name: PastFigure(value=f.value, n=f.n, low=f.low, high=f.high) for name, f in results.summary.items()},
    )


def short_versions(versions: Versions) -> dict[str, str | None]:
    named = versions.model_dump(exclude={"tuning", "judge"})
    return named if isinstance(versions, RunVersions) else {**named, "model": None}


def read_history(path: Path) -> list[HistoryLine]:
    """The lines of a history file, oldest first. A missing file has none. Raises BadInput if a line cannot be read (the message gives the line)."""
    try:
        text = path.read_text("utf-8") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as e:
        raise BadInput(f"the history {path} cannot be read: {getattr(e, 'strerror', None) or 'not UTF-8 text'}") from None
    return [parse_line(f"{path}:{n}", line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]


def parse_line(where: str, line: str) -> HistoryLine:
    try:
        return HistoryLine.model_validate_json(line)
    except ValidationError as e:
        first: Any = e.errors()[0]
        raise BadInput(f"{where} is not a line of an eval history: {'.'.join(map(str, first['loc']))} {first['msg']}") from None


def append_history(path: Path, line: HistoryLine) -> None:
    """Raises BadInput if the file cannot be written."""
    try:
        with path.open("a", encoding="utf-8") as f:
            f.write(json.dumps(line.model_dump(), ensure_ascii=False) + "\n")
    except OSError as e:
        raise BadInput(f"the history {path} cannot be written: {e.strerror or e}") from None
