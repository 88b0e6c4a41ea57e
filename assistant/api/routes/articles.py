"""`/v1/articles`, `/v1/search` and `/v1/stats`: list, read, search, count, edit and retract stored articles."""

from dataclasses import asdict
from importlib.metadata import version
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Path, Query, Response

from onrecord.assistant.api.article_schemas import ArticleBody, ArticlesBody, ChangesBody, EditedFacts, FactsEdit
from onrecord.assistant.api.errors import responses
from onrecord.assistant.api.newsroom import Newsroom
from onrecord.assistant.api.schemas import IndexedBody, SearchRequest, StatsBody
from onrecord.assistant.api.service import Caller, Service
from onrecord.assistant.article_record import passage, read_record
from onrecord.assistant.eval_summary import read_last_eval
from onrecord.assistant.question import Message, rewrite_question
from onrecord.assistant.schemas import HitsBody
from onrecord.assistant.serialize import hit_json
from onrecord.vectorstore.archive import (
    ListFilters,
    Missing,
    Sort,
    by_month,
    by_publisher,
    by_words,
    changes,
    compared,
    count_articles,
    edit,
    edits_of,
    excerpts,
    fact_changes,
    list_articles,
    retract,
    undo_retraction,
)
from onrecord.vectorstore.search import search

ANONYMOUS = "anonymous"  # who edits on a server without keys


def add_routes(app: FastAPI, service: Service) -> None:
    asking, ingesting, admin = service.caller("ask"), service.caller("ingest"), service.caller("admin")

    @app.get("/v1/articles", response_model=ArticlesBody, summary="List the stored articles, the newest first", responses=responses(400), tags=["articles"])
    def articles(
        filters: Annotated[ListFilters, Depends(list_filters)],
        caller: Caller = asking,
        limit: Annotated[int, Query(ge=1, le=500, description="Maximum number of articles.")] = 50,
        after: Annotated[str | None, Query(max_length=200, description="`next` of the previous page.")] = None,
        sort: Annotated[Sort, Query(description="`added` begins with the article that was stored last.")] = "newest",
    ) -> Any:
        archive = caller.newsroom.store.archive
        listed, following = list_articles(archive, limit, after, filters, sort)
        passages = excerpts(archive, [a.article_id for a in listed], filters)
        return {"articles": listed, "excerpts": passages, "next": following, "total": count_articles(archive, filters)}

    @app.get("/v1/articles/{article_id}", response_model=ArticleBody, summary="Read a stored article, or a passage of it", responses=responses(400), tags=["articles"])
    def article(article_id: ArticleId, caller: Caller = asking, version: Version = None, start: Offset = None, end: Offset = None) -> Any:
        record = read_record(caller.newsroom.store.archive, article_id, version)
        return record.as_json() | {"passage": passage(record.article.text, start, end)}

    @app.get("/v1/articles/{article_id}/changes", response_model=ChangesBody, summary="Compare two versions of an article", responses=responses(400), tags=["articles"])
    def article_changes(article_id: ArticleId, old: VersionNumber, new: VersionNumber, caller: Caller = asking) -> Any:
        archive = caller.newsroom.store.archive
        before, after = compared(archive, article_id, (old, new))
        facts = [{"fact": name, "before": was, "after": now} for name, (was, now) in fact_changes(before, after).items()]
        return {"article_id": article_id, "old": old, "new": new, "sentences": by_words(changes(archive, before, after)), "facts": facts}

    @app.patch("/v1/articles/{article_id}", response_model=EditedFacts, summary="Edit the facts of an article, or undo an edit", tags=["articles"])
    def edit_article(article_id: ArticleId, body: FactsEdit, caller: Caller = ingesting) -> Any:
        """Each edit is kept with the name of the key and the time. It holds for all versions, also later ones. The text cannot be edited."""
        archive = caller.newsroom.store.archive
        if edit(archive, article_id, body.changes, caller.name or ANONYMOUS):
            caller.newsroom.schedule_index_update()
        return asdict(archive.article(article_id)) | {"edits": [asdict(e) for e in edits_of(archive, article_id)]}

    @app.delete("/v1/articles/{article_id}", status_code=204, summary="Retract an article, so that no search or answer uses it", tags=["articles"])
    def retract_article(article_id: ArticleId, reason: Reason, caller: Caller = admin) -> Response:
        retract(caller.newsroom.store.archive, article_id, reason)
        caller.newsroom.schedule_index_update()
        return Response(status_code=204)

    @app.post("/v1/articles/{article_id}/restore", status_code=204, summary="Undo a retraction", tags=["articles"])
    def restore(article_id: ArticleId, caller: Caller = admin) -> Response:
        undo_retraction(caller.newsroom.store.archive, article_id)
        caller.newsroom.schedule_index_update()
        return Response(status_code=204)

    @app.post("/v1/search", response_model=HitsBody, summary="Search for passages, the best first", responses=responses(503), tags=["articles"])
    def find(body: SearchRequest, caller: Caller = asking) -> Any:
        caller.newsroom.require_ready()
        history = [Message(m.role, m.content) for m in body.history]
        with caller.newsroom.lock:
            hits = search(caller.newsroom.store, rewrite_question(body.query, history, body.as_of).query(body.filters), body.k)
        return {"query": body.query, "hits": [hit_json(h) for h in hits]}

    @app.post("/v1/index", response_model=IndexedBody, summary="Update the index after another process of this machine stored articles", responses=responses(503), tags=["articles"])
    def update_index(caller: Caller = admin) -> Any:
        """`onrecord ingest`, `edit` and `retract` use this while the server runs. `POST /v1/articles` and the other routes do it by themselves."""
        caller.newsroom.require_ready()
        return {"passages_embedded": caller.newsroom.update_index(), "index_is_behind": caller.newsroom.store.index_is_behind}

    @app.get("/v1/stats", response_model=StatsBody, summary="Count the stored articles, and show the last eval's figures", tags=["articles"])
    def stats(caller: Caller = asking) -> Any:
        return stats_of(service, caller.newsroom)


def list_filters(
    publisher: Annotated[str | None, Query(max_length=200, description="Only articles of this outlet, in upper or lower case.")] = None,
    since: Annotated[str | None, Query(max_length=40, description="Day as YYYY-MM-DD. Only articles published then or later.")] = None,
    until: Annotated[str | None, Query(max_length=40, description="Day as YYYY-MM-DD. Only articles published then or earlier.")] = None,
    language: Annotated[str | None, Query(max_length=8, description="Only articles in this language: a code such as `en`.")] = None,
    missing: Annotated[list[Missing] | None, Query(description="Only articles that lack this fact. May be given several times: one of them is lacking.")] = None,
    text: Annotated[str | None, Query(max_length=400, description="Only articles that contain all these words, in any form. Retracted ones are not found.")] = None,
    typing: Annotated[bool, Query(description="The last word of `text` may be incomplete.")] = False,
    speaker: Annotated[str | None, Query(max_length=200, description="Only articles that quote this person or body.")] = None,
) -> ListFilters:
    return ListFilters(publisher, since, until, language, tuple(missing or ()), text, typing, speaker)


ArticleId = Annotated[str, Path(max_length=200, description="The article's id, as in citations.")]
Reason = Annotated[str, Query(min_length=1, max_length=2000, description="The reason. It is stored with the article and shown to readers.")]
VersionNumber = Annotated[int, Query(ge=1, le=2**31, description="Number of a version.")]
Version = Annotated[int | None, Query(ge=1, le=2**31, description="Default: the latest.")]
Offset = Annotated[int | None, Query(ge=0, le=2**31, description="Position in the text, in code points.")]


def stats_of(service: Service, newsroom: Newsroom) -> dict[str, Any]:
    archive = newsroom.store.archive
    server = {"version": version("onrecord"), "state": newsroom.state, "models": service.models, "judge": newsroom.assistant.judge.name, "embedding_model": newsroom.store.embedder.name}
    return server | archive.counts() | {"publishers": by_publisher(archive), "timeline": by_month(archive), "last_eval": read_last_eval(newsroom.store.home)}
