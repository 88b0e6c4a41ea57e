"""One turn, from the question to the answer. The CLI, HTTP, MCP, LangChain and the evals all call `answer_turn`."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TypeVar

from onrecord.assistant.answer import Answer, Part
from onrecord.assistant.chat_models import ChatModel
from onrecord.assistant.compose import Composer
from onrecord.assistant.drafting import Drafting, quote
from onrecord.assistant.evidence import Selection, search_excerpt, select_evidence, select_origin
from onrecord.assistant.gate import AskedOnce, Gate, GatedClaim, Judge, Support, cite
from onrecord.assistant.question import Message, Question, rewrite_question
from onrecord.assistant.reader import Reader
from onrecord.assistant.wording import BY_WORDS_ALONE
from onrecord.vectorstore.archive import NO_FILTERS, Filters
from onrecord.vectorstore.model import Hit
from onrecord.vectorstore.search import correct_spelling, search, word_weights
from onrecord.vectorstore.store import Store
from onrecord.vectorstore.words import WORD

HITS = 12  # passages that a turn searches for
Listener = Callable[[str | Part], None]  # gets the name of each stage, and the part of each claim that has passed the gate
T = TypeVar("T")


def ignore_turn(_: "Turn") -> None:
    pass


@dataclass
class Assistant:
    """The parts that a turn needs: an open store, a chat model (None: the sources are quoted), the gate's judge, and the reader or None.

    With `fall_back`, a turn quotes the sources and says so if the chat model fails. `lock` allows only one turn or one writer to use the
    store at a time, because the parser and Chroma's collection cannot be shared. The lock is free while a chat model writes or judges.
    `observe` is called with every turn that ends with an answer. `clock` measures the stages of a turn.
    """

    store: Store
    model: ChatModel | None = None
    judge: Judge = field(default_factory=Support)
    reader: Reader | None = None
    fall_back: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)
    observe: Callable[["Turn"], None] = ignore_turn
    clock: "Callable[[Listener], Clock]" = field(default_factory=lambda: Clock)


@dataclass(frozen=True)
class Turn:
    """The results of all steps of a turn. `trace_turn` shows them, and the evals score them."""

    question: Question
    hits: tuple[Hit, ...]
    selection: Selection
    gated: tuple[GatedClaim, ...]
    answer: Answer


def ignore_progress(_: str | Part) -> None:
    pass


def answer_turn(
    assistant: Assistant,
    text: str,
    history: Sequence[Message] = (),
    as_of: str | None = None,
    filters: Filters = NO_FILTERS,
    tell: Listener = ignore_progress,
) -> Turn:
    """Answer a question, or abstain.

    Args:
        history: the messages before this one, oldest first.
        as_of: the day of the question (ISO). Default: today. Articles published later are not used.
        filters: limit the evidence to days of publication, an outlet or a quoted speaker.
        tell: progress callback. It receives each stage name and each gated part. An exception from it cancels the turn.

    Raises:
        BadInput: the question is empty or too long, or a day or filter is invalid.
        UpstreamFailed: the chat model did not answer.
    """
    clock = assistant.clock(tell)
    turn = clock.turn(assistant, text, lambda: take_turn(assistant, text, history, as_of, filters, tell, clock))
    assistant.observe(turn)
    return turn


def take_turn(assistant: Assistant, text: str, history: Sequence[Message], as_of: str | None, filters: Filters, tell: Listener, clock: "Clock") -> Turn:
    """The stages of a turn in their order. Args: as of `answer_turn`."""
    store, judge = assistant.store, AskedOnce(assistant.judge, assistant.lock)
    with assistant.lock:
        with clock.stage("rewrite_question"):
            question = understand(store, text, history, as_of)
        hits, selection = retrieve(assistant, question, filters, clock)
        if question.alone and not selection.answering:  # "and who won the cup?" may be a new topic
            question = question.alone
            hits, selection = retrieve(assistant, question, filters, clock)
        by_words_alone = store.by_words_alone and not (question.reply or question.excerpt)  # these two ask no index
    evidence = selection.answering
    drafting = Drafting(question, selection, assistant.model, assistant.fall_back, lambda: tell("draft_answer"))
    gate, composer, gated = Gate(evidence, judge, quote), Composer(store.archive, question, selection, assistant.reader, narrowed=filters != NO_FILTERS), []
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
        answer = composer.answer(clock.timings_ms, drafting.drafted_by, BY_WORDS_ALONE if by_words_alone else None, drafting.notice)
    return Turn(question, tuple(hits), selection, tuple(gated), answer)


def understand(store: Store, text: str, history: Sequence[Message], as_of: str | None) -> Question:
    """The question, read with the archive's spelling of names that are misspelt in it."""
    question = rewrite_question(text, history, as_of)
    respelt = {} if question.reply or question.excerpt else correct_spelling(store, question.text)
    if not respelt:
        return question
    corrected = rewrite_question(WORD.sub(lambda m: respelt.get(m[0], m[0]), text), history, as_of)
    return replace(corrected, text=question.text, respelt=tuple(respelt.items()))


def retrieve(assistant: Assistant, question: Question, filters: Filters, clock: "Clock") -> tuple[list[Hit], Selection]:
    """The hits, and the evidence from them: sentences that answer, or for a pasted excerpt the sentences that contain it. None for small talk."""
    store = assistant.store
    if question.reply:
        return [], Selection((), 0.0)
    if question.excerpt:
        with clock.stage("search"):
            hits = search_excerpt(store, question.excerpt, question.as_of)
        with clock.stage("select_evidence"):
            return hits, select_origin(store, question.excerpt, hits)
    with clock.stage("search"):
        weights = word_weights(store, question.search_text)
        hits = search(store, question.query(filters, weights), HITS)
    with clock.stage("select_evidence"):
        return hits, select_evidence(store, question, weights, hits, assistant.reader, filters)


class Clock:
    """Measures the time of each stage in ms, and reports each stage as it begins."""

    def __init__(self, tell: Listener) -> None:
        self._tell = tell
        self._spent: dict[str, float] = {}

    @property
    def timings_ms(self) -> dict[str, float]:
        rounded = {stage: round(ms, 2) for stage, ms in self._spent.items()}
        return rounded | {"total": round(sum(self._spent.values()), 2)}

    def turn(self, assistant: Assistant, text: str, take: Callable[[], Turn]) -> Turn:
        """The result of `take`, which uses this clock for the stages of the turn."""
        return take()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        self._tell(name)
        with self.measured(name):
            yield

    def each(self, name: str, items: Iterable[T]) -> Iterator[T]:
        """Yield the items, and measure the time that producing them takes."""
        self._tell(name)
        left = iter(items)
        while True:
            with self.measured(name):
                item = next(left, None)
            if item is None:
                return
            yield item

    @contextmanager
    def measured(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self._spent[name] = self._spent.get(name, 0.0) + (time.perf_counter() - began) * 1000
