"""`onrecord eval`."""

import json as jsonlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vectorstore.errors import EvalFailed, OnRecordError
from vectorstore.settings import Settings, read_settings
from vectorstore.store import open_store
from vectorstore.terminal import print_json, progress_bar

if TYPE_CHECKING:
    from assistant.turn import Assistant

group = typer.Typer(help="Measure whether answers stay faithful to their sources.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(group, name="eval")


@group.callback()
def _group() -> None:
    """Keeps `run` a subcommand while it is the only one."""


@group.command()
def run(
    suite: Annotated[str, typer.Option(help="`newsroom` (the sample corpus, in a throwaway home) or a file of cases for the archive in the home.")] = "newsroom",
    model: Annotated[str | None, typer.Option(help="Chat model that drafts; without one the sources are quoted.")] = None,
    base_url: Annotated[str | None, typer.Option(help="Base URL of the chat model's API.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write the results, every case with its scores, as JSON.")] = None,
    baseline: Annotated[Path | None, typer.Option(help="Fail when a figure is below this baseline; for newsroom the committed one is the default.")] = None,
    update_baseline: Annotated[bool, typer.Option("--update-baseline", help="Write the baseline instead of comparing with it.")] = False,
    home: Annotated[Path | None, typer.Option(help="Folder of the archive that a suite FILE asks.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the results as JSON.")] = False,
) -> None:
    """Answer every case with the function that production uses, score the answers, compare with a baseline."""
    from evals import baseline as baselines
    from evals.cases import load_cases, newsroom_cases
    from evals.report import show
    from evals.run import run as run_cases

    settings = read_settings(model=model, base_url=base_url, home=home)
    cases = newsroom_cases() if suite == "newsroom" else load_cases(Path(suite))
    with newsroom_home(settings) if suite == "newsroom" else own_home(settings) as asked, opened(asked) as assistant, progress_bar() as bar:
        results = run_cases(cases, assistant, lambda done, total: bar("answering", done, total))
    if out:
        out.write_text(jsonlib.dumps(results, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print_json(results) if json else show(results)
    path = baseline or (baselines.default_path() if suite == "newsroom" and model is None else None)
    if path and update_baseline:
        path.write_text(jsonlib.dumps(baselines.make_baseline(results), indent=1) + "\n", "utf-8")
    elif path and (failures := baselines.compare(results, baselines.read_baseline(path))):
        raise EvalFailed("below the baseline: " + "; ".join(failures))


@contextmanager
def newsroom_home(settings: Settings) -> Iterator[Settings]:
    """The sample newsroom in a home of its own. It is taken in by the command, since evals may not import ingest."""
    from evals.cases import corpus

    with tempfile.TemporaryDirectory(prefix="onrecord-eval-") as folder:
        command = [sys.executable, "-m", "ingest", str(corpus() / "articles"), "--home", folder, "--json"]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise OnRecordError(f"the sample newsroom could not be taken in: {done.stderr.strip()[-300:]}")
        yield settings.model_copy(update={"home": Path(folder)})


@contextmanager
def own_home(settings: Settings) -> Iterator[Settings]:
    yield settings


@contextmanager
def opened(settings: Settings) -> "Iterator[Assistant]":
    from assistant.llm import chat_model
    from assistant.turn import Assistant

    with open_store(settings.home, settings.embedding_model) as store:
        store.catch_up()
        yield Assistant(store, chat_model(settings))


