"""One turn, top to bottom. Every door (CLI, HTTP, MCP, LangChain, evals) calls `answer_turn` and nothing else."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from onrecord.assistant.answer import Answer, Part
from onrecord.assistant.chat_models import ChatModel
from onrecord.assistant.compose import Composer
from onrecord.assistant.drafting import Drafting, quote
from onrecord.assistant.evidence import Selection, search_excerpt, select_evidence, select_origin
from onrecord.assistant.gate import Gate, GatedClaim, Judge, Support, cite
from onrecord.assistant.question import Message, Question, rewrite_question
from onrecord.vectorstore.archive import NO_FILTERS, Filters
from onrecord.vectorstore.model import Hit
from onrecord.vectorstore.search import search
from onrecord.vectorstore.store import Store

HITS = 12
Listener = Callable[[str | Part], None]  # told the name of each stage, and what each claim adds once it has passed the gate
T = TypeVar("T")


@dataclass
class Assistant:
    """What a turn needs: an opened store, a chat model or None to quote the sources, and the gate's judge, by default our own.

    `fall_back`: where the chat model fails, quote the sources and say so. `lock` keeps turns, and whoever writes to the store, apart:
    the parser and Chroma's collection are not safe to share; while a chat model writes, it is free.
    """

    store: Store
    model: ChatModel | None = None
    judge: Judge = field(default_factory=Support)
    fall_back: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True)
class Turn:
    """Everything that each step made: the trace, the body of the API's answer and the input of the evals at once."""

    question: Question
    hits: tuple[Hit, ...]
    selection: Selection
    gated: tuple[GatedClaim, ...]
    answer: Answer


def to_nobody(_: str | Part) -> None:
    pass


def answer_turn(
    assistant: Assistant,
    text: str,
    history: Sequence[Message] = (),
    as_of: str | None = None,
    filters: Filters = NO_FILTERS,
    tell: Listener = to_nobody,
) -> Turn:
    """Answer a question, or abstain.

    Args:
        history: the messages before this one, oldest first.
        as_of: the day the question is asked (ISO); articles published later are not evidence. Today by default.
        filters: what evidence is narrowed to: days of publication, outlet, who is quoted.
        tell: hears of every stage, and of every claim once it has passed the gate. What it raises ends the turn.

    Raises:
        BadInput: the question cannot be read.
        UpstreamFailed: the chat model did not answer.
    """
    store, judge = assistant.store, assistant.judge
    clock = Clock(tell)
    with assistant.lock:
        with clock.stage("rewrite_question"):
            question = rewrite_question(text, history, as_of)
        hits, selection = retrieve(store, question, filters, clock)
    evidence = selection.evidence if selection.answers else ()
    drafting = Drafting(question, evidence, assistant.model, assistant.fall_back, lambda: tell("draft_answer"))
    gate, composer, gated = Gate(evidence, judge, quote), Composer(store.archive, question, selection), []
    for drafted in clock.each("draft_answer", drafting):
        with assistant.lock:
            with clock.stage("cite"):
                claim = cite(drafted, evidence, judge)
            with clock.stage("gate"):
                gated.append(gate.gate(claim))
            with clock.stage("compose_answer"):
                part = composer.add(gated[-1])
        if part:
            tell(part)
    with assistant.lock, clock.stage("compose_answer"):
        answer = composer.answer(clock.timings_ms, drafting.drafted_by, drafting.notice)
    return Turn(question, tuple(hits), selection, tuple(gated), answer)


def retrieve(store: Store, question: Question, filters: Filters, clock: "Clock") -> tuple[list[Hit], Selection]:
    """The passages found and the evidence chosen from them: the origin of a pasted excerpt, or the sentences that answer."""
    with clock.stage("search"):
        hits = search_excerpt(store, question.excerpt, question.as_of) if question.excerpt else search(store, question.query(filters), HITS)
    with clock.stage("select_evidence"):
        selection = select_origin(store, question.excerpt, hits) if question.excerpt else select_evidence(store, question, hits)
    return hits, selection


class Clock:
    """Adds up what each stage took, and tells of each as it begins."""

    def __init__(self, tell: Listener) -> None:
        self._tell = tell
        self._spent: dict[str, float] = {}

    @property
    def timings_ms(self) -> dict[str, float]:
        rounded = {stage: round(ms, 2) for stage, ms in self._spent.items()}
        return rounded | {"total": round(sum(self._spent.values()), 2)}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        self._tell(name)
        began = time.perf_counter()
        yield
        self._add(name, began)

    def each(self, name: str, items: Iterable[T]) -> Iterator[T]:
        """The items, with the time that making them takes."""
        self._tell(name)
        began = time.perf_counter()
        for item in items:
            self._add(name, began)
            yield item
            began = time.perf_counter()
        self._add(name, began)

    def _add(self, name: str, began: float) -> None:
        self._spent[name] = self._spent.get(name, 0.0) + (time.perf_counter() - began) * 1000
