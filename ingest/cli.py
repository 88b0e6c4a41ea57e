"""`onrecord ingest`."""

import logging
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from onrecord.ingest.facts import valid_user_facts
from onrecord.ingest.pipeline import Stored, Summary, ingest, no_acknowledgement
from onrecord.ingest.ray_workers import open_ray
from onrecord.ingest.sources import KINDS
from onrecord.ingest.web import Fetcher, Web
from onrecord.vectorstore.command_line import AsJson, Collection, Home, print_json, progress_bar
from onrecord.vectorstore.console import Console
from onrecord.vectorstore.errors import BadInput, OnRecordError
from onrecord.vectorstore.logs import configure_logging, log_fields
from onrecord.vectorstore.model import Article
from onrecord.vectorstore.settings import Settings, read_settings
from onrecord.vectorstore.store import Progress, Store

MAX_ARTICLES = MAX_REJECTED = MAX_NOTICES = 10  # articles, rejections and notices that the summary lists; --json lists all
ALL_REJECTED = 1  # exit code
log = logging.getLogger(__name__)

HELP = """Add articles from files, folders, patterns or standard input (.txt, .md, .html, .jsonl, .pdf, .docx, .eml, .mbox), pages, feeds and sitemaps.

A .txt file may begin with `Title:`, `Date:`, `Publisher:`, `URL:` and `Authors:` lines. A .md file may begin with front matter (YAML, TOML or
JSON). A .jsonl file has one article per line, or one array of articles: {url, title, text, publish_date, updated, publisher, authors, language}.
Only the text is required. Usual other names of these facts are known in every format, such as headline, date, source and byline.

For a mail message, the subject is the headline, and the date and the sender are facts; attached files are not read, and forwarded messages
are articles of their own. Every file may also be compressed (.gz).

Each document is parsed in a separate process with limits: 10 MB of input, 6 s, 448 MB of memory, 1,000,000 characters of text. A document
that exceeds a limit is rejected with the reason; the others are still stored.

Pages are fetched only from the open internet, at most one per second and host, and only if robots.txt allows it. --feed and --sitemap
fetch pages that are new or have changed since the last run. With --watch, this is repeated until Ctrl-C.

--publisher, --date and --language are for articles that do not state them. They never replace what an article states.

Known articles are skipped. A changed text becomes a new version. After an interruption, run the same command again: it continues. The exit code
is 1 if everything was rejected.

--ray spreads parsing, embedding and reading over a Ray cluster (needs `onrecord[ray]`). Only this process writes to the archive.

Examples: `onrecord ingest articles/` · `onrecord ingest wire.jsonl --json` · `onrecord ingest 'archive/**/*.pdf'` ·
`wire-export | onrecord ingest - --kind jsonl` ·
`onrecord ingest https://example.org/a-story` · `onrecord ingest --feed https://example.org/rss --watch`
"""


def register(app: typer.Typer) -> None:
    app.command("ingest", help=HELP)(ingest_command)
    app.command("worker")(worker_command)


def ingest_command(
    sources: Annotated[
        list[str] | None,
        typer.Argument(help="Files, folders, patterns in quotes (** for any folder) or http(s) URLs, or - for standard input.", metavar="PATH|URL…"),
    ] = None,
    kind: Annotated[str | None, typer.Option(help=f"Kind of standard input. Default: guessed from its beginning. One of {', '.join(KINDS)}.")] = None,
    feed: Annotated[list[str] | None, typer.Option(help="URL of an RSS or Atom feed. May be given several times.", metavar="URL")] = None,
    sitemap: Annotated[list[str] | None, typer.Option(help="URL of a sitemap. May be given several times.", metavar="URL")] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Repeat until Ctrl-C. Between two runs, you can ask questions.")] = False,
    every: Annotated[float, typer.Option(help="Minutes between two runs of --watch.", min=1)] = 15,
    home: Home = None,
    collection: Collection = None,
    again: Annotated[bool, typer.Option("--again", help="Also read files that have not changed since the last run.")] = False,
    encoding: Annotated[
        str, typer.Option(help="Encoding of all texts, whatever they say, by its name on web pages. Default: as stated, or else recognized.", metavar="NAME")
    ] = "",
    publisher: Annotated[str | None, typer.Option(help="Outlet of articles that do not state theirs.")] = None,
    date: Annotated[str | None, typer.Option(help="Day of publication (YYYY-MM-DD) of articles that give none.", metavar="DAY")] = None,
    language: Annotated[str | None, typer.Option(help="Language of articles that do not state theirs: a code such as `en`.", metavar="CODE")] = None,
    ray: Annotated[
        str | None,
        typer.Option(help="Parse, embed and read on this Ray cluster: `host:port`, `ray://host:port`, `auto`, or `local` for this machine.", metavar="ADDRESS"),
    ] = None,
    json: AsJson = False,
    json_lines: Annotated[
        bool, typer.Option("--json-lines", help="Print a line of JSON for each step and for each stored article, then the summary.")
    ] = False,
) -> None:
    if not (sources or feed or sitemap):
        raise BadInput("nothing to ingest; name files, folders or URLs, or give --feed or --sitemap")
    if kind is not None and kind not in KINDS:
        raise BadInput(f"unknown --kind {kind}; choose one of {', '.join(KINDS)}")
    by_user = valid_user_facts({"publisher": publisher, "publish_date": date, "language": language})
    settings = read_settings(home=home, collection=collection)
    configure_logging(settings)
    first = True
    while True:
        with log_fields(collection=settings.collection), survive(first, every) if watch else nullcontext():
            summary = ingest_once(settings, sources or [], feed or [], sitemap or [], kind, again, json_lines, encoding, by_user, ray)
            print_json(asdict(summary)) if json or json_lines else print_summary(summary)
        if not watch:
            raise typer.Exit(ALL_REJECTED if is_all_rejected(summary) else 0)
        first = False
        time.sleep(60 * every)


def worker_command(home: Home = None) -> None:
    """Work on the ingest jobs that servers have put into PostgreSQL, of all collections, until Ctrl-C or SIGTERM. Any number of workers can run. It
    needs ONRECORD_ARCHIVE and ONRECORD_CHROMA; with ONRECORD_JOBS=worker, the servers leave all jobs to workers."""
    from onrecord.ingest.worker import run_worker, stop_on_signals

    settings = read_settings(home=home)
    configure_logging(settings)
    stopping = threading.Event()
    stop_on_signals(stopping)
    run_worker(settings, stopping)


@contextmanager
def survive(first: bool, every: float) -> Iterator[None]:
    """Log an error of one run of --watch; the next run may succeed, for example when the home is no longer in use. A wrong option ends the first run."""
    try:
        yield
    except Exception as e:
        if first and isinstance(e, BadInput):
            raise
        reason = str(e) if isinstance(e, OnRecordError) else f"{type(e).__name__}: {e}"
        log.error("this run failed; the next one begins in %g minutes: %s", every, reason, exc_info=not isinstance(e, OnRecordError))


def is_all_rejected(summary: Summary) -> bool:
    return bool(summary.rejected) and not (summary.added or summary.updated or summary.unchanged)


def ingest_once(
    settings: Settings,
    sources: list[str],
    feeds: list[str],
    sitemaps: list[str],
    kind: str | None = None,
    again: bool = False,
    json_lines: bool = False,
    encoding: str = "",
    by_user: Mapping[str, str] | None = None,
    ray: str | None = None,
) -> Summary:
    """One run. It opens the home only while it runs, so that questions can be asked while --watch sleeps. A running server goes on answering."""
    urls = [s for s in sources if s.lower().startswith(("http://", "https://"))]
    paths = [Path(s) for s in sources if s not in urls]
    from onrecord.vectorstore.served import open_for_writing, refuse_if_served

    if ray:
        refuse_if_served(settings, "stop it for an ingest with --ray")
    with (
        open_ray(ray, settings.embedding_model) if ray else nullcontext() as workers,
        open_for_writing(settings) as store,
        closing(Fetcher(settings.fetch_private)) as fetcher,
        report_progress(json_lines) as progress,
    ):
        if workers and isinstance(store, Store):
            store.workers = workers
        web = Web(fetcher, settings.folder / "web.json")
        further = chain(web.pages(urls), *(web.feed(u) for u in feeds), *(web.sitemap(u) for u in sitemaps))
        acknowledge = print_acknowledgement if json_lines else no_acknowledgement
        summary = ingest(store, paths, progress, kind, further, acknowledge, again, encoding=encoding, by_user=by_user, parse=workers.parse_all if workers else None)
        web.save(summary.rejected)
        summary.notices += web.notices
    return summary


def report_progress(json_lines: bool) -> AbstractContextManager[Progress]:
    return nullcontext(print_step) if json_lines else progress_bar()


def print_step(stage: str, done: int, total: int) -> None:
    print_json({"stage": stage, "done": done, "total": total or None})


def print_acknowledgement(article: Article, outcome: str) -> None:
    print_json({"article_id": article.article_id, "outcome": outcome, "title": article.title})


def print_summary(summary: Summary) -> None:
    out = Console(highlight=False, soft_wrap=True)
    out.print(
        f"[bold]{summary.added}[/] added, [bold]{summary.updated}[/] updated, [bold]{summary.unchanged}[/] unchanged,"
        f" [bold]{len(summary.rejected)}[/] rejected · {summary.passages_embedded} passages embedded in {summary.seconds:.1f} s"
    )
    show_stored(out, [a for a in summary.articles if a.outcome != "unchanged"])
    if summary.lines_removed:
        out.print(f"cleaning removed {summary.lines_removed} lines; `onrecord show ID --removed` lists those of an article")
    for notice in summary.notices[:MAX_NOTICES]:
        out.print(f"  {notice.where}: {notice.message}", markup=False)
    if len(summary.notices) > MAX_NOTICES:
        out.print(f"  … and {len(summary.notices) - MAX_NOTICES} more; --json lists them all")
    for rejected in summary.rejected[:MAX_REJECTED]:
        out.print(f"  rejected {rejected.where}: {rejected.reason}", markup=False)
    if len(summary.rejected) > MAX_REJECTED:
        out.print(f"  … and {len(summary.rejected) - MAX_REJECTED} more; --json lists them all")


def show_stored(out: Console, stored: Sequence[Stored]) -> None:
    """The new articles with their ids, and what to do where a fact is unknown."""
    for a in stored[:MAX_ARTICLES]:
        where = f"{a.publisher or 'outlet unknown'}, {(a.published_at or 'undated')[:10]}"
        out.print(f"  {a.outcome:7} {a.article_id}  {a.title} ({where})", markup=False)
    if len(stored) > MAX_ARTICLES:
        out.print(f"  … and {len(stored) - MAX_ARTICLES} more; `onrecord articles --sort added` lists them")
    if unknown := sum(not (a.publisher and a.published_at) for a in stored):
        out.print(f"{unknown} without outlet or day; add them with `onrecord edit ID --publisher … --date …`, or give --publisher and --date with the ingest")
