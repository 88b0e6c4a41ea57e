"""The command line. Rooms that the assistant may not import (ingest, evals) add their commands through entry points."""

from dataclasses import asdict
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from onrecord.assistant.cli.keys import group as keys_group
from onrecord.assistant.cli.opening import opened_assistant, opened_store
from onrecord.assistant.cli.options import AsJson, AsOf, BaseUrl, Batch, Collection, Home, JudgedBy, Model, Publisher, Since, Speaker, Until
from onrecord.assistant.cli.serve import register as serve_commands
from onrecord.vectorstore.archive import Filters
from onrecord.vectorstore.command_line import EXIT_CODES, print_json, progress_bar, run
from onrecord.vectorstore.errors import BadInput, NotFound
from onrecord.vectorstore.settings import read_settings
from onrecord.vectorstore.store import index_state, open_archive, open_store

HELP = """Ask a collection of news articles a question. Every sentence of the answer is cited verbatim, says who said it, and was checked.

Begin with `onrecord ingest FOLDER`, then `onrecord ask "…"`. No key and no network are needed.
"""

app = typer.Typer(help=HELP, epilog=EXIT_CODES, no_args_is_help=True, add_completion=False, rich_markup_mode="markdown")

app.add_typer(keys_group, name="keys")
serve_commands(app)


def main() -> NoReturn:
    for command in sorted(entry_points(group="onrecord.commands"), key=lambda e: e.name):
        command.load()(app)
    run(app)


@app.command(epilog='Examples: `onrecord ask "Who opened fire first?"` · `onrecord ask --json --as-of 2026-03-01 "…"`')
def ask(
    question: Annotated[str | None, typer.Argument(help="The question, in your own words.")] = None,
    as_of: AsOf = None,
    since: Since = None,
    until: Until = None,
    publisher: Publisher = None,
    speaker: Speaker = None,
    model: Model = None,
    base_url: BaseUrl = None,
    judge: JudgedBy = None,
    batch: Batch = None,
    json: AsJson = False,
    home: Home = None,
    collection: Collection = None,
) -> None:
    """Answer a question with cited, attributed, checked sentences; or say that the articles do not answer it."""
    if (question is None) == (batch is None):
        raise BadInput('ask one question, onrecord ask "…", or many with --batch FILE')
    from onrecord.assistant.cli.render import show_answer
    from onrecord.assistant.serialize import read_batch, read_filters, read_history
    from onrecord.assistant.turn import answer_turn

    filters = Filters(since, until, publisher, speaker)
    with opened_assistant(read_settings(home=home, collection=collection, model=model, base_url=base_url, judge=judge)) as assistant:
        if question is not None:
            answer = answer_turn(assistant, question, as_of=as_of, filters=filters).answer
            print_json(asdict(answer)) if json else show_answer(answer)
            return
        for row in read_batch(str(batch), ["question"]):
            history, narrowed = read_history(row.get("history")), read_filters(row, filters)
            turn = answer_turn(assistant, row["question"], history, row.get("as_of") or as_of, narrowed)
            print_json({"id": row.get("id"), **asdict(turn.answer)})


@app.command()
def chat(as_of: AsOf = None, model: Model = None, base_url: BaseUrl = None, home: Home = None, collection: Collection = None) -> None:
    """Talk in the terminal: follow-ups are understood, /sources shows what an answer rests on, /quit or Ctrl-D ends."""
    from onrecord.assistant.cli.render import converse

    with opened_assistant(read_settings(home=home, collection=collection, model=model, base_url=base_url)) as assistant:
        converse(assistant, as_of)


@app.command()
def search(
    query: Annotated[str | None, typer.Argument(help="Words or a question.")] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="How many passages.")] = 10,
    as_of: AsOf = None,
    since: Since = None,
    until: Until = None,
    publisher: Publisher = None,
    speaker: Speaker = None,
    batch: Batch = None,
    json: AsJson = False,
    home: Home = None,
    collection: Collection = None,
) -> None:
    """Find passages: BM25 and dense retrieval, fused, with a further ranking where the question asks for somebody's words or names a
    time. Each hit says which rankings found it, and at which rank."""
    if (query is None) == (batch is None):
        raise BadInput('search for one thing, onrecord search "…", or many with --batch FILE')
    from onrecord.assistant.cli.render import show_hits
    from onrecord.assistant.question import rewrite_question
    from onrecord.assistant.serialize import hit_json, read_batch, read_filters, read_history
    from onrecord.vectorstore.search import search as find

    filters = Filters(since, until, publisher, speaker)
    with opened_store(read_settings(home=home, collection=collection)) as store:
        if query is not None:
            hits = find(store, rewrite_question(query, as_of=as_of).query(filters), k)
            print_json({"query": query, "hits": [hit_json(h) for h in hits]}) if json else show_hits(hits)
            return
        for row in read_batch(str(batch), ["question"]):
            question = rewrite_question(row["question"], read_history(row.get("history")), row.get("as_of") or as_of)
            hits = find(store, question.query(read_filters(row, filters)), k)
            print_json({"id": row.get("id"), "hits": [hit_json(h) for h in hits]})


@app.command()
def find(
    excerpt: Annotated[str | None, typer.Argument(help="Copied text, a sentence or two; its first and last word may be cut.")] = None,
    batch: Annotated[str | None, typer.Option(help="File of JSON lines {id, excerpt}, - for standard input.", metavar="FILE")] = None,
    json: AsJson = False,
    home: Home = None,
    collection: Collection = None,
) -> None:
    """Which article an excerpt is from: headline, outlet and day of the earliest that holds it, and its copies; or that none does."""
    if (excerpt is None) == (batch is None):
        raise BadInput('give one excerpt, onrecord find "…", or many with --batch FILE')
    from onrecord.assistant.cli.render import show_origins
    from onrecord.assistant.serialize import origin_json, read_batch
    from onrecord.vectorstore.archive import find_excerpt

    archive = open_archive(read_settings(home=home, collection=collection).folder)
    if excerpt is None:
        for row in read_batch(str(batch), ["excerpt"]):
            print_json({"id": row.get("id"), **origin_json(find_excerpt(archive, row["excerpt"]))})
        return
    origins = find_excerpt(archive, excerpt)
    if not origins:
        raise NotFound("no article in this archive holds that excerpt")
    print_json(origin_json(origins)) if json else show_origins(origins)


@app.command(epilog="Examples: `onrecord show 4f1c…` · `onrecord show 4f1c… --diff` · `onrecord show 4f1c… --diff 1 3`")
def show(
    article_id: Annotated[str, typer.Argument(help="As citations name it.")],
    pair: Annotated[list[int] | None, typer.Argument(help="With --diff: the two versions; default: the last two.", metavar="[FROM TO]")] = None,
    version: Annotated[int | None, typer.Option(help="Default: the latest.")] = None,
    removed: Annotated[bool, typer.Option("--removed", help="List what cleaning took out, with the rule.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="What changed between two versions, by sentence.")] = False,
    json: AsJson = False,
    home: Home = None,
    collection: Collection = None,
) -> None:
    """Print an article as it is stored, so that anybody can check what a citation cites: its facts and where each was read, its other
    versions and copies, correction notices, and whether it is retracted."""
    from onrecord.assistant.article_record import read_record, show_changes, show_record
    from onrecord.vectorstore.archive import changes, compared, fact_changes

    archive = open_archive(read_settings(home=home, collection=collection).folder)
    if pair and not diff:
        raise BadInput("two versions are compared with --diff; one is shown with --version N")
    if diff:
        old, new = compared(archive, article_id, pair or ())
        found, facts = changes(archive, old, new), fact_changes(old, new)
        told = {"article_id": article_id, "from": old.version, "to": new.version, "facts": facts, "sentences": [asdict(c) for c in found]}
        print_json(told) if json else show_changes(old, new, found, facts)
        return
    record = read_record(archive, article_id, version)
    print_json(record.as_json()) if json else show_record(record, removed)


@app.command(epilog='Example: `onrecord retract 4f1c… --reason "the interview was invented"` · `onrecord retract 4f1c… --undo`')
def retract(
    article_id: Annotated[str, typer.Argument(help="As citations name it.")],
    reason: Annotated[str, typer.Option(help="Why; kept with the article and shown.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Take the retraction back; the article is found again.")] = False,
    home: Home = None,
    collection: Collection = None,
) -> None:
    """Take an article out of search and answers at once. The archive keeps it with the reason, and it stays out when it is taken in again."""
    from onrecord.vectorstore.archive import copies_of, undo_retraction
    from onrecord.vectorstore.archive import retract as take_out

    if undo == bool(reason):
        raise BadInput('say why, onrecord retract ID --reason "…", or take it back with --undo alone')
    settings = read_settings(home=home, collection=collection)
    with open_store(settings.folder, settings.embedding_model) as store:
        undo_retraction(store.archive, article_id) if undo else take_out(store.archive, article_id, reason)
        with progress_bar() as progress:
            store.catch_up(progress)
        others = copies_of(store.archive, article_id)
    typer.echo(f"article {article_id} is {'found again' if undo else 'retracted: no search or answer uses it'}")
    if others and not undo:
        typer.echo("its copies stay: " + ", ".join(f"{c.article.article_id} ({c.article.publisher or 'unnamed outlet'})" for c in others))


@app.command()
def status(json: AsJson = False, home: Home = None, collection: Collection = None) -> None:
    """What the archive holds, and whether the index is level with it."""
    from onrecord.assistant.cli.render import show_status

    settings = read_settings(home=home, collection=collection)
    counts = open_archive(settings.folder).counts()
    facts = {
        "articles": counts["articles"],
        "retracted": counts["retracted"],
        "passages": counts["passages"],
        "index": index_state(settings.folder, settings.embedding_model, counts["passages"]),
        "embedding_model": settings.embedding_model,
        "newest": counts["newest"],
        "oldest": counts["oldest"],
        "home": str(settings.folder),
    }
    print_json(facts) if json else show_status(facts)


@app.command()
def rebuild(home: Home = None, collection: Collection = None) -> None:
    """Throw the index away and build it again from the archive; nothing that has a cached vector is embedded again."""
    settings = read_settings(home=home, collection=collection)
    with open_store(settings.folder, settings.embedding_model) as store, progress_bar() as progress:
        embedded = store.catch_up(progress, rebuild=True)
    typer.echo(f"the index is built anew from {store.archive.counts()['passages']} passages, {embedded} of them newly embedded")


@app.command()
def check(
    claim: Annotated[str | None, typer.Argument(help="The claim to judge.")] = None,
    source: Annotated[Path | None, typer.Option(help="File that holds the text the claim is to be judged by.")] = None,
    batch: Annotated[str | None, typer.Option(help="File of JSON lines {id, source, claim}, - for standard input.", metavar="FILE")] = None,
    judge: JudgedBy = None,
    base_url: BaseUrl = None,
) -> None:
    """The gate on its own: is a claim supported by a text? Prints {id, verdict, score, reason, judge} as JSON."""
    from onrecord.assistant.gate import make_judge
    from onrecord.assistant.serialize import check_rows, read_batch

    if batch is not None:
        rows = read_batch(batch, ["source", "claim"])
    elif claim and source:
        rows = iter([{"id": None, "claim": claim, "source": read_text(source)}])
    else:
        raise BadInput('give a claim and its text, onrecord check "…" --source FILE, or many with --batch FILE')
    for judged in check_rows(rows, make_judge(read_settings(judge=judge, base_url=base_url))):
        print_json(judged)


@app.command()
def attribute(
    file: Annotated[Path | None, typer.Argument(help="A text file.")] = None,
    batch: Annotated[str | None, typer.Option(help="File of JSON lines {id, text}, - for standard input.", metavar="FILE")] = None,
) -> None:
    """Who said what in a text: statements with speaker, cue and content, as JSON."""
    from onrecord.assistant.serialize import attribute_rows, read_batch

    if (file is None) == (batch is None):
        raise BadInput("name one file, or many texts with --batch FILE")
    rows = read_batch(batch, ["text"]) if batch is not None else iter([{"id": str(file), "text": read_text(Path(str(file)))}])
    for read in attribute_rows(rows):
        print_json(read)


def read_text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as e:
        raise BadInput(f"{path} cannot be read: {getattr(e, 'strerror', None) or 'it is not UTF-8 text'}") from None
