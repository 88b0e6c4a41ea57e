"""`onrecord ingest`."""

import time
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from onrecord.ingest.pipeline import Summary, ingest, no_acknowledgement
from onrecord.ingest.sources import KINDS
from onrecord.ingest.web import Fetcher, Web
from onrecord.vectorstore.command_line import AsJson, Collection, Home, print_json, progress_bar
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.logs import configure_logging, log_fields
from onrecord.vectorstore.model import Article
from onrecord.vectorstore.settings import Settings, read_settings
from onrecord.vectorstore.store import Progress, open_store

SHOWN = 10  # rejected sources listed for people; --json has them all

HELP = """Take articles in: files, folders, patterns or standard input, of .txt, .md, .html, .jsonl, .pdf, .docx, .eml and .mbox; pages, feeds, sitemaps.

A .txt file may begin with `Title:`, `Date:`, `Publisher:`, `URL:` and `Authors:` lines, a .md file with YAML front matter. A .jsonl
file holds one article a line: {url, title, text, publish_date, updated, publisher,
authors, language}; only the text is required.

A message's subject is its headline; its date and sender are facts; attachments are left alone. Any of these may end in .gz as well.

Each document is read in a process of its own, with limits: 10 MB as it comes, 6 s, 448 MB of memory, 1,000,000 characters of text. One
that goes beyond is rejected with the reason, and the rest goes on.

A page is fetched once from an address of the open internet, at most one a second of a host, and not where robots.txt forbids it. --feed and
--sitemap fetch the pages that are new or changed since the last time; with --watch they do so again and again until Ctrl-C.

What is known already is left alone; changed text becomes a new version. Interrupted, the same command goes on where it stopped.

Examples: `onrecord ingest articles/` · `onrecord ingest wire.jsonl --json` · `onrecord ingest 'archive/**/*.pdf'` ·
`wire-export | onrecord ingest - --kind jsonl` ·
`onrecord ingest https://example.org/a-story` · `onrecord ingest --feed https://example.org/rss --watch`
"""


def register(app: typer.Typer) -> None:
    app.command("ingest", help=HELP)(ingest_command)


def ingest_command(
    sources: Annotated[
        list[str] | None,
        typer.Argument(help="Files, folders, patterns in quotes (** for any folder) or http(s) addresses to take in, or - for standard input.", metavar="PATH|URL…"),
    ] = None,
    kind: Annotated[str | None, typer.Option(help=f"What standard input is; default: guessed from how it begins. One of {', '.join(KINDS)}.")] = None,
    feed: Annotated[list[str] | None, typer.Option(help="Address of an RSS or Atom feed; may be given more than once.", metavar="URL")] = None,
    sitemap: Annotated[list[str] | None, typer.Option(help="Address of a sitemap; may be given more than once.", metavar="URL")] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Look again and again; asking is possible in between.")] = False,
    every: Annotated[float, typer.Option(help="Minutes between two looks.", min=1)] = 15,
    home: Home = None,
    collection: Collection = None,
    again: Annotated[bool, typer.Option("--again", help="Read every file, also those that have not changed since they were read.")] = False,
    json: AsJson = False,
    json_lines: Annotated[
        bool, typer.Option("--json-lines", help="Print a line of JSON for each step, and for each article once the archive has it for good; then the summary.")
    ] = False,
) -> None:
    if not (sources or feed or sitemap):
        raise BadInput("nothing to take in; name files, folders or addresses, or give --feed or --sitemap")
    if kind is not None and kind not in KINDS:
        raise BadInput(f"--kind {kind} is not known; known are {', '.join(KINDS)}")
    settings = read_settings(home=home, collection=collection)
    configure_logging(settings)
    while True:
        with log_fields(collection=settings.collection):
            summary = take_in(settings, sources or [], feed or [], sitemap or [], kind, again, json_lines)
        print_json(asdict(summary)) if json or json_lines else show(summary)
        if not watch:
            return
        time.sleep(60 * every)


def take_in(
    settings: Settings,
    sources: list[str],
    feeds: list[str],
    sitemaps: list[str],
    kind: str | None = None,
    again: bool = False,
    json_lines: bool = False,
) -> Summary:
    """The home is opened for this alone, so that others can ask while a watch sleeps."""
    urls = [s for s in sources if s.lower().startswith(("http://", "https://"))]
    paths = [Path(s) for s in sources if s not in urls]
    with open_store(settings.folder, settings.embedding_model) as store, closing(Fetcher(settings.fetch_private)) as fetcher, shown(json_lines) as progress:
        web = Web(fetcher, settings.folder / "web.json")
        further = chain(web.pages(urls), *(web.feed(u) for u in feeds), *(web.sitemap(u) for u in sitemaps))
        acknowledge = print_acknowledgement if json_lines else no_acknowledgement
        summary = ingest(store, paths, progress, kind, further, acknowledge, again)
        web.save()
    return summary


def shown(json_lines: bool) -> AbstractContextManager[Progress]:
    return nullcontext(print_step) if json_lines else progress_bar()


def print_step(stage: str, done: int, total: int) -> None:
    print_json({"stage": stage, "done": done, "total": total or None})


def print_acknowledgement(article: Article, outcome: str) -> None:
    print_json({"article_id": article.article_id, "outcome": outcome, "title": article.title})


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
