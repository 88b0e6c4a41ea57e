"""`onrecord worker`: works on the jobs of all collections that servers have put into PostgreSQL."""

import logging
import signal
import threading
from contextlib import ExitStack, closing

from onrecord.ingest.jobs import JobQueue, Work, work_on
from onrecord.vectorstore.embedding import load_embedder
from onrecord.vectorstore.errors import BadInput, OnRecordError
from onrecord.vectorstore.settings import Settings, collection_folder
from onrecord.vectorstore.shared import open_shared
from onrecord.vectorstore.store import open_store

POLL_SECONDS = 1.0  # between two looks for a job

log = logging.getLogger(__name__)


def run_worker(settings: Settings, stopping: threading.Event) -> None:
    """Work on jobs until `stopping` is set. A job that is not finished then is left to others.

    Raises:
        BadInput: the archive and the index are not on servers.
    """
    shared = open_shared(settings)
    if shared is None or not settings.chroma:
        raise BadInput("a worker needs an archive and an index that several processes can use: set ONRECORD_ARCHIVE and ONRECORD_CHROMA; a server alone needs no worker")
    with closing(shared), ExitStack() as stores:
        queue, works, embedder = JobQueue(shared), dict[str, Work](), load_embedder(settings.embedding_model)
        shared.start()
        while not stopping.is_set():
            try:
                if taken := queue.take():
                    collection, job = taken
                    if collection not in works:
                        folder, database = collection_folder(settings.home, collection), settings.database_of(collection)
                        store = stores.enter_context(open_store(folder, settings.embedding_model, embedder, database, settings.chroma_server))
                        works[collection] = Work(store, queue, threading.Lock(), stopping, settings.fetch_private)
                    work_on(queue, works[collection], collection, job)
                    continue
            except OnRecordError as e:  # the database may be back at the next look
                log.warning("no job could be taken: %s", e)
            stopping.wait(POLL_SECONDS)


def stop_on_signals(stopping: threading.Event) -> None:
    """Ctrl-C and SIGTERM end the work at its next step."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
