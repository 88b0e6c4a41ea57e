"""`onrecord ingest`."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from ingest.pipeline import Summary, ingest
from ingest.sources import KINDS
from vectorstore.errors import BadInput
from vectorstore.settings import read_settings
from vectorstore.store import open_store
from vectorstore.terminal import print_json, progress_bar

SHOWN = 10  # rejected sources listed for people; --json has them all

HELP = """Take articles in: files, folders, patterns or standard input, of .txt, .md, .html, .jsonl, .pdf, .docx, .eml and .mbox.

A .txt file may begin with `Title:`, `Date:`, `Publisher:`, `URL:` and `Authors:` lines, a .md file with YAML front matter. A .jsonl
file holds one article a line: {url, title, text, publish_date, publisher, authors}; only the text is required.

A message's subject is its headline; its date and sender are facts; attachments are left alone. Any of these may end in .gz as well.

Each document is read in a process of its own, with limits: 10 MB as it comes, 6 s, 448 MB of memory, 1,000,000 characters of text. One
that goes beyond is rejected with the reason, and the rest goes on.

What is known already is left alone; changed text becomes a new version. Interrupted, the same command goes on where it stopped.

Examples: `onrecord ingest articles/` · `onrecord ingest wire.jsonl --json` · `onrecord ingest 'archive/**/*.pdf'` ·
`wire-export | onrecord ingest - --kind jsonl`
"""


def register(app: typer.Typer) -> None:
    app.command("ingest", help=HELP)(ingest_command)


def ingest_command(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders to take in, patterns in quotes (** for any folder), or - for standard input.", metavar="PATH…")],
    kind: Annotated[str | None, typer.Option(help=f"What standard input is; default: guessed from how it begins. One of {', '.join(KINDS)}.")] = None,
    home: Annotated[Path | None, typer.Option(help="Folder of the archive; default: ONRECORD_HOME or the platform's data folder.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    if kind is not None and kind not in KINDS:
        raise BadInput(f"--kind {kind} is not known; known are {', '.join(KINDS)}")
    settings = read_settings(home=home)
    with open_store(settings.home, settings.embedding_model) as store, progress_bar() as progress:
        summary = ingest(store, paths, progress, kind)
    if json:
        print_json(asdict(summary))
    else:
        show(summary)


def show(summary: Summary) -> None:
    out = Console(highlight=False, soft_wrap=True)
    out.print(
        f"[bold]{summary.added}[/] added, [bold]{summary.updated}[/] updated, [bold]{summary.unchanged}[/] unchanged,"
        f" [bold]{len(summary.rejected)}[/] rejected · {summary.passages_embedded} passages embedded in {summary.seconds:.1f} s"
    )
    if summary.lines_removed:
        out.print(f"{summary.lines_removed} lines that are no reporting were taken out; `onrecord show ID --removed` lists an article's")
    for rejected in summary.rejected[:SHOWN]:
        out.print(f"  rejected {rejected.where}: {rejected.reason}", markup=False)
    if len(summary.rejected) > SHOWN:
        out.print(f"  … and {len(summary.rejected) - SHOWN} more; --json lists them all")
