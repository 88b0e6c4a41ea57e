"""The command `onrecord eval run`."""

import json as jsonlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import SecretStr

from onrecord.assistant.cli import BaseUrl, JudgedBy, Model, NoCache, opened_assistant
from onrecord.evals.cli.files import History, clear_file, extend_history, require_writable
from onrecord.vectorstore.command_line import AsJson, complain, print_json, progress_bar
from onrecord.vectorstore.errors import BadInput, EvalFailed
from onrecord.vectorstore.settings import DEFAULT_COLLECTION, Settings, read_settings

if TYPE_CHECKING:
    from onrecord.assistant.gate import Judge
    from onrecord.assistant.turn import Assistant
    from onrecord.evals.run import EvalResults
    from onrecord.evals.suite import Case

NEWSROOM = "newsroom"
DEFAULT = "default"
HELP = """Answer every case with the function that production uses, score the answers, and compare the scores with a baseline.

The suite `newsroom` is the sample corpus of onrecord. The command ingests it into a temporary home. A FILE or DIR has your own cases for
the archive in --home, as JSON lines or as a YAML list: {id, kind, question, as_of, history, expect, forbid, evidence, speaker}. `expect`
is a list of groups; a right answer contains one string of every group (`answer: "…"` is short for one group). `evidence` is a list of
{article, quote} with verbatim quotes. `unanswerable: true` means that only abstaining is right. `onrecord eval new` drafts cases.

Every figure counts passed, failed and not judged cases separately. The exit code is 6 if a figure is worse than the baseline.

Examples: `onrecord eval run` · `onrecord eval run --out results.json --html report.html` · `onrecord eval run --suite mine.yaml --home ~/archive`
"""

Suite = Annotated[str, typer.Option(help="`newsroom`, or a file or folder of cases.", metavar="newsroom|FILE|DIR")]
Home = Annotated[Path | None, typer.Option(help="Folder of the archive for your own suite.")]
Lower = Annotated[list[str] | None, typer.Option(help="With --update-baseline: lower the floor of a figure. This needs --reason.", metavar="NAME=VALUE")]
Reason = Annotated[str, typer.Option(help="The reason for lowering a floor. The baseline stores it.")]


def run(
    suite: Suite = NEWSROOM,
    home: Home = None,
    model: Model = None,
    base_url: BaseUrl = None,
    judge: JudgedBy = None,
    out: Annotated[Path | None, typer.Option(help="Write the results as JSON: every case with its scores.", metavar="FILE")] = None,
    junit: Annotated[Path | None, typer.Option(help="Write JUnit XML.", metavar="FILE")] = None,
    markdown: Annotated[Path | None, typer.Option(help="Append a Markdown summary for a pull request.", metavar="FILE")] = None,
    html: Annotated[Path | None, typer.Option(help="Write an HTML page with each failed claim beside its article.", metavar="FILE")] = None,
    baseline: Annotated[
        str | None,
        typer.Option(help="Fail if a figure is worse than in this baseline. `default` is the committed one; newsroom without --model uses it.", metavar="FILE|default"),
    ] = None,
    update_baseline: Annotated[bool, typer.Option("--update-baseline", help="Write the baseline, and do not compare with it.")] = False,
    lower: Lower = None,
    reason: Reason = "",
    history: History = None,
    workers: Annotated[int, typer.Option(help="Answer this many cases at the same time. The results are the same. It helps if a chat model or an llm: judge is asked.", min=1, max=32)] = 1,
    repeat: Annotated[int, typer.Option(help="Run this many times, and fail if the results of two runs differ, apart from times. Every run asks the judge again.", min=1, max=20)] = 1,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the number of calls to an llm: judge, and make none.")] = False,
    price_per_million: Annotated[float | None, typer.Option(min=0, help="Price of a million tokens for --dry-run.")] = None,
    no_cache: NoCache = False,
    json: AsJson = False,
) -> None:
    from onrecord.assistant.eval_summary import write_last_eval
    from onrecord.evals.reports import headline, show_results, write_reports
    from onrecord.evals.run import check_lowered, compare, make_baseline, read_baseline, write_baseline
    from onrecord.evals.trends import read_history

    settings = read_settings(model=model, base_url=base_url, home=home, judge=judge)
    if dry_run:
        return show_cost(suite, settings, not no_cache, price_per_million, json)
    path = baseline_path(baseline, suite, settings)
    if update_baseline and path is None:
        raise BadInput("give the baseline to write: --baseline FILE")
    lowered = read_lowered(lower or [], update_baseline)
    check_lowered(lowered, reason)
    # These checks come first, so that an error does not appear only after a run of minutes.
    before = read_baseline(path) if path and (not update_baseline or path.exists()) else None
    past = read_history(history) if history else []
    for file in (out, junit, markdown, html, history):
        require_writable(file)
    for file in (out, junit, html):  # so that nobody reads an older report as the report of this run
        clear_file(file)
    results = run_suite(suite, settings, home, repeat, not no_cache, workers)
    untrusted = results.controls.sentence if results.controls else ""
    if not untrusted:
        write_last_eval(settings.folder, suite, {name: figure.model_dump() for name, figure in headline(results).items()})
    if out:
        out.write_text(jsonlib.dumps(results.model_dump(), ensure_ascii=False, indent=1) + "\n", "utf-8")
    if path and update_baseline and not untrusted:
        write_baseline(path, make_baseline(results, before, lowered, reason))
    comparison = compare(results, before) if before and not update_baseline else None
    failed = [s for s in (untrusted, *(comparison.failures if comparison else ())) if s]
    write_reports(results, failed, junit, markdown, html, comparison, extend_history(history, past, results, suite) if not untrusted else ())
    try:
        print_json(results.model_dump()) if json else show_results(results, comparison, in_sample=suite == NEWSROOM)
    finally:  # also when `onrecord eval run | head` closes the pipe
        if failed:
            raise EvalFailed("; ".join(failed))


def read_lowered(given: list[str], update: bool) -> dict[str, float]:
    """The lowered floors by name. Raises BadInput if one is not NAME=VALUE, or if the run does not write a baseline."""
    if given and not update:
        raise BadInput("--lower needs --update-baseline")
    try:
        found = {name: float(value) for name, _, value in (g.partition("=") for g in given)}
    except ValueError:
        raise BadInput("write --lower NAME=VALUE, such as --lower citation_recall=0.6") from None
    if any(not 0 <= value <= 1 for value in found.values()):
        raise BadInput("a floor is between 0 and 1")
    return found


def baseline_path(given: str | None, suite: str, settings: Settings) -> Path | None:
    from onrecord.evals.run import default_path

    if given is None and suite == NEWSROOM and settings.model is None:
        given = DEFAULT
    return default_path() if given == DEFAULT else Path(given) if given else None


def run_suite(suite: str, settings: Settings, home: Path | None, repeat: int = 1, cached: bool = True, workers: int = 1) -> "EvalResults":
    """Run a suite.

    Args:
        cached: read and store the scores of slow judges. Repeated runs never use stored scores, because then they could not differ.

    Raises:
        EvalFailed: the results of repeated runs differ.
    """
    from onrecord.evals.suite import load_cases, newsroom_cases

    if suite == NEWSROOM and home:
        raise BadInput("the suite `newsroom` runs in a temporary home; leave out --home, or give a --suite FILE for your archive")
    cases = newsroom_cases() if suite == NEWSROOM else load_cases(Path(suite))
    with suite_home(suite, settings) as at_home, opened_assistant(at_home) as assistant, progress_bar() as bar:
        judges = (open_judge(assistant.judge, settings, cached and repeat == 1) for _ in range(repeat))
        results = [run_once(cases, assistant, judge, lambda done, total: bar("answering", done, total), workers) for judge in judges]
    if any(r.without_times() != results[0].without_times() for r in results[1:]):
        raise EvalFailed(f"{repeat} runs of the same cases differ; an archive or a model that changes cannot be compared with a baseline")
    return results[0]


def show_cost(suite: str, settings: Settings, cached: bool, price: float | None, json: bool) -> None:
    """Show the number of calls to the judge of `settings`. Raises BadInput if this is the local judge, which costs nothing."""
    from onrecord.evals.cli.score import show_estimate
    from onrecord.evals.judges import CachedJudge, estimate
    from onrecord.evals.suite import load_cases, newsroom_cases

    cases = newsroom_cases() if suite == NEWSROOM else load_cases(Path(suite))
    with suite_home(suite, settings) as at_home, opened_assistant(at_home) as assistant, open_judge(assistant.judge, settings, cached) as judge:
        if not isinstance(judge, CachedJudge):
            raise BadInput("the local judge costs nothing; leave out --dry-run, or choose another --judge")
        show_estimate(estimate(pairs_to_judge(cases, assistant, judge), judge), price, json)


def pairs_to_judge(cases: Sequence["Case"], assistant: "Assistant", judge: "Judge") -> list[tuple[str, str]]:
    """An estimate of the claims and sources that a run will ask a judge about. It comes from a run that quotes, with a judge that supports all."""
    from onrecord.evals.answers import run_controls
    from onrecord.evals.judges import Recorder
    from onrecord.evals.run import run as run_cases

    recorder = Recorder(judge.name)
    run_controls(recorder, with_paraphrases=assistant.model is not None)
    run_cases(cases, replace(assistant, model=None, judge=recorder))
    return list(recorder.asked)


def run_once(
    cases: Sequence["Case"], assistant: "Assistant", opening: AbstractContextManager["Judge"], progress: Callable[[int, int], None], workers: int
) -> "EvalResults":
    """Run the controls first, then the cases. If a control comes out wrong, a message says so before any figure."""
    from onrecord.evals.answers import run_controls
    from onrecord.evals.judges import CachedJudge, ask_ahead
    from onrecord.evals.run import run as run_cases

    with opening as judge:
        if isinstance(judge, CachedJudge):
            ask_ahead(pairs_to_judge(cases, assistant, judge), judge, progress)
        controls = run_controls(judge, with_paraphrases=assistant.model is not None)
        if controls.wrong:
            complain(controls.sentence, EvalFailed.exit_code)
        return run_cases(cases, replace(assistant, judge=judge), progress, controls.results(), workers)


@contextmanager
def open_judge(judge: "Judge", settings: Settings, cached: bool) -> Iterator["Judge"]:
    from onrecord.evals.judges import make_patient, open_cache

    with closing(open_cache(judge, cached)) as cache:
        yield make_patient(judge, cache, settings)


@contextmanager
def suite_home(suite: str, settings: Settings) -> Iterator[Settings]:
    if suite != NEWSROOM:
        yield settings
        return
    with tempfile.TemporaryDirectory(prefix="onrecord-eval-") as folder:
        from onrecord.evals.suite import ingest_newsroom

        ingest_newsroom(folder)
        yield settings.model_copy(update={"home": Path(folder), "collection": DEFAULT_COLLECTION, "archive": SecretStr("")})
