"""The turn in real LangChain chains, over the sample newsroom."""

import asyncio
import time
from dataclasses import asdict
from functools import reduce
from operator import add
from typing import Any

import pytest
from langchain_core.runnables import RunnableLambda, RunnablePassthrough

from onrecord.assistant.runnable import AnswerRunnable
from onrecord.assistant.turn import Assistant, answer_turn
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.search.retriever import PassageRetriever
from tests.providers import Provider

ASKED = {"question": "How many Norrhamar workers joined the strike on the first day?", "as_of": "2026-05-25"}


def timeless(answer: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in answer.items() if k not in ("timings_ms", "gate")}


def test_parts_add_up_to_the_answer_of_the_turn(assistant: Assistant) -> None:
    runnable = AnswerRunnable(assistant)
    parts = list(runnable.stream(ASKED))
    answer = asdict(answer_turn(assistant, ASKED["question"], as_of=ASKED["as_of"]).answer)
    assert len(parts) == len(answer["claims"]) + 1 > 2 and answer["conflicts"]
    assert timeless(reduce(add, parts)) == timeless(runnable.invoke(ASKED)) == timeless(answer)


def test_async_and_abstaining(assistant: Assistant) -> None:
    runnable = AnswerRunnable(assistant)

    async def streamed() -> list[Any]:
        return [part async for part in runnable.astream(ASKED)]

    assert timeless(reduce(add, asyncio.run(streamed()))) == timeless(runnable.invoke(ASKED))
    declined = asyncio.run(runnable.ainvoke("Who won the regatta on Lake Orlo?"))
    assert declined["status"] == "abstained" and declined["text"] and declined["claims"] == ()


def test_it_composes_in_a_chain_with_the_retriever(assistant: Assistant) -> None:
    asked = RunnableLambda(lambda topic: {"question": f"How many people did the {topic} kill?", "as_of": "2026-05-25"})
    passages = RunnableLambda(lambda row: row["question"]) | PassageRetriever(store=assistant.store, k=5)
    chain = asked | RunnablePassthrough.assign(passages=passages, answer=RunnableLambda(lambda row: row) | AnswerRunnable(assistant))
    made = chain.invoke("Oske flood")
    assert made["answer"]["status"] == "served" and len(made["passages"]) == 5
    assert {c["article_id"] for c in made["answer"]["citations"]} & {d.metadata["article_id"] for d in made["passages"]}
    text = asked | AnswerRunnable(assistant) | RunnableLambda(lambda answer: answer["text"])
    assert text.invoke("Oske flood") == "".join(text.stream("Oske flood")) == made["answer"]["text"]


@pytest.mark.parametrize("asked", ["?!", {"question": 7}, {}, {"question": "x", "sneaky": 1}, {"question": "x", "history": [7]}, {"question": "x", "since": "May"}])
def test_what_cannot_be_asked_is_told(assistant: Assistant, asked: Any) -> None:
    with pytest.raises(BadInput):
        AnswerRunnable(assistant).invoke(asked)


def test_who_stops_reading_stops_the_turn(assistant: Assistant) -> None:
    source = answer_turn(assistant, ASKED["question"], as_of=ASKED["as_of"]).selection.evidence[0].text
    provider = Provider(f"{source} [1] " + "The strike began at the harbour. " * 100, pause=0.05)
    parts = AnswerRunnable(Assistant(assistant.store, provider.model(), assistant.judge)).stream(ASKED)
    assert next(parts)["text"]
    parts.close()  # type: ignore[attr-defined]
    time.sleep(1)
    written = provider.written
    time.sleep(1)
    assert written > 0 and provider.written <= written + 1, "the model is not read on"
    provider.stop()
