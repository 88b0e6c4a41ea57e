"""Prints a list of articles for people: a table that fits the terminal, or complete lines for a pipe."""

import sys
from collections.abc import Sequence

from rich.cells import cell_len
from rich.markup import escape
from rich.table import Table

from onrecord.vectorstore.archive import Listed
from onrecord.vectorstore.console import Console

PIPE_WIDTH = 1000  # columns where the output goes to a file or another command, so that no headline is cut
MAX_OUTLET = 24  # columns


def show_articles(listed: Sequence[Listed], skipped: int, total: int, following: int | None) -> None:
    """Args: skipped: articles on earlier pages; total: articles on all pages; following: number of the next page, if there is one."""
    out = Console(highlight=False, width=None if sys.stdout.isatty() else PIPE_WIDTH)
    if not listed:
        out.print("no article matches" if not total else f"there are {total:,} articles, and none on this page")
        return
    out.print(article_table(listed, fits=sys.stdout.isatty()))
    out.print(f"[dim]{place_line(len(listed), skipped, total)}" + (f"; continue with --page {following}" if following else "") + "[/]")


def article_table(listed: Sequence[Listed], fits: bool) -> Table:
    """Args: fits: headlines are cut where the terminal ends."""
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0), expand=fits)
    outlet = min(MAX_OUTLET, max(cell_len(a.publisher or "outlet") for a in listed))
    for name, width in (("id", max(len(a.article_id) for a in listed)), ("day", 10), ("outlet", outlet), ("headline", None)):
        table.add_column(name, no_wrap=True, overflow="ellipsis", width=width, ratio=None if width else 1)
    for a in listed:
        retracted = "[red]retracted[/] " if a.retracted else ""
        table.add_row(escape(a.article_id), (a.published_at or "—")[:10], escape(a.publisher or "—"), retracted + escape(a.title))
    return table


def place_line(shown: int, skipped: int, total: int) -> str:
    if shown == total:
        return f"{total:,} article{'s' * (total != 1)}"
    return f"articles {skipped + 1:,} to {skipped + shown:,} of {total:,}"
