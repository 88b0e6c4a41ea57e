"""Answers and hits for the commands, as JSON: made in this process, or by the running server of the home."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from onrecord.assistant.cli.opening import opened_assistant, opened_store
from onrecord.vectorstore.archive import Filters
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.store import open_filled_archive

if TYPE_CHECKING:  # imported inside the functions: a command that goes through a server loads no model
    from onrecord.assistant.question import Message
    from onrecord.vectorstore.served import Server
    from onrecord.vectorstore.settings import Settings

MAX_HISTORY = 50  # earlier messages that the server takes
STORED = ("turn_id", "conversation_id")  # keys of the server's answer that a command does not print
Json = dict[str, Any]
Ask = Callable[[str, "Sequence[Message]", "str | None", Filters, bool], Json]  # question, history, as_of, filters, with the trace
Search = Callable[[str, "Sequence[Message]", "str | None", Filters, int], list[Json]]  # query, history, as_of, filters, number of hits


@contextmanager
def answering(settings: Settings, model: str | None = None, only_here: Sequence[str] = ()) -> Iterator[Ask]:
    """A function that answers questions.

    Args:
        model: the chat model that the user names for this command.
        only_here: options that the user gives and that a running server cannot follow.

    Raises:
        BadInput: there is such an option, and a server runs.
        NotFound: the archive is empty.
    """
    if server := server_of(settings):
        if only_here:
            raise BadInput(f"the server at {server.url} answers for this home; leave out {' and '.join(only_here)}, or stop the server")
        yield lambda *asked: ask_server(server, model, *asked)
        return
    from onrecord.assistant.trace import turn_json
    from onrecord.assistant.turn import answer_turn

    with opened_assistant(settings) as assistant:
        yield lambda question, history, as_of, filters, trace: turn_json(answer_turn(assistant, question, history, as_of, filters), trace)


@contextmanager
def searching(settings: Settings) -> Iterator[Search]:
    """A function that searches. Raises NotFound if the archive is empty."""
    if server := server_of(settings):
        yield lambda *asked: search_server(server, *asked)
        return
    from onrecord.assistant.question import rewrite_question
    from onrecord.assistant.serialize import hit_json
    from onrecord.vectorstore.search import search

    with opened_store(settings) as store:
        yield lambda query, history, as_of, filters, k: [hit_json(h) for h in search(store, rewrite_question(query, history, as_of).query(filters), k)]


def server_of(settings: Settings) -> Server | None:
    """The running server of the home, if there is one. Raises NotFound if it runs and the archive is empty."""
    from onrecord.vectorstore.served import find_server

    if server := find_server(settings):
        open_filled_archive(settings.folder, settings.database).close()
    return server


def ask_server(server: Server, model: str | None, question: str, history: Sequence[Message], as_of: str | None, filters: Filters, trace: bool) -> Json:
    answer: Json = server.post("/v1/ask", {"question": question, "model": model, "trace": trace} | asked_within(history, as_of, filters))
    return {name: value for name, value in answer.items() if name not in STORED}


def search_server(server: Server, query: str, history: Sequence[Message], as_of: str | None, filters: Filters, k: int) -> list[Json]:
    hits: list[Json] = server.post("/v1/search", {"query": query, "k": k} | asked_within(history, as_of, filters))["hits"]
    return hits


def asked_within(history: Sequence[Message], as_of: str | None, filters: Filters) -> Json:
    """What a question comes with, as the server takes it."""
    narrowed = {"since": filters.since, "until": filters.until, "publisher": filters.publisher, "speaker": filters.said_by, "articles": list(filters.articles)}
    return {"history": [asdict(m) for m in history[-MAX_HISTORY:]], "as_of": as_of} | narrowed
