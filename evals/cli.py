"""`onrecord eval`."""

import json as jsonlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.opened import opened_assistant
from evals.score_cli import add_commands
from vectorstore.errors import BadInput, EvalFailed, NotFound, OnRecordError
from vectorstore.settings import DEFAULT_COLLECTION, Settings, read_settings
from vectorstore.terminal import EXIT_CODES, print_json, progress_bar

NEWSROOM = "newsroom"
DEFAULT = "default"
HELP = """Answer every case with the function that production uses, score the answers, compare with a baseline.

The suite `newsroom` is the sample corpus that ships with onrecord, taken in to a throwaway home. A FILE or DIR holds your own cases for
the archive in --home, as JSON lines or as a list in YAML: {id, kind, question, as_of, history, expect, forbid, evidence, speaker}. `expect`
is a list of groups; a right answer holds one string of every group (`answer: "…"` is short for one). `evidence` is a list of
{article, quote}, quotes to the letter. `unanswerable: true` where only abstaining is right. `onrecord eval new` drafts cases.

A figure counts three states apart: passed, failed and not judged. Worse than the baseline, the exit code is 6.

Examples: `onrecord eval run` · `onrecord eval run --out results.json --html report.html` · `onrecord eval run --suite mine.yaml --home ~/archive`
"""

group = typer.Typer(help="Measure whether answers stay faithful to their sources.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(group, name="eval")


add_commands(group)

Suite = Annotated[str, typer.Option(help="`newsroom`, or a file or folder of cases.", metavar="newsroom|FILE|DIR")]
Home = Annotated[Path | None, typer.Option(help="Folder of the archive that a suite of your own asks.")]
Lower = Annotated[list[str] | None, typer.Option(help="With --update-baseline: lower the floor of a figure; needs --reason.", metavar="NAME=VALUE")]
Reason = Annotated[str, typer.Option(help="Why a floor is lowered; stays in the baseline.")]


@group.command(help=HELP, epilog=EXIT_CODES)
def run(
    suite: Suite = NEWSROOM,
    home: Home = None,
    model: Annotated[str | None, typer.Option(help="Chat model that drafts; without one the sources are quoted.")] = None,
    base_url: Annotated[str | None, typer.Option(help="Base URL of the chat model's API.")] = None,
    judge: Annotated[str | None, typer.Option(help="Who judges support: local, nli:MODEL or llm:PROVIDER:MODEL.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write the results, every case with its scores, as JSON.", metavar="FILE")] = None,
    junit: Annotated[Path | None, typer.Option(help="Write JUnit XML.", metavar="FILE")] = None,
    markdown: Annotated[Path | None, typer.Option(help="Append a Markdown summary, as for a pull request.", metavar="FILE")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page with each failed claim beside its article.", metavar="FILE")] = None,
    baseline: Annotated[
        str | None,
        typer.Option(help="Fail when it is worse than here; `default` is the committed one, used for newsroom without --model.", metavar="FILE|default"),
    ] = None,
    update_baseline: Annotated[bool, typer.Option("--update-baseline", help="Write the baseline instead of comparing with it.")] = False,
    lower: Lower = None,
    reason: Reason = "",
    repeat: Annotated[int, typer.Option(help="Run so often, and fail when two runs differ in anything but times.", min=1, max=20)] = 1,
    json: Annotated[bool, typer.Option("--json", help="Print the results as JSON.")] = False,
) -> None:
    from assistant.last_eval import write_last_eval
    from evals import baseline as baselines
    from evals.gate import held_against
    from evals.html import write_html
    from evals.junit import write_junit
    from evals.markdown import write_markdown
    from evals.report import show

    settings = read_settings(model=model, base_url=base_url, home=home, judge=judge)
    path = baseline_path(baseline, suite, settings)
    if update_baseline and path is None:
        raise BadInput("say which baseline to write: --baseline FILE")
    lowered = read_lowered(lower or [], update_baseline)
    # What the run will need is tried before it, which may take minutes.
    before = baselines.read_baseline(path) if path and (not update_baseline or path.exists()) else None
    for file in (out, junit, markdown, html):
        require_writable(file)
    results = answered(suite, settings, home, repeat)
    write_last_eval(settings.folder, suite, results["summary"])
    if out:
        out.write_text(jsonlib.dumps(results, ensure_ascii=False, indent=1) + "\n", "utf-8")
    if path and update_baseline:
        baselines.write_baseline(path, baselines.make_baseline(results, before, lowered, reason))
    compared, worse = held_against(results, before) if before and not update_baseline else ([], [])
    if junit:
        write_junit(junit, results, worse)
    if markdown:
        write_markdown(markdown, results, compared)
    if html:
        write_html(html, results, worse)
    try:
        print_json(results) if json else show(results, compared)
    finally:  # `onrecord eval run | head` closes the pipe; the verdict must stand nonetheless
        if worse:
            raise EvalFailed("; ".join(worse))


@group.command(epilog="Example: `onrecord eval new --home ~/archive --n 40 --out mine.yaml`, then confirm, then `onrecord eval run --suite mine.yaml --home ~/archive`")
def new(
    out: Annotated[Path, typer.Option(help="Where the drafts go, as YAML; a file that exists is left alone.", metavar="FILE.yaml")],
    n: Annotated[int, typer.Option("--n", help="How many at most.", min=1, max=1000)] = 40,
    home: Home = None,
) -> None:
    """Draft cases from your own articles: questions by rule from who said what, numbers and dates. They are marked as drafts, which
    `eval run` leaves out until somebody has confirmed them by taking `draft` away."""
    import yaml

    from evals.drafting import draft_cases
    from vectorstore.store import open_archive

    if out.exists():
        raise BadInput(f"{out} is there already; name another file, or remove it")
    rows = draft_cases(open_archive(read_settings(home=home).folder), n)
    if not rows:
        raise NotFound("no article of this archive gives a question; take some in with `onrecord ingest PATH`")
    require_writable(out)
    out.write_text(yaml.safe_dump([r.model_dump(mode="json", exclude_defaults=True) for r in rows], allow_unicode=True, sort_keys=False, width=120), "utf-8")
    typer.echo(f"{len(rows)} drafts are in {out}; confirm each and take its `draft` away")


@group.command(epilog=EXIT_CODES + " · Example: `onrecord eval run --out results.json; onrecord eval gate results.json --baseline main.json`")
def gate(
    results: Annotated[Path, typer.Argument(help="What `onrecord eval run --out` wrote.")],
    baseline: Annotated[str, typer.Option(help="What `--update-baseline` wrote; `default` is the committed one.", metavar="FILE|default")] = DEFAULT,
    json: Annotated[bool, typer.Option("--json", help="Print the comparison as JSON.")] = False,
) -> None:
    """Compare results with a baseline, case by case, and fail where they are worse than chance would have it or beyond a floor. Results or
    a baseline that are missing, unreadable, half or of other cases fail."""
    from evals.baseline import default_path, read_baseline
    from evals.gate import held_against, read_results
    from evals.report import show_comparison

    compared, worse = held_against(read_results(results), read_baseline(default_path() if baseline == DEFAULT else Path(baseline)))
    print_json({"figures": [asdict(c) for c in compared], "worse": worse}) if json else show_comparison(compared)
    if worse:
        raise EvalFailed("; ".join(worse))


def read_lowered(given: list[str], update: bool) -> dict[str, float]:
    """Raises BadInput when one is not NAME=VALUE, or no baseline is being written."""
    if given and not update:
        raise BadInput("--lower goes with --update-baseline")
    try:
        found = {name: float(value) for name, _, value in (g.partition("=") for g in given)}
    except ValueError:
        raise BadInput("--lower is NAME=VALUE, such as --lower citation_recall=0.6") from None
    if any(not 0 <= value <= 1 for value in found.values()):
        raise BadInput("a floor is between 0 and 1")
    return found


def baseline_path(given: str | None, suite: str, settings: Settings) -> Path | None:
    from evals.baseline import default_path

    if given is None and suite == NEWSROOM and settings.model is None:
        given = DEFAULT
    return default_path() if given == DEFAULT else Path(given) if given else None


def answered(suite: str, settings: Settings, home: Path | None, repeat: int = 1) -> dict[str, Any]:
    """Raises EvalFailed when repeated runs differ."""
    from evals.run import run as run_cases
    from evals.run import timeless
    from evals.suite import load_cases, newsroom_cases

    if suite == NEWSROOM and home:
        raise BadInput("the newsroom is asked in a home of its own; leave out --home, or name a --suite FILE for your archive")
    cases = newsroom_cases() if suite == NEWSROOM else load_cases(Path(suite))
    with asked_home(suite, settings) as asked, opened_assistant(asked) as assistant, progress_bar() as bar:
        results = [run_cases(cases, assistant, lambda done, total: bar("answering", done, total)) for _ in range(repeat)]
    if any(timeless(r) != timeless(results[0]) for r in results[1:]):
        raise EvalFailed(f"{repeat} runs of the same cases differ; an archive or a model that changes cannot be compared with a baseline")
    return results[0]


@contextmanager
def asked_home(suite: str, settings: Settings) -> Iterator[Settings]:
    if suite != NEWSROOM:
        yield settings
        return
    with tempfile.TemporaryDirectory(prefix="onrecord-eval-") as folder:
        take_in_newsroom(folder)
        yield settings.model_copy(update={"home": Path(folder), "collection": DEFAULT_COLLECTION})


def take_in_newsroom(home: str) -> None:
    """Earlier states of some articles first: answers may only cite the later."""
    from evals.cases import corpus

    for folder in ("earlier", "articles"):
        if rejected := take_in(corpus() / folder, home)["rejected"]:
            raise OnRecordError(f"the sample newsroom could not be taken in whole: {rejected}; reinstall onrecord")


def take_in(path: Path, home: str) -> Any:
    """By the command in a process of its own, since evals may not import ingest."""
    command = [sys.executable, "-m", "ingest", str(path), "--home", home, "--collection", DEFAULT_COLLECTION, "--json"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise OnRecordError(f"{path} could not be taken in: {done.stderr.strip()[-300:]}")
    return jsonlib.loads(done.stdout)


def require_writable(path: Path | None) -> None:
    """Leaves what is there. Raises BadInput."""
    try:
        if path:
            with path.open("a", encoding="utf-8"):
                pass
    except OSError as e:
        raise BadInput(f"{path} cannot be written: {e.strerror or e}") from None
