"""The commands `onrecord eval score` and `onrecord eval judge`."""

from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

import typer

from onrecord.assistant.cli import BaseUrl, JudgedBy, NoCache
from onrecord.evals.cli.files import History, extend_history, require_writable
from onrecord.vectorstore.command_line import EXIT_CODES, AsJson, complain, print_json, progress_bar
from onrecord.vectorstore.errors import BadInput, EvalFailed
from onrecord.vectorstore.settings import read_settings

SCORE_HELP = """Score the answers of any system by the texts of which they were made. The local judge needs no key, network or chat model.

FILE has JSON lines, a JSON array, CSV or TSV with {question, answer, contexts, citations?, answerable?, reference?, id?}. Exports of RAGAS,
DeepEval, ARES, TruLens and promptfoo are read as they are. Other keys are ignored, and a message lists them. `citations` are numbers of
contexts from 1, for the complete answer or as a list for each sentence. Without `citations`, the [n] in the answer count. A row that
cannot be used is reported with its line, the others are scored, and the exit code is 2.

Controls are judged first: answers made by rule must all come out right, and of answers in words of their own at least half. If not, the exit code is 6.

Examples: `onrecord eval score answers.jsonl` · `onrecord eval score - --json --fail-under faithfulness=0.95 --fail-under verdict=0.9`
"""


def add_commands(group: typer.Typer) -> None:
    group.command(help=SCORE_HELP, epilog=EXIT_CODES)(score)
    group.command(epilog=EXIT_CODES)(judge)


def score(
    file: Annotated[str, typer.Argument(help="A file of JSON lines, a JSON array, CSV or TSV; - for standard input.")],
    judge: JudgedBy = None,
    base_url: BaseUrl = None,
    fail_under: Annotated[list[str] | None, typer.Option(help="Fail if this score is lower, or was judged for less than 90% of the answers. May be given several times.", metavar="NAME=VALUE")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Stop at the first row that cannot be used.")] = False,
    no_cache: NoCache = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the number of calls to an llm: judge, and make none.")] = False,
    junit: Annotated[Path | None, typer.Option(help="Write JUnit XML.", metavar="FILE")] = None,
    markdown: Annotated[Path | None, typer.Option(help="Append a Markdown summary for a pull request.", metavar="FILE")] = None,
    html: Annotated[Path | None, typer.Option(help="Write an HTML page with the failed answers first.", metavar="FILE")] = None,
    price_per_million: Annotated[float | None, typer.Option(min=0, help="Price of a million tokens for --dry-run.")] = None,
    history: History = None,
    format: Annotated[
        str | None,
        typer.Option(help="Print the scores in this form: json, ragas (JSON lines), deepeval (a JSON array), csv, junit, markdown or html.", metavar="NAME"),
    ] = None,
    json: AsJson = False,
) -> None:
    from onrecord.assistant.gate import make_judge
    from onrecord.evals.answers import broken_bounds, read_bounds, read_score_rows, run_controls, score_rows
    from onrecord.evals.judges import CachedJudge, ask_ahead, estimate, make_patient, open_cache, pairs_of_rows
    from onrecord.evals.reports import FORMATS, show_scores, write_reports
    from onrecord.evals.trends import read_history
    from onrecord.vectorstore.embedding import PackagedEmbedder

    bounds = read_bounds(fail_under or [])
    chosen = "json" if json and format is None else format
    if chosen is not None and chosen not in FORMATS:
        raise BadInput(f"--format {chosen}: choose one of {', '.join(FORMATS)}")
    past = read_history(history) if history else []
    require_writable(history)
    settings = read_settings(judge=judge, base_url=base_url)
    embedder = PackagedEmbedder()
    bare = make_judge(settings, embedder)
    read = read_score_rows(file, strict)
    for r in read.rejected:
        complain(f"{read.name}:{r.line} {r.why}", BadInput.exit_code)
    if read.ignored:
        typer.echo(f"onrecord: ignored keys: {', '.join(read.ignored)}", err=True)
    with closing(open_cache(bare, not no_cache)) as cache, progress_bar() as bar:
        asked = make_patient(bare, cache, settings)
        if isinstance(asked, CachedJudge):
            pairs = pairs_of_rows(read.rows, asked)
            if dry_run:
                return show_estimate(estimate(pairs, asked), price_per_million, json)
            ask_ahead(pairs, asked, lambda done, total: bar("asking the judge", done, total))
        elif dry_run:
            raise BadInput("the local judge costs nothing; leave out --dry-run, or choose another --judge")
        controls = run_controls(asked)
        if controls.wrong:  # before any figure
            complain(controls.sentence, EvalFailed.exit_code)
        results = score_rows(read.rows, asked, embedder, controls, lambda done, total: bar("scoring", done, total), read.rejected)
    failures = [s for s in (controls.sentence, *broken_bounds(results, bounds)) if s]
    unread = [f"{len(read.rejected)} of {len(read.rejected) + len(read.rows)} rows could not be used"] if read.rejected else []
    trend = [] if controls.wrong else extend_history(history, past, results, Path(file).name)
    write_reports(results, [*failures, *unread], junit, markdown, html, history=trend)
    try:
        typer.echo(FORMATS[chosen](read.rows, results, [*failures, *unread]), nl=False) if chosen else show_scores(results)
    finally:  # also when a pipe was closed
        if failures:
            raise EvalFailed("; ".join([*failures, *unread]))
        if unread:
            raise BadInput(unread[0])


def show_estimate(estimate: Any, price: float | None, json: bool) -> None:
    from dataclasses import asdict

    cost = None if price is None else round(estimate.cost(price), 4)
    if json:
        return print_json(asdict(estimate) | {"cost": cost})
    typer.echo(f"about {estimate.calls} calls and {estimate.tokens} tokens; {estimate.known} scores are cached")
    if cost is not None:
        typer.echo(f"about {cost:g}, at {price:g} per million tokens")


def judge(
    bench: Annotated[Path | None, typer.Option(help="Folder with falke, fib_fib, fib_mfma, wice_dev, xsumfaith or clapnq_dev_answerable, each as .jsonl.gz, or with eval_rows.jsonl; this may also lie in its sister folder wikinews.")] = None,
    judge: JudgedBy = None,
    base_url: BaseUrl = None,
    sentences: Annotated[int, typer.Option(min=1, help="Number of sentences of each sample article from which claims are made.")] = 6,
    rows: Annotated[int, typer.Option(min=2, help="Judge at most this many claims of each labelled set.")] = 300,
    no_cache: NoCache = False,
    json: AsJson = False,
) -> None:
    """Print the card of the judge: how well it tells right claims and answers from faulty ones, by data set and kind of fault.

    It judges hand-written answers in words of their own, claims that are made by rule from the sample newsroom, and the sets in --bench, which people
    labelled or wrote. Beside its figures stand those of simple methods, and which sets it was trained on.
    """
    from onrecord.assistant.gate import make_judge
    from onrecord.evals.bench import Measuring, measure_labelled, measure_made, measure_paraphrases, show_card
    from onrecord.evals.judges import make_patient, open_cache
    from onrecord.vectorstore.embedding import PackagedEmbedder

    settings = read_settings(judge=judge, base_url=base_url)
    embedder = PackagedEmbedder()
    bare = make_judge(settings, embedder)
    with closing(open_cache(bare, not no_cache)) as cache, progress_bar() as bar:
        measuring = Measuring(make_patient(bare, cache, settings), embedder, bar)
        labelled = measure_labelled(measuring, bench, rows) if bench else {}
        sets = measure_paraphrases(measuring) | {"made by rule": measure_made(measuring, sentences)} | labelled
    results = {"judge": measuring.judge.name, "sets": sets}
    print_json(results) if json else show_card(results)
