"""`onrecord eval`."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from onrecord.evals.cli.run import DEFAULT, HELP, Home, require_writable, run
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
    out: Annotated[Path, typer.Option(help="Where the drafts go, as YAML; a file that exists is left alone.", metavar="FILE.yaml")],
    n: Annotated[int, typer.Option("--n", help="How many at most.", min=1, max=1000)] = 40,
    home: Home = None,
) -> None:
    """Draft cases from your own articles: questions by rule from who said what, numbers and dates. They are marked as drafts, which
    `eval run` leaves out until somebody has confirmed them by taking `draft` away."""
    import yaml

    from onrecord.evals.suite import draft_cases
    from onrecord.vectorstore.store import open_archive

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
    json: AsJson = False,
) -> None:
    """Compare results with a baseline, case by case, and fail where they are worse than chance would have it or beyond a floor. Results or
    a baseline that are missing, unreadable, half or of other cases fail."""
    from onrecord.evals.reports import show_comparison
    from onrecord.evals.run import default_path, held_against, read_baseline, read_results

    compared, worse = held_against(read_results(results), read_baseline(default_path() if baseline == DEFAULT else Path(baseline)))
    print_json({"figures": [asdict(c) for c in compared], "worse": worse}) if json else show_comparison(compared)
    if worse:
        raise EvalFailed("; ".join(worse))


add_commands(group)
