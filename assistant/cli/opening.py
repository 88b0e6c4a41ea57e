"""Opens a store or an assistant for one command."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from onrecord.vectorstore.clock import use_zone
from onrecord.vectorstore.command_line import progress_bar
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.store import open_filled_archive, open_store

if TYPE_CHECKING:  # imported inside the functions: --help and status need neither spaCy nor a model
    from onrecord.assistant.turn import Assistant
    from onrecord.vectorstore.store import Store


@contextmanager
def opened_store(settings: Settings) -> "Iterator[Store]":
    """A store with an up-to-date index. Raises NotFound if its archive is empty."""
    from onrecord.vectorstore.served import refuse_if_served

    use_zone(settings.time_zone)
    open_filled_archive(settings.folder, settings.database).close()  # checked first, because opening the store creates a missing home
    refuse_if_served(settings)
    with open_store(settings.folder, settings.embedding_model, database=settings.database, chroma=settings.chroma_server) as store:
        with progress_bar() as progress:
            store.catch_up(progress)
        yield store


@contextmanager
def opened_assistant(settings: Settings) -> "Iterator[Assistant]":
    """An assistant with the store of `opened_store`, and with the chat model and the judge of the settings."""
    from onrecord.assistant.chat_models import chat_model
    from onrecord.assistant.gate import make_judge
    from onrecord.assistant.reader import make_reader
    from onrecord.assistant.telemetry import clock_of
    from onrecord.assistant.turn import Assistant

    model = chat_model(settings)
    make_judge(settings)  # refuses a wrong setting before the store is opened
    with opened_store(settings) as store:
        yield Assistant(store, model, make_judge(settings, store.embedder), make_reader(settings), clock=clock_of(settings))
