"""`onrecord articles` and `edit`: list the stored articles, and edit their facts."""

import getpass
import os
from dataclasses import asdict
from typing import Annotated

import typer

from onrecord.vectorstore.archive import ListFilters
from onrecord.vectorstore.command_line import AsJson, Collection, Home, print_json, progress_bar
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.settings import read_settings
from onrecord.vectorstore.store import open_filled_archive

LIST_EXAMPLES = "Examples: `onrecord articles` · `onrecord articles --missing publisher` · `onrecord articles --publisher \"Corvane Wire\" --since 2026-03-01 --sort title`"
EDIT_EXAMPLES = 'Examples: `onrecord edit 4f1c… --publisher "Corvane Wire" --date 2026-03-04` · `onrecord edit 4f1c… --date ""`'


def register(app: typer.Typer) -> None:
    app.command(epilog=LIST_EXAMPLES)(articles)
    app.command(epilog=EDIT_EXAMPLES)(edit)


def articles(
    text: Annotated[str | None, typer.Argument(help="Only articles that contain all these words, in any form. Retracted articles are not found by words.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Only articles of this outlet, in upper or lower case.")] = None,
    since: Annotated[str | None, typer.Option(help="Only articles published on this day (YYYY-MM-DD) or later.", metavar="DAY")] = None,
    until: Annotated[str | None, typer.Option(help="Only articles published on this day (YYYY-MM-DD) or earlier; no undated ones.", metavar="DAY")] = None,
    language: Annotated[str | None, typer.Option(help="Only articles in this language: a code such as `en`.", metavar="CODE")] = None,
    missing: Annotated[
        list[str] | None,
        typer.Option(help="Only articles that lack this fact: publisher, date, language or authors. May be given several times: one of them is lacking.", metavar="FACT"),
    ] = None,
    sort: Annotated[str, typer.Option(help="Order: newest, oldest, added (the article that was stored last comes first), publisher or title.", metavar="ORDER")] = "newest",
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=10_000, help="Articles on a page.")] = 50,
    page: Annotated[int, typer.Option(min=1, max=1_000_000, help="Number of the page.")] = 1,
    json: AsJson = False,
    home: Home = None,
    collection: Collection = None,
) -> None:
    """List the stored articles: id, day, outlet and headline of the latest version, the newest article first."""
    from onrecord.assistant.cli.render_list import show_articles
    from onrecord.vectorstore.archive import count_articles, list_articles

    filters = ListFilters(publisher, since, until, language, tuple(missing or ()), text)
    settings = read_settings(home=home, collection=collection)
    archive = open_filled_archive(settings.folder, settings.database)
    skip = (page - 1) * limit
    listed, following = list_articles(archive, limit, None, filters, sort, skip)
    total = count_articles(archive, filters)
    if json:
        print_json({"articles": [asdict(a) for a in listed], "total": total, "page": page, "next": page + 1 if following else None})
    else:
        show_articles(listed, skip, total, page + 1 if following else None)


def edit(
    article_id: Annotated[str, typer.Argument(help="The article's id, as in `onrecord articles`.")],
    publisher: Annotated[str | None, typer.Option(help="The outlet.")] = None,
    date: Annotated[str | None, typer.Option(help="The day of publication (YYYY-MM-DD).", metavar="DAY")] = None,
    title: Annotated[str | None, typer.Option(help="The headline.")] = None,
    language: Annotated[str | None, typer.Option(help="The language: a code such as `en`.", metavar="CODE")] = None,
    author: Annotated[list[str] | None, typer.Option(help="The author. May be given several times.")] = None,
    json: AsJson = False,
    home: Home = None,
    collection: Collection = None,
) -> None:
    """Edit facts of an article. The text cannot be edited.

    An edit holds for all versions of the article, also for later ones. It is stored with your user name and the time, and `onrecord show` lists
    it. With an empty value, the fact is again as it was read."""
    from onrecord.assistant.cli.render import edit_line
    from onrecord.vectorstore.archive import edit as edit_article
    from onrecord.vectorstore.served import open_for_writing

    given = {"publisher": publisher, "published_at": date, "title": title, "language": language, "authors": [a for a in author if a] if author is not None else None}
    changes = {name: value for name, value in given.items() if value is not None}
    if not changes:
        raise BadInput('name what to change: onrecord edit ID --publisher "…" --date YYYY-MM-DD; see --help')
    settings = read_settings(home=home, collection=collection)
    open_filled_archive(settings.folder, settings.database).article(article_id)  # raises NotFound before a missing home is created
    with open_for_writing(settings) as store:
        made = edit_article(store.archive, article_id, changes, user_name())
        with progress_bar() as progress:
            store.catch_up(progress)
        facts = asdict(store.archive.article(article_id))
    if json:
        shown = ("article_id", "title", "publisher", "published_at", "language", "authors", "fact_sources")
        print_json({name: facts[name] for name in shown} | {"edits": [asdict(e) for e in made]})
        return
    for e in made:
        typer.echo(f"article {article_id} edited {edit_line(e)}")
    if not made:
        typer.echo(f"article {article_id} is unchanged: it has these values already")


def user_name() -> str:
    """The user of this machine who runs the command."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return f"user {os.getuid()}"
