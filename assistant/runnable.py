"""A turn as a LangChain Runnable. Its answers are always gated and cited, in every chain."""

import queue
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import asdict
from functools import reduce
from operator import add
from typing import Any

from langchain_core.runnables import RunnableGenerator
from langchain_core.runnables.config import run_in_executor
from langchain_core.runnables.utils import AddableDict

from onrecord.assistant.answer import Answer, Part
from onrecord.assistant.serialize import read_filters, read_history
from onrecord.assistant.turn import Assistant, Listener, answer_turn
from onrecord.vectorstore.archive import NO_FILTERS
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.store import Stopped

Asked = str | dict[str, Any]
FIELDS = {"question", "history", "as_of", "since", "until", "publisher", "speaker"}
STREAMED_FIELDS = ("text", "claims", "citations", "conflicts", "earlier")  # fields of an answer that are streamed with its claims


class AnswerRunnable(RunnableGenerator[Asked, AddableDict]):
    """`invoke` returns `onrecord.assistant.answer.Answer` as a dict. `stream` yields a part of this dict for each claim that has passed the
    gate, and at the end the other fields. The sum of the parts is the answer. Closing the stream stops the turn.

    The input is a question, or a dict with `question` and any of `history`, `as_of`, `since`, `until`, `publisher` and `speaker`, as in a
    line of `onrecord ask --batch`.

    Raises, when invoked:
        BadInput: the input is invalid.
        UpstreamFailed: the chat model did not answer.
    """

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        super().__init__(self._answer, self._answer_async, name="AnswerRunnable")

    def _answer(self, inputs: Iterator[Asked]) -> Iterator[AddableDict]:
        yield from self._parts(concatenate(inputs))

    async def _answer_async(self, inputs: AsyncIterator[Asked]) -> AsyncIterator[AddableDict]:
        parts = self._parts(concatenate([asked async for asked in inputs]))
        while (part := await run_in_executor(None, next, parts, None)) is not None:
            yield part

    def _parts(self, asked: Asked) -> Iterator[AddableDict]:
        parts: queue.SimpleQueue[Part | None] = queue.SimpleQueue()
        left = threading.Event()

        def tell(news: str | Part) -> None:
            if left.is_set():
                raise Stopped
            if isinstance(news, Part):
                parts.put(news)

        turn = run_in_thread(lambda: self._turn(asked, tell))
        turn.add_done_callback(lambda _: parts.put(None))
        said = 0
        try:
            for said, part in enumerate(iter(parts.get, None), 1):
                yield part_as_addable(part, "\n" if said > 1 else "")
            yield AddableDict({k: v for k, v in asdict(turn.result()).items() if not said or k not in STREAMED_FIELDS})
        finally:
            left.set()

    def _turn(self, asked: Asked, tell: Listener) -> Answer:
        row = {"question": asked} if isinstance(asked, str) else asked
        if not isinstance(row, dict) or not isinstance(row.get("question"), str):
            raise BadInput("give a question as text, or a dict with the question as text under `question`")
        if unknown := sorted(row.keys() - FIELDS):
            raise BadInput(f"unknown {', '.join(unknown)}; known are {', '.join(sorted(FIELDS))}")
        history, filters = read_history(row.get("history")), read_filters(row, NO_FILTERS)
        return answer_turn(self._assistant, row["question"], history, row.get("as_of"), filters, tell).answer


def concatenate(inputs: Iterable[Asked]) -> Asked:
    """The sum of the pieces. There are several if the step before streams its output."""
    return reduce(add, inputs)


def run_in_thread(work: Callable[[], Answer]) -> Future[Answer]:
    """Run `work` in a thread with the caller's context, so that LangChain's traces are nested correctly."""
    pool = ThreadPoolExecutor(1, thread_name_prefix="turn")
    future = pool.submit(copy_context().run, work)
    pool.shutdown(wait=False)
    return future


def part_as_addable(part: Part, separator: str) -> AddableDict:
    body = asdict(part)
    return AddableDict(text=separator + part.text, claims=(body["claim"],), citations=body["citations"], conflicts=body["conflicts"], earlier=body["earlier"])
