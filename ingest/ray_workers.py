"""Workers on a Ray cluster, for `onrecord ingest --ray`: they parse documents, embed passages and read statements.

Only the process of the command writes to the archive. Each piece of work is small, and its result is stored at once, so that an ingest that was
stopped continues, and work that is done twice changes nothing. Each worker loads its models once.
"""

import logging
import os
import socket
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from importlib.metadata import version
from itertools import cycle
from typing import Any

import numpy as np

from onrecord.ingest.documents import Document, Rejected, Source
from onrecord.ingest.sandbox import Parsed, Pool, Run, parse_ahead
from onrecord.vectorstore.embedding import PassageText, load_embedder
from onrecord.vectorstore.errors import BadInput, Unavailable
from onrecord.vectorstore.memory import spacy_without_torch
from onrecord.vectorstore.reading import Keys, Reader

HERE = "local"  # the address of a cluster that is started on this machine, for this command
TASKS_AHEAD = 2  # pieces of work that a worker may have: it does one while the next waits
DOCUMENTS_AHEAD = 8  # the same for documents, which are parsed in milliseconds
RETRIES = 3  # times that a piece of work is given to a new worker after its worker ended
CONNECT_SECONDS = 5.0
START_ONE = f"start one with `ray start --head`, or use --ray {HERE}"
START_SECONDS = 120  # until the first worker must have started

log = logging.getLogger(__name__)


class Worker:
    """What a worker of the cluster runs. Documents are parsed in a process of its own with the usual limits."""

    def __init__(self, embedding_model: str) -> None:
        self._embedder, self._run = load_embedder(embedding_model), Run(Pool())

    def release(self) -> str:
        """The version of this worker's On Record."""
        return version("onrecord")

    def parse(self, document: Document | Source) -> Parsed | Rejected:
        return self._run.parse(document)

    def embed(self, passages: Sequence[PassageText], many: bool) -> tuple[np.ndarray, list[np.ndarray]]:
        return self._embedder.embed_passages(passages, many)

    def read(self, reader: Reader, texts: Sequence[str]) -> list[list[Any]]:
        with spacy_without_torch():
            return reader.read(texts)


class RayWorkers:
    """The workers of a cluster, one for each of its cores."""

    def __init__(self, ray: Any, embedding_model: str) -> None:
        self._ray = ray
        cores = int(ray.cluster_resources().get("CPU", 0))
        if not cores:
            raise Unavailable("the Ray cluster has no free core; start a node with `ray start`")
        actor = ray.remote(num_cpus=1, max_restarts=-1, max_task_retries=RETRIES)(Worker)
        self._workers = [actor.remote(embedding_model) for _ in range(cores)]
        self._check_release()
        self._turn = cycle(self._workers)

    @property
    def count(self) -> int:
        return len(self._workers)

    def _check_release(self) -> None:
        """Only the first worker that starts is waited for; the others may wait until their core is free."""
        ready, _ = self._ray.wait([worker.release.remote() for worker in self._workers], timeout=START_SECONDS)
        if not ready:
            raise Unavailable(f"no worker of the Ray cluster started within {START_SECONDS} s; other work may use all its cores")
        try:
            found, own = self._ray.get(ready[0]), version("onrecord")
        except self._ray.exceptions.RayError as e:
            raise Unavailable(f"a worker of the Ray cluster did not start; install onrecord[ray] {version('onrecord')} on all nodes ({str(e).splitlines()[-1]})") from e
        if found != own:
            raise Unavailable(f"the Ray cluster has onrecord {found}, this machine {own}; install the same release on all nodes")

    def parse_all(self, sources: Iterable[Document | Source | Rejected]) -> Iterator[Parsed | Rejected]:
        """As `sandbox.parse_all`."""

        def submit(source: Document | Source) -> "Future[Parsed | Rejected]":
            found: Future[Parsed | Rejected] = next(self._turn).parse.remote(source).future()
            return found

        return parse_ahead(sources, submit, DOCUMENTS_AHEAD * self.count)

    def embed(self, chunks: Iterable[Sequence[PassageText]], many: bool) -> Iterator[tuple[int, tuple[np.ndarray, list[np.ndarray]]]]:
        yield from self._spread(enumerate(chunks), lambda worker, chunk: worker.embed.remote(chunk[1], many), lambda chunk: chunk[0])

    def read(self, reader: Reader, chunks: Iterable[Keys], load: Callable[[Keys], list[str]]) -> Iterator[tuple[Keys, list[list[Any]] | None]]:
        shared = self._ray.put(reader)
        yield from self._spread(chunks, lambda worker, keys: worker.read.remote(shared, load(keys)), lambda keys: keys)

    def _spread(self, items: Iterable[Any], start: Callable[[Any, Any], Any], name: Callable[[Any], Any]) -> Iterator[tuple[Any, Any]]:
        """The name and the result of each item, in the order in which they are ready. A worker that is done gets the next item."""
        left, busy = iter(items), dict[Any, tuple[Any, Any]]()  # task → worker and item

        def give(worker: Any) -> None:
            if (item := next(left, None)) is not None:
                busy[start(worker, item)] = worker, item

        for worker in self._workers * TASKS_AHEAD:
            give(worker)
        while busy:
            (task, *_), _ = self._ray.wait(list(busy))
            worker, item = busy.pop(task)
            give(worker)
            yield name(item), self._result(task)

    def _result(self, task: Any) -> Any:
        try:
            return self._ray.get(task)
        except self._ray.exceptions.RayActorError as e:
            raise Unavailable(f"a worker of the Ray cluster ended {RETRIES + 1} times over the same work; run the command again: it continues") from e


@contextmanager
def open_ray(address: str, embedding_model: str) -> Iterator[RayWorkers]:
    """The workers of the cluster at `address`: `host:port`, `ray://host:port`, `auto`, or `local` for one on this machine.

    Raises:
        BadInput: Ray is not installed.
        Unavailable: no cluster answers at the address, or it has another release of On Record.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # else it reports its use to its makers
    try:
        import ray
    except ImportError:
        raise BadInput("--ray needs Ray; install it with: pip install 'onrecord[ray]'") from None
    if address not in (HERE, "auto"):
        check_reachable(address)
    try:
        ray.init(**({"include_dashboard": False} if address == HERE else {"address": address}), logging_level=logging.ERROR, log_to_driver=False)
    except (ConnectionError, ValueError, RuntimeError) as e:
        raise Unavailable(f"no Ray cluster answers at {address}: {str(e).splitlines()[0]}; {START_ONE}") from e
    try:
        yield RayWorkers(ray, embedding_model)
    finally:
        ray.shutdown()


def check_reachable(address: str) -> None:
    """Ray itself tries an address for many minutes. Raises BadInput or Unavailable."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not (host and port.isdecimal()):
        raise BadInput(f"{address} is no address of a Ray cluster; use HOST:PORT, ray://HOST:PORT, auto or {HERE}")
    try:
        socket.create_connection((host, int(port)), CONNECT_SECONDS).close()
    except (OSError, OverflowError) as e:
        raise Unavailable(f"no Ray cluster answers at {address}: {e}; {START_ONE}") from e
