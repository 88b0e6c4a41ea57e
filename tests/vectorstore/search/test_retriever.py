"""The retriever in a real LangChain chain, over the sample newsroom."""

import pytest
from langchain_core.documents import Document
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnableLambda, RunnablePassthrough
from pydantic import ValidationError

from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.search.retriever import PassageRetriever
from onrecord.vectorstore.store import Store


def listed(documents: list[Document]) -> str:
    return "\n".join(f"({d.metadata['publisher']}, {d.metadata['published_at']}) {d.page_content}" for d in documents)


def test_a_chain_gets_passages_to_the_letter(newsroom: Store) -> None:
    retriever = PassageRetriever(store=newsroom, k=4)
    prompt = ChatPromptTemplate.from_template("Answer from these:\n{sources}\n\n{question}")
    chain = {"sources": retriever | RunnableLambda(listed), "question": RunnablePassthrough()} | prompt
    asked = chain.invoke("How many people did the Oske flood kill?").to_string()
    documents = retriever.invoke("How many people did the Oske flood kill?")
    assert len(documents) == 4 and all(d.page_content in asked for d in documents)
    for d in documents:
        where = d.metadata
        article = newsroom.archive.article(where["article_id"], where["version"])
        assert article.text[where["start"] : where["end"]] == d.page_content and where["title"] == article.title
        assert where["score"] > 0 and where["found_by"]
    assert {"url", "publisher", "published_at"} <= documents[0].metadata.keys()


def test_filters_hold_for_every_passage(newsroom: Store) -> None:
    found = PassageRetriever(store=newsroom, k=20, publisher="corvane wire", since="2026-02-12", until="2026-04-30").invoke("the Kessin valley")
    assert found and {d.metadata["publisher"] for d in found} == {"Corvane Wire"}
    assert all("2026-02-12" <= d.metadata["published_at"][:10] <= "2026-04-30" for d in found)
    quoted = PassageRetriever(store=newsroom, k=20, speaker="Brasz").invoke("the truce")
    assert quoted and all("Brasz" in newsroom.archive.article(d.metadata["article_id"]).text for d in quoted)


def test_threads_may_share_a_retriever(newsroom: Store) -> None:
    retriever = PassageRetriever(store=newsroom, k=3)
    questions = [f"{what} in {where}" for what in ("the flood", "the strike", "the vote", "the shooting") for where in ("Tarnsund", "Tolmara", "the valley")]
    assert retriever.batch(questions, {"max_concurrency": 6}) == [retriever.invoke(q) for q in questions]


def test_what_cannot_be_is_told(newsroom: Store) -> None:
    for options, told in (({"since": "May"}, "YYYY-MM-DD"), ({"publisher": "The Moon"}, "publishers are"), ({"speaker": "Zebulon Quux"}, "nobody called")):
        with pytest.raises(BadInput, match=told):
            PassageRetriever(store=newsroom, **options).invoke("the truce")  # type: ignore[arg-type]
    with pytest.raises(ValidationError):
        PassageRetriever(store=newsroom, collection="x")  # type: ignore[call-arg]
