"""`onrecord eval score` and `onrecord eval judge`."""

from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

import typer

from onrecord.assistant.cli import BaseUrl, JudgedBy, NoCache
from onrecord.vectorstore.command_line import EXIT_CODES, AsJson, complain, print_json, progress_bar
from onrecord.vectorstore.errors import BadInput, EvalFailed
from onrecord.vectorstore.settings import read_settings

SCORE_HELP = """Score anybody's answers by the texts they were made from: no key, no network, no chat model.

FILE holds a JSON object a line: {question, answer, contexts, citations?, answerable?, reference?, id?}. The names of RAGAS
(user_input, response, retrieved_contexts) and DeepEval (input, actual_output, retrieval_context, expected_output) do too; other keys
are ignored and named once. `citations` are numbers of contexts from 1, for the whole answer or a list for each sentence; without them
[n] in the answer counts.

Answers made by rule, which must fail or must pass, are judged first: where one comes out wrong, the run says so and the exit code is 6.

Examples: `onrecord eval score answers.jsonl` · `onrecord eval score - --json --fail-under faithfulness=0.95 --fail-under verdict=0.9`
"""


def add_commands(group: typer.Typer) -> None:
    group.command(help=SCORE_HELP, epilog=EXIT_CODES)(score)
    group.command(epilog=EXIT_CODES)(judge)


def score(
    file: Annotated[str, typer.Argument(help="JSON lines, - for standard input.")],
    judge: JudgedBy = None,
    base_url: BaseUrl = None,
    fail_under: Annotated[list[str] | None, typer.Option(help="Fail when this score is lower, or was judged for under 90% of the answers; may be repeated.", metavar="NAME=VALUE")] = None,
    no_cache: NoCache = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what an llm: judge would be asked, and ask nothing.")] = False,
    junit: Annotated[Path | None, typer.Option(help="Write JUnit XML.", metavar="FILE")] = None,
    markdown: Annotated[Path | None, typer.Option(help="Append a Markdown summary, as for a pull request.", metavar="FILE")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page with the failed sentences first.", metavar="FILE")] = None,
    price_per_million: Annotated[float | None, typer.Option(min=0, help="Price of a million tokens, for --dry-run.")] = None,
    json: AsJson = False,
) -> None:
    from onrecord.assistant.gate import make_judge
    from onrecord.evals.answers import broken, read_bounds, read_score_rows, run_controls, score_rows
    from onrecord.evals.judges import CachedJudge, ask_ahead, careful, estimate, opened_cache, to_ask
    from onrecord.evals.reports import show_scores, write_reports
    from onrecord.vectorstore.embedding import PackagedEmbedder

    bounds = read_bounds(fail_under or [])
    settings = read_settings(judge=judge, base_url=base_url)
    embedder = PackagedEmbedder()
    made = make_judge(settings, embedder)
    read = read_score_rows(file)
    if read.ignored:
        typer.echo(f"onrecord: keys that nothing reads: {', '.join(read.ignored)}", err=True)
    with closing(opened_cache(made, not no_cache)) as cache, progress_bar() as bar:
        asked = careful(made, cache, settings)
        if isinstance(asked, CachedJudge):
            pairs = to_ask(read.rows, asked)
            if dry_run:
                return show_estimate(estimate(pairs, asked), price_per_million, json)
            ask_ahead(pairs, asked, lambda done, total: bar("asking the judge", done, total))
        elif dry_run:
            raise BadInput("the local judge asks nobody and costs nothing; leave out --dry-run, or name another --judge")
        controls = run_controls(asked)
        if controls.wrong:  # before anything that might be believed
            complain(controls.sentence, 6)
        results = score_rows(read.rows, asked, embedder, controls, lambda done, total: bar("scoring", done, total))
    failures = [s for s in (controls.sentence, *broken(results, bounds)) if s]
    write_reports(results, failures, junit, markdown, html)
    try:
        print_json(results) if json else show_scores(results)
    finally:  # the verdict stands also where a pipe was closed
        if failures:
            raise EvalFailed("; ".join(failures))


def show_estimate(estimate: Any, price: float | None, json: bool) -> None:
    from dataclasses import asdict

    cost = None if price is None else round(estimate.cost(price), 4)
    if json:
        return print_json(asdict(estimate) | {"cost": cost})
    typer.echo(f"about {estimate.calls} calls and {estimate.tokens} tokens; {estimate.known} answers are known already")
    if cost is not None:
        typer.echo(f"about {cost:g}, at {price:g} a million tokens")


def judge(
    bench: Annotated[Path | None, typer.Option(help="Folder with falke, fib_fib, fib_mfma, wice_dev, xsumfaith or clapnq_dev_answerable, each .jsonl.gz.")] = None,
    judge: JudgedBy = None,
    base_url: BaseUrl = None,
    sentences: Annotated[int, typer.Option(min=1, help="Of each article of the sample newsroom.")] = 6,
    rows: Annotated[int, typer.Option(min=2, help="Of each labelled set, at most.")] = 300,
    no_cache: NoCache = False,
    json: AsJson = False,
) -> None:
    """How good the judge is, on claims whose right verdict is known: made by rule in the sample newsroom, and labelled by people in
    the sets of --bench; beside the share of words found."""
    from onrecord.assistant.gate import make_judge
    from onrecord.evals.bench import measure_labelled, measure_made, show_judged
    from onrecord.evals.judges import careful, opened_cache

    settings = read_settings(judge=judge, base_url=base_url)
    made = make_judge(settings)
    with closing(opened_cache(made, not no_cache)) as cache, progress_bar() as bar:
        asked = careful(made, cache, settings)
        results = {"judge": asked.name, "made": measure_made(asked, sentences, bar), "sets": measure_labelled(asked, bench, rows, bar) if bench else {}}
    print_json(results) if json else show_judged(results)
