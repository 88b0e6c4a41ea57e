"""`onrecord ask`, `chat`, `search` and `find`: questions to the archive."""

from typing import Annotated, Any

import typer

from onrecord.assistant.cli.answering import answering, searching
from onrecord.assistant.cli.options import AsOf, BaseUrl, Batch, JudgedBy, Model, Publisher, Since, Speaker, Strict, Trace, Until
from onrecord.vectorstore.archive import Filters
from onrecord.vectorstore.command_line import AsJson, Collection, Home, print_json
from onrecord.vectorstore.errors import BadInput, NotFound
from onrecord.vectorstore.settings import read_settings
from onrecord.vectorstore.store import open_filled_archive

ASK_EXAMPLES = 'Examples: `onrecord ask "Who opened fire first?"` · `onrecord ask --json --as-of 2026-03-01 "…"` · `onrecord ask --trace "…"`'


def register(app: typer.Typer) -> None:
    app.command(epilog=ASK_EXAMPLES)(ask)
    app.command()(chat)
    app.command()(search)
    app.command()(find)


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
    strict: Strict = False,
    json: AsJson = False,
    trace: Trace = False,
    home: Home = None,
    collection: Collection = None,
) -> None:
    """Answer a question with checked sentences that name their source and speaker, or say that the articles do not answer it."""
    if (question is None) == (batch is None):
        raise BadInput('ask one question, onrecord ask "…", or many with --batch FILE')
    filters = Filters(since, until, publisher, speaker)
    settings = read_settings(home=home, collection=collection, model=model, base_url=base_url, judge=judge)
    with answering(settings, model, given_names({"--base-url": base_url, "--judge": judge})) as answer:
        if question is not None:
            found = answer(question, (), as_of, filters, trace)
            print_json(found) if json else print_answer(found)
            return
        from onrecord.assistant.cli.json_lines import run_batch
        from onrecord.assistant.serialize import read_filters, read_history

        def answer_row(row: dict[str, Any]) -> dict[str, Any]:
            return answer(row["question"], read_history(row.get("history")), row.get("as_of") or as_of, read_filters(row, filters), trace)

        run_batch(str(batch), ["question"], answer_row, strict)


def given_names(options: dict[str, str | None]) -> list[str]:
    return [name for name, value in options.items() if value is not None]


def print_answer(found: dict[str, Any]) -> None:
    from onrecord.assistant.cli.render import read_answer, show_answer

    if "trace" in found:
        from onrecord.assistant.cli.render_trace import read_trace, show_trace

        show_trace(read_trace(found["trace"]))
    show_answer(read_answer(found))


def chat(as_of: AsOf = None, model: Model = None, base_url: BaseUrl = None, home: Home = None, collection: Collection = None) -> None:
    """Ask in the terminal, also follow-up questions. /help lists the commands, /quit or Ctrl-D ends the chat. The arrow keys bring back earlier
    questions, also of earlier chats."""
    from onrecord.assistant.cli.conversation import converse

    settings = read_settings(home=home, collection=collection, model=model, base_url=base_url)
    with answering(settings, model, given_names({"--base-url": base_url})) as answer:
        converse(answer, settings, as_of)


def search(
    query: Annotated[str | None, typer.Argument(help="Words or a question.")] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="Number of passages.")] = 10,
    as_of: AsOf = None,
    since: Since = None,
    until: Until = None,
    publisher: Publisher = None,
    speaker: Speaker = None,
    batch: Batch = None,
    strict: Strict = False,
    json: AsJson = False,
    home: Home = None,
    collection: Collection = None,
) -> None:
    """Find passages by keyword search (BM25) and vector search together. A question that asks for somebody's words or names a time adds a
    further ranking. Each hit names the rankings that found it, with its rank in each."""
    if (query is None) == (batch is None):
        raise BadInput('search for one thing, onrecord search "…", or many with --batch FILE')
    from onrecord.assistant.cli.render import show_hits

    filters = Filters(since, until, publisher, speaker)
    with searching(read_settings(home=home, collection=collection)) as find_passages:
        if query is not None:
            hits = find_passages(query, (), as_of, filters, k)
            print_json({"query": query, "hits": hits}) if json else show_hits(hits)
            return
        from onrecord.assistant.cli.json_lines import run_batch
        from onrecord.assistant.serialize import read_filters, read_history

        def find_hits(row: dict[str, Any]) -> dict[str, Any]:
            return {"hits": find_passages(row["question"], read_history(row.get("history")), row.get("as_of") or as_of, read_filters(row, filters), k)}

        run_batch(str(batch), ["question"], find_hits, strict)


def find(
    excerpt: Annotated[str | None, typer.Argument(help="Copied text of one or two sentences. Its first and last word may be incomplete.")] = None,
    batch: Annotated[str | None, typer.Option(help="File of JSON lines {id, excerpt}, - for standard input.", metavar="FILE")] = None,
    strict: Strict = False,
    json: AsJson = False,
    home: Home = None,
    collection: Collection = None,
) -> None:
    """Find the article that an excerpt comes from. Prints the headline, outlet and day of the earliest article, and its copies."""
    if (excerpt is None) == (batch is None):
        raise BadInput('give one excerpt, onrecord find "…", or many with --batch FILE')
    from onrecord.assistant.cli.json_lines import run_batch
    from onrecord.assistant.cli.render import show_origins
    from onrecord.assistant.serialize import origin_json
    from onrecord.vectorstore.archive import find_excerpt

    settings = read_settings(home=home, collection=collection)
    archive = open_filled_archive(settings.folder, settings.database)
    if excerpt is None:
        run_batch(str(batch), ["excerpt"], lambda row: origin_json(find_excerpt(archive, row["excerpt"])), strict)
        return
    origins = find_excerpt(archive, excerpt)
    if not origins:
        raise NotFound("no article in this archive contains that excerpt")
    print_json(origin_json(origins)) if json else show_origins(origins)
