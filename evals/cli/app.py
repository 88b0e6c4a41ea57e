"""The commands of `onrecord eval`."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from onrecord.evals.cli.files import require_writable
from onrecord.evals.cli.run import DEFAULT, HELP, Home, run
from onrecord.evals.cli.score import add_commands
from onrecord.vectorstore.command_line import EXIT_CODES, AsJson, print_json
from onrecord.vectorstore.errors import BadInput, EvalFailed, NotFound
from onrecord.vectorstore.settings import read_settings

group = typer.Typer(help="Measure whether answers stay faithful to their sources.", no_args_is_help=True)
group.command(help=HELP, epilog=EXIT_CODES)(run)


def register(app: typer.Typer) -> None:
    app.add_typer(group, name="eval")


@group.command(epilog="Example: `onrecord eval new --home ~/archive --n 40 --out mine.yaml`, then confirm, then `onrecord eval run --suite mine.yaml --home ~/archive`")
def new(
    out: Annotated[Path, typer.Option(help="Write the drafts to this new file, as YAML.", metavar="FILE.yaml")],
    n: Annotated[int, typer.Option("--n", help="Draft at most this many cases.", min=1, max=1000)] = 40,
    home: Home = None,
) -> None:
    """Draft cases from your own articles. Rules make questions about speakers, numbers and dates. `eval run` skips a draft until somebody
    confirms it by removing its `draft`."""
    import yaml

    from onrecord.evals.suite import draft_cases
    from onrecord.vectorstore.store import open_filled_archive

    if out.exists():
        raise BadInput(f"{out} exists already; choose another file, or remove it")
    settings = read_settings(home=home)
    rows = draft_cases(open_filled_archive(settings.folder, settings.database), n)
    if not rows:
        raise NotFound("no article of this archive yields a question; add articles with `onrecord ingest PATH`")
    require_writable(out)
    out.write_text(yaml.safe_dump([r.model_dump(mode="json", exclude_defaults=True) for r in rows], allow_unicode=True, sort_keys=False, width=120), "utf-8")
    typer.echo(f"Wrote {len(rows)} drafts to {out}. Confirm each one by removing its `draft`.")


@group.command(epilog=EXIT_CODES + " · Example: `onrecord eval run --out results.json; onrecord eval gate results.json --baseline main.json`")
def gate(
    results: Annotated[Path, typer.Argument(help="File that `onrecord eval run --out` wrote.")],
    baseline: Annotated[str, typer.Option(help="File that `--update-baseline` wrote. `default` is the committed baseline.", metavar="FILE|default")] = DEFAULT,
    json: AsJson = False,
) -> None:
    """Compare results with a baseline, case by case. The command fails if a figure got worse by more than chance explains, or is worse than its
    floor. It also fails if the results or the baseline are missing, unreadable, incomplete or of other cases."""
    from onrecord.evals.reports import show_comparison
    from onrecord.evals.run import compare, default_path, read_baseline, read_results

    found = compare(read_results(results), read_baseline(default_path() if baseline == DEFAULT else Path(baseline)))
    figures = [asdict(f) for f in found.figures]
    print_json({"figures": figures, "worse": found.failures, "versions": found.versions}) if json else show_comparison(found)
    if found.failures:
        raise EvalFailed("; ".join(found.failures))


@group.command(epilog=EXIT_CODES + " · Example: `onrecord eval compare before.json after.json --html change.html`")
def compare(
    before: Annotated[Path, typer.Argument(help="File that `eval run --out` or `eval score --json` wrote.", metavar="A")],
    now: Annotated[Path, typer.Argument(help="A later file of the same command.", metavar="B")],
    markdown: Annotated[Path | None, typer.Option(help="Append a Markdown summary for a pull request.", metavar="FILE")] = None,
    html: Annotated[Path | None, typer.Option(help="Write an HTML page with all changed cases.", metavar="FILE")] = None,
    fail_if_worse: Annotated[bool, typer.Option("--fail-if-worse", help="Exit with 6 if a figure is worse in B, cases are missing, or fewer are judged.")] = False,
    json: AsJson = False,
) -> None:
    """Compare two runs case by case: which figures got worse or better by more than chance explains, and which cases changed. A case is the same
    if its id and question are."""
    from onrecord.evals.reports import compared_json, show_compared, write_compared
    from onrecord.evals.trends import compare_runs, read_any_results

    found = compare_runs(read_any_results(before), read_any_results(now))
    write_compared(found, (before.name, now.name), markdown, html)
    print_json(compared_json(found)) if json else show_compared(found)
    if fail_if_worse and found.failures:
        raise EvalFailed("; ".join(found.failures))


add_commands(group)
