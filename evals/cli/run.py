"""`onrecord eval run`."""

import json as jsonlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.assistant.cli import BaseUrl, JudgedBy, Model, NoCache, opened_assistant
from onrecord.vectorstore.command_line import AsJson, complain, print_json, progress_bar
from onrecord.vectorstore.errors import BadInput, EvalFailed
from onrecord.vectorstore.settings import DEFAULT_COLLECTION, Settings, read_settings

if TYPE_CHECKING:
    from onrecord.assistant.gate import Judge
    from onrecord.assistant.turn import Assistant
    from onrecord.evals.suite import Case

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

Suite = Annotated[str, typer.Option(help="`newsroom`, or a file or folder of cases.", metavar="newsroom|FILE|DIR")]
Home = Annotated[Path | None, typer.Option(help="Folder of the archive that a suite of your own asks.")]
Lower = Annotated[list[str] | None, typer.Option(help="With --update-baseline: lower the floor of a figure; needs --reason.", metavar="NAME=VALUE")]
Reason = Annotated[str, typer.Option(help="Why a floor is lowered; stays in the baseline.")]


def run(
    suite: Suite = NEWSROOM,
    home: Home = None,
    model: Model = None,
    base_url: BaseUrl = None,
    judge: JudgedBy = None,
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
    repeat: Annotated[int, typer.Option(help="Run so often, and fail when two runs differ in anything but times; a judge is asked anew in each.", min=1, max=20)] = 1,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what an llm: judge would be asked, and ask nothing.")] = False,
    price_per_million: Annotated[float | None, typer.Option(min=0, help="Price of a million tokens, for --dry-run.")] = None,
    no_cache: NoCache = False,
    json: AsJson = False,
) -> None:
    from onrecord.assistant.eval_summary import write_last_eval
    from onrecord.evals.reports import show, write_reports
    from onrecord.evals.run import check_lowered, held_against, make_baseline, read_baseline, write_baseline

    settings = read_settings(model=model, base_url=base_url, home=home, judge=judge)
    if dry_run:
        return show_cost(suite, settings, home, not no_cache, price_per_million, json)
    path = baseline_path(baseline, suite, settings)
    if update_baseline and path is None:
        raise BadInput("say which baseline to write: --baseline FILE")
    lowered = read_lowered(lower or [], update_baseline)
    check_lowered(lowered, reason)
    # What the run will need is tried before it, which may take minutes.
    before = read_baseline(path) if path and (not update_baseline or path.exists()) else None
    for file in (out, junit, markdown, html):
        require_writable(file)
    for file in (out, junit, html):  # nobody may take what an earlier run left for what this one found
        empty(file)
    results = answered(suite, settings, home, repeat, not no_cache)
    untrusted = results["controls"]["sentence"]
    if not untrusted:
        write_last_eval(settings.folder, suite, results["summary"])
    if out:
        out.write_text(jsonlib.dumps(results, ensure_ascii=False, indent=1) + "\n", "utf-8")
    if path and update_baseline and not untrusted:
        write_baseline(path, make_baseline(results, before, lowered, reason))
    compared, worse = held_against(results, before) if before and not update_baseline else ([], [])
    failed = [s for s in (untrusted, *worse) if s]
    write_reports(results, failed, junit, markdown, html, compared)
    try:
        print_json(results) if json else show(results, compared)
    finally:  # `onrecord eval run | head` closes the pipe; the verdict must stand nonetheless
        if failed:
            raise EvalFailed("; ".join(failed))


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
    from onrecord.evals.run import default_path

    if given is None and suite == NEWSROOM and settings.model is None:
        given = DEFAULT
    return default_path() if given == DEFAULT else Path(given) if given else None


def answered(suite: str, settings: Settings, home: Path | None, repeat: int = 1, kept: bool = True) -> dict[str, Any]:
    """Args:
        kept: what slow judges say is kept, and not asked again; never where runs are repeated, which would then be the same of necessity.

    Raises:
        EvalFailed: repeated runs differ.
    """
    from onrecord.evals.run import timeless
    from onrecord.evals.suite import load_cases, newsroom_cases

    if suite == NEWSROOM and home:
        raise BadInput("the newsroom is asked in a home of its own; leave out --home, or name a --suite FILE for your archive")
    cases = newsroom_cases() if suite == NEWSROOM else load_cases(Path(suite))
    with asked_home(suite, settings) as asked, opened_assistant(asked) as assistant, progress_bar() as bar:
        judges = (judging(assistant.judge, settings, kept and repeat == 1) for _ in range(repeat))
        results = [one_run(cases, assistant, judge, lambda done, total: bar("answering", done, total)) for judge in judges]
    if any(timeless(r) != timeless(results[0]) for r in results[1:]):
        raise EvalFailed(f"{repeat} runs of the same cases differ; an archive or a model that changes cannot be compared with a baseline")
    return results[0]


def show_cost(suite: str, settings: Settings, home: Path | None, kept: bool, price: float | None, json: bool) -> None:
    """What the judge of `settings` would be asked. Raises BadInput: it costs nothing."""
    from onrecord.evals.cli.score import show_estimate
    from onrecord.evals.judges import CachedJudge, estimate
    from onrecord.evals.suite import load_cases, newsroom_cases

    cases = newsroom_cases() if suite == NEWSROOM else load_cases(Path(suite))
    with asked_home(suite, settings) as asked, opened_assistant(asked) as assistant, judging(assistant.judge, settings, kept) as judge:
        if not isinstance(judge, CachedJudge):
            raise BadInput("the local judge asks nobody and costs nothing; leave out --dry-run, or name another --judge")
        show_estimate(estimate(to_be_asked(cases, assistant, judge), judge), price, json)


def to_be_asked(cases: Sequence["Case"], assistant: "Assistant", judge: "Judge") -> list[tuple[str, str]]:
    """Claims and sources that a run will ask a judge about, or nearly so: found out from drafts that quote, with one that finds all supported."""
    from onrecord.evals.answers import run_controls
    from onrecord.evals.judges import Recorder
    from onrecord.evals.run import run as run_cases

    recorder = Recorder(judge.name)
    run_controls(recorder)
    run_cases(cases, replace(assistant, model=None, judge=recorder))
    return list(recorder.asked)


def one_run(cases: Sequence["Case"], assistant: "Assistant", judging: AbstractContextManager["Judge"], progress: Callable[[int, int], None]) -> dict[str, Any]:
    """The controls first: where one comes out wrong, that is said before anything that might be believed."""
    from onrecord.evals.answers import run_controls
    from onrecord.evals.judges import CachedJudge, ask_ahead
    from onrecord.evals.run import run as run_cases

    with judging as judge:
        if isinstance(judge, CachedJudge):
            ask_ahead(to_be_asked(cases, assistant, judge), judge, progress)
        controls = run_controls(judge)
        if controls.wrong:
            complain(controls.sentence, EvalFailed.exit_code)
        return run_cases(cases, replace(assistant, judge=judge), progress) | {"controls": controls.as_json()}


@contextmanager
def judging(judge: "Judge", settings: Settings, kept: bool) -> Iterator["Judge"]:
    from onrecord.evals.judges import careful, opened_cache

    with closing(opened_cache(judge, kept)) as cache:
        yield careful(judge, cache, settings)


@contextmanager
def asked_home(suite: str, settings: Settings) -> Iterator[Settings]:
    if suite != NEWSROOM:
        yield settings
        return
    with tempfile.TemporaryDirectory(prefix="onrecord-eval-") as folder:
        from onrecord.evals.suite import take_in_newsroom

        take_in_newsroom(folder)
        yield settings.model_copy(update={"home": Path(folder), "collection": DEFAULT_COLLECTION})


def require_writable(path: Path | None) -> None:
    """Leaves what is there. Raises BadInput."""
    try:
        if path:
            with path.open("a", encoding="utf-8"):
                pass
    except OSError as e:
        raise BadInput(f"{path} cannot be written: {e.strerror or e}") from None


def empty(path: Path | None) -> None:
    if path and path.is_file():
        path.write_text("")
