"""The archive as a LangChain retriever."""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from onrecord.vectorstore.archive import Filters
from onrecord.vectorstore.model import Hit
from onrecord.vectorstore.search.search import Query, search
from onrecord.vectorstore.store import Store


class PassageRetriever(BaseRetriever):
    """Finds passages by hybrid search, best first. `page_content` is the exact text of the passage, `article.text[start:end]` in code points.

    Args:
        store: an open store with an up-to-date index (`store.catch_up()`).
        k: the maximum number of passages.
        since, until: first and last day of publication (ISO); undated articles pass `until` only.
        publisher: the outlet, in any case.
        speaker: the speaker whom a passage must quote, by full or last name, or by office.

    Threads may share it, as LangChain's `batch` and `ainvoke` do: one search at a time uses the store.

    Raises, when invoked:
        BadInput: the query has no word in it, a day is malformed, or nothing in the archive passes the filters.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, extra="forbid")

    store: Store = Field(exclude=True, repr=False)
    k: int = Field(10, ge=1)
    since: str | None = None
    until: str | None = None
    publisher: str | None = None
    speaker: str | None = None

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        filters = Filters(self.since, self.until, self.publisher, self.speaker)
        asked = Query(query, filters.until, filters.since, filters.publisher, filters.said_by)
        with self.store.lock:
            hits = search(self.store, asked, self.k)
        return [Document(page_content=hit.text, metadata=metadata(hit), id=hit.passage.passage_id) for hit in hits]


def metadata(hit: Hit) -> dict[str, Any]:
    """The place of a passage, its article, and the rankings that found it."""
    place = {"article_id": hit.passage.article_id, "version": hit.passage.version, "start": hit.passage.start, "end": hit.passage.end}
    article = {k: getattr(hit.article, k) for k in ("title", "url", "publisher", "published_at")}
    return place | article | {"score": hit.score, "found_by": dict(hit.found_by)}
