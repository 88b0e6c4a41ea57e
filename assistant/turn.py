"""One turn, top to bottom. Every door (CLI, API, evals) calls `answer_turn` and nothing else."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from assistant.answer import Answer
from assistant.claims import DraftedClaim, cite, split_claims
from assistant.compose import compose_answer
from assistant.draft import Draft, draft_answer
from assistant.evidence import Selection, select_evidence
from assistant.gate import GatedClaim, gate
from assistant.judges import Judge
from assistant.llm import ChatModel
from assistant.origin import search_excerpt, select_origin
from assistant.question import Message, Question, rewrite_question
from assistant.support import Support
from vectorstore.filters import NO_FILTERS, Filters
from vectorstore.records import Hit
from vectorstore.search import search
from vectorstore.store import Store

HITS = 12


@dataclass
class Assistant:
    """What a turn needs: an opened store, a chat model or None to quote the sources, and the gate's judge, by default our own."""

    store: Store
    model: ChatModel | None = None
    judge: Judge = field(default_factory=Support)


@dataclass(frozen=True)
class Turn:
    """Everything that each step made: the trace, the body of the API's answer and the input of the evals at once."""

    question: Question
    hits: tuple[Hit, ...]
    selection: Selection
    draft: Draft
    claims: tuple[DraftedClaim, ...]
    gated: tuple[GatedClaim, ...]
    answer: Answer


def answer_turn(
    assistant: Assistant, text: str, history: Sequence[Message] = (), as_of: str | None = None, filters: Filters = NO_FILTERS
) -> Turn:
    """Answer a question, or abstain.

    Args:
        history: the messages before this one, oldest first.
        as_of: the day the question is asked (ISO); articles published later are not evidence. Today by default.
        filters: what evidence is narrowed to: days of publication, outlet, who is quoted.

    Raises:
        BadInput: the question cannot be read.
        UpstreamFailed: the chat model did not answer.
    """
    store, model, judge = assistant.store, assistant.model, assistant.judge
    timings: dict[str, float] = {}
    with timed(timings, "rewrite_question"):
        question = rewrite_question(text, history, as_of)
    with timed(timings, "search"):
        hits = search_excerpt(store, question.excerpt, question.as_of) if question.excerpt else search(store, question.query(filters), HITS)
    with timed(timings, "select_evidence"):
        selection = select_origin(store, question.excerpt, hits) if question.excerpt else select_evidence(store, question, hits)
    evidence = selection.evidence if selection.answers else ()
    with timed(timings, "draft_answer"):
        draft = draft_answer(question, evidence, model) if evidence else Draft()
    with timed(timings, "split_claims"):
        drafted = list(draft.quotes) if draft.prose is None else split_claims(draft.prose)
    with timed(timings, "cite"):
        claims = cite(drafted, evidence, judge)
    with timed(timings, "gate"):
        gated = gate(claims, evidence, judge)
    timings["total"] = round(sum(timings.values()), 2)
    answer = compose_answer(store.archive, question, selection, gated, timings)
    return Turn(question, tuple(hits), selection, draft, tuple(claims), tuple(gated), answer)


@contextmanager
def timed(timings: dict[str, float], stage: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    timings[stage] = round((time.perf_counter() - began) * 1000, 2)
