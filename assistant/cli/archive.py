"""`onrecord show`, `retract`, `status` and `rebuild`: the stored articles and their index."""

from dataclasses import asdict
from typing import Annotated

import typer

from onrecord.vectorstore.command_line import AsJson, Collection, Home, print_json, progress_bar
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.settings import read_settings
from onrecord.vectorstore.store import index_state, open_archive, open_filled_archive, open_store

ArticleId = Annotated[str, typer.Argument(help="The article's id, as in citations.")]


def register(app: typer.Typer) -> None:
    app.command(epilog="Examples: `onrecord show 4f1c…` · `onrecord show 4f1c… --diff` · `onrecord show 4f1c… --diff 1 3`")(show)
    app.command(epilog='Examples: `onrecord retract 4f1c… --reason "the interview was invented"` · `onrecord retract 4f1c… --undo`')(retract)
    app.command()(status)
    app.command()(rebuild)


def show(
    article_id: ArticleId,
    pair: Annotated[list[int] | None, typer.Argument(help="With --diff: the two versions. Default: the last two.", metavar="[FROM TO]")] = None,
    version: Annotated[int | None, typer.Option(help="Default: the latest.")] = None,
    removed: Annotated[bool, typer.Option("--removed", help="List the lines that the cleaning removed, each with its rule.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show the changes between two versions, by sentence.")] = False,
    json: AsJson = False,
    home: Home = None,
    collection: Collection = None,
) -> None:
    """Print a stored article, so that you can verify citations. The output has its text, its facts with the place where each was read, its
    versions, copies, correction notices and retractions."""
    from onrecord.assistant.article_record import read_record
    from onrecord.assistant.cli.render import show_changes, show_record
    from onrecord.vectorstore.archive import changes, compared, fact_changes

    settings = read_settings(home=home, collection=collection)
    archive = open_filled_archive(settings.folder, settings.database)
    if pair and not diff:
        raise BadInput("compare two versions with --diff, or show one with --version N")
    if diff:
        old, new = compared(archive, article_id, pair or ())
        found, facts = changes(archive, old, new), fact_changes(old, new)
        body = {"article_id": article_id, "from": old.version, "to": new.version, "facts": facts, "sentences": [asdict(c) for c in found]}
        print_json(body) if json else show_changes(old, new, found, facts)
        return
    record = read_record(archive, article_id, version)
    print_json(record.as_json()) if json else show_record(record, removed)


def retract(
    article_id: ArticleId,
    reason: Annotated[str, typer.Option(help="The reason. It is stored with the article and shown to readers.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Undo the retraction: the article can be found again.")] = False,
    home: Home = None,
    collection: Collection = None,
) -> None:
    """Remove an article from search and answers at once. The archive keeps the article and the reason. Ingesting the article again does not
    bring it back."""
    from onrecord.vectorstore.archive import copies_of, undo_retraction
    from onrecord.vectorstore.archive import retract as retract_article
    from onrecord.vectorstore.served import open_for_writing

    if undo == bool(reason):
        raise BadInput('give a reason, onrecord retract ID --reason "…", or undo a retraction with --undo and no reason')
    settings = read_settings(home=home, collection=collection)
    open_filled_archive(settings.folder, settings.database).article(article_id)  # raises NotFound before a missing home is created
    with open_for_writing(settings) as store:
        undo_retraction(store.archive, article_id) if undo else retract_article(store.archive, article_id, reason)
        with progress_bar() as progress:
            store.catch_up(progress)
        copies = copies_of(store.archive, article_id)
    typer.echo(f"article {article_id} " + ("can be found again" if undo else "is retracted; no search or answer uses it"))
    if copies and not undo:
        typer.echo("its copies are not retracted: " + ", ".join(f"{c.article.article_id} ({c.article.publisher or 'unnamed outlet'})" for c in copies))


def status(json: AsJson = False, home: Home = None, collection: Collection = None) -> None:
    """Show the number of articles and passages in the archive, and whether the index is up to date."""
    from onrecord.assistant.cli.render import show_status

    settings = read_settings(home=home, collection=collection)
    counts = open_archive(settings.folder, settings.database).counts()
    facts = {
        "articles": counts["articles"],
        "retracted": counts["retracted"],
        "passages": counts["passages"],
        "index": index_state(settings.folder, settings.embedding_model, counts["passages"], settings.chroma_server, settings.database),
        "embedding_model": settings.embedding_model,
        "newest": counts["newest"],
        "oldest": counts["oldest"],
        "home": str(settings.folder),
    }
    if json:
        print_json(facts)
        return
    show_status(facts)
    if not counts["articles"]:
        typer.echo("nothing is stored here yet; add articles with `onrecord ingest PATH`")


def rebuild(home: Home = None, collection: Collection = None) -> None:
    """Delete the index and build it again from the archive. Cached vectors are used again."""
    from onrecord.vectorstore.served import refuse_if_served

    settings = read_settings(home=home, collection=collection)
    open_filled_archive(settings.folder, settings.database).close()
    refuse_if_served(settings, "stop the server, rebuild, and start it again")
    with open_store(settings.folder, settings.embedding_model, database=settings.database, chroma=settings.chroma_server) as store, progress_bar() as progress:
        embedded = store.catch_up(progress, rebuild=True)
    typer.echo(f"rebuilt the index from {store.archive.counts()['passages']} passages; {embedded} of them were embedded again")
