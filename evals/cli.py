"""`onrecord eval`."""

import json as jsonlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.cli import opened_assistant
from vectorstore.errors import BadInput, EvalFailed, OnRecordError
from vectorstore.settings import DEFAULT_COLLECTION, Settings, read_settings
from vectorstore.terminal import EXIT_CODES, print_json, progress_bar

NEWSROOM = "newsroom"
DEFAULT = "default"
HELP = """Answer every case with the function that production uses, score the answers, compare with a baseline.

The suite `newsroom` is the sample corpus that ships with onrecord, taken in to a throwaway home. A FILE holds your own cases for
the archive in --home, one JSON object a line: {id, kind, question, as_of, history, expect, forbid, evidence, speaker}. `expect`
is a list of groups; a right answer holds one string of every group. `evidence` is a list of {article, quote}, quotes to the letter.

A figure counts three states apart: passed, failed and not judged. Below the baseline the exit code is 6.

Examples: `onrecord eval run` · `onrecord eval run --out results.json` · `onrecord eval run --suite mine.jsonl --home ~/archive`
"""

group = typer.Typer(help="Measure whether answers stay faithful to their sources.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(group, name="eval")


@group.callback()
def _group() -> None:
    """Keeps `run` a subcommand while it is the only one."""


@group.command(help=HELP, epilog=EXIT_CODES)
def run(
    suite: Annotated[str, typer.Option(help="`newsroom`, or a file of cases.", metavar="newsroom|FILE")] = NEWSROOM,
    home: Annotated[Path | None, typer.Option(help="Folder of the archive that a suite FILE asks.")] = None,
    model: Annotated[str | None, typer.Option(help="Chat model that drafts; without one the sources are quoted.")] = None,
    base_url: Annotated[str | None, typer.Option(help="Base URL of the chat model's API.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write the results, every case with its scores, as JSON.", metavar="FILE")] = None,
    baseline: Annotated[
        str | None,
        typer.Option(help="Fail when a figure is worse than here; `default` is the committed one, used for newsroom without --model.", metavar="FILE|default"),
    ] = None,
    update_baseline: Annotated[bool, typer.Option("--update-baseline", help="Write the baseline instead of comparing with it.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the results as JSON.")] = False,
) -> None:
    from assistant.last_eval import write_last_eval
    from evals import baseline as baselines
    from evals.report import show

    settings = read_settings(model=model, base_url=base_url, home=home)
    path = baseline_path(baseline, suite, settings)
    if update_baseline and path is None:
        raise BadInput("say which baseline to write: --baseline FILE")
    # What the run will need is tried before it, which may take minutes.
    held_against = baselines.read_baseline(path) if path and not update_baseline else None
    if out:
        save(out, None)
    results = answered(suite, settings, home)
    if out:
        save(out, results)
    write_last_eval(settings.folder, suite, results["figures"])
    if path and update_baseline:
        baselines.write_baseline(path, results)
    failures = baselines.compare(results, held_against) if held_against else []
    try:
        print_json(results) if json else show(results, held_against)
    finally:  # `onrecord eval run | head` closes the pipe; the verdict must stand nonetheless
        if failures:
            raise EvalFailed("worse than the baseline: " + "; ".join(failures))


def baseline_path(given: str | None, suite: str, settings: Settings) -> Path | None:
    from evals.baseline import default_path

    if given is None and suite == NEWSROOM and settings.model is None:
        given = DEFAULT
    return default_path() if given == DEFAULT else Path(given) if given else None


def answered(suite: str, settings: Settings, home: Path | None) -> dict[str, Any]:
    from evals.cases import load_cases, newsroom_cases
    from evals.run import run as run_cases

    if suite == NEWSROOM and home:
        raise BadInput("the newsroom is asked in a home of its own; leave out --home, or name a --suite FILE for your archive")
    cases = newsroom_cases() if suite == NEWSROOM else load_cases(Path(suite))
    with asked_home(suite, settings) as asked, opened_assistant(asked) as assistant, progress_bar() as bar:
        return run_cases(cases, assistant, lambda done, total: bar("answering", done, total))


@contextmanager
def asked_home(suite: str, settings: Settings) -> Iterator[Settings]:
    if suite != NEWSROOM:
        yield settings
        return
    with tempfile.TemporaryDirectory(prefix="onrecord-eval-") as folder:
        take_in_newsroom(folder)
        yield settings.model_copy(update={"home": Path(folder), "collection": DEFAULT_COLLECTION})


def take_in_newsroom(home: str) -> None:
    from evals.cases import corpus

    if rejected := take_in(corpus() / "articles", home)["rejected"]:
        raise OnRecordError(f"the sample newsroom could not be taken in whole: {rejected}; reinstall onrecord")


def take_in(path: Path, home: str) -> Any:
    """By the command in a process of its own, since evals may not import ingest."""
    command = [sys.executable, "-m", "ingest", str(path), "--home", home, "--collection", DEFAULT_COLLECTION, "--json"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise OnRecordError(f"{path} could not be taken in: {done.stderr.strip()[-300:]}")
    return jsonlib.loads(done.stdout)


def save(path: Path, results: dict[str, Any] | None) -> None:
    """Without results: make sure that they can be written, and leave what is there."""
    try:
        with path.open("a" if results is None else "w", encoding="utf-8") as f:
            f.write(jsonlib.dumps(results, ensure_ascii=False, indent=1) + "\n" if results else "")
    except OSError as e:
        raise BadInput(f"the results cannot be written to {path}: {e.strerror or e}") from None
