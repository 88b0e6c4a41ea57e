"""`/v1/articles`, `/v1/search` and `/v1/stats`: list, read, search, count and retract stored articles."""

from dataclasses import asdict
from importlib.metadata import version
from typing import Annotated, Any

from fastapi import FastAPI, Path, Query, Response

from onrecord.assistant.api.errors import responses
from onrecord.assistant.api.newsroom import Newsroom
from onrecord.assistant.api.schemas import ArticleBody, ArticlesBody, StatsBody
from onrecord.assistant.api.service import Caller, Service
from onrecord.assistant.article_record import passage, read_record
from onrecord.assistant.eval_summary import read_last_eval
from onrecord.assistant.question import rewrite_question
from onrecord.assistant.schemas import HitsBody, SearchBody
from onrecord.assistant.serialize import hit_json
from onrecord.vectorstore.archive import by_month, by_publisher, list_articles, retract, undo_retraction
from onrecord.vectorstore.search import search


def add_routes(app: FastAPI, service: Service) -> None:
    asking, admin = service.caller("ask"), service.caller("admin")

    @app.get("/v1/articles", response_model=ArticlesBody, summary="List the stored articles, the newest first", responses=responses(400), tags=["articles"])
    def articles(
        caller: Caller = asking,
        limit: Annotated[int, Query(ge=1, le=500, description="Maximum number of articles.")] = 50,
        after: Annotated[str | None, Query(max_length=200, description="`next` of the previous page.")] = None,
        publisher: Annotated[str | None, Query(max_length=200, description="Only articles of this outlet, in upper or lower case.")] = None,
    ) -> Any:
        listed, following = list_articles(caller.newsroom.store.archive, limit, after, publisher)
        return {"articles": [asdict(a) for a in listed], "next": following}

    @app.get("/v1/articles/{article_id}", response_model=ArticleBody, summary="Read a stored article, or a passage of it", responses=responses(400), tags=["articles"])
    def article(article_id: ArticleId, caller: Caller = asking, version: Version = None, start: Offset = None, end: Offset = None) -> Any:
        record = read_record(caller.newsroom.store.archive, article_id, version)
        return record.as_json() | {"passage": passage(record.article.text, start, end)}

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
    def find(body: SearchBody, caller: Caller = asking) -> Any:
        caller.newsroom.require_ready()
        with caller.newsroom.lock:
            hits = search(caller.newsroom.store, rewrite_question(body.query, (), body.as_of).query(body.filters), body.k)
        return {"query": body.query, "hits": [hit_json(h) for h in hits]}

    @app.get("/v1/stats", response_model=StatsBody, summary="Count the stored articles, and show the last eval's figures", tags=["articles"])
    def stats(caller: Caller = asking) -> Any:
        return stats_of(service, caller.newsroom)


ArticleId = Annotated[str, Path(max_length=200, description="The article's id, as in citations.")]
Reason = Annotated[str, Query(min_length=1, max_length=2000, description="The reason. It is stored with the article and shown to readers.")]
Version = Annotated[int | None, Query(ge=1, le=2**31, description="Default: the latest.")]
Offset = Annotated[int | None, Query(ge=0, le=2**31, description="Position in the text, in code points.")]


def stats_of(service: Service, newsroom: Newsroom) -> dict[str, Any]:
    archive = newsroom.store.archive
    server = {"version": version("onrecord"), "state": newsroom.state, "models": service.models, "embedding_model": newsroom.store.embedder.name}
    return server | archive.counts() | {"publishers": by_publisher(archive), "timeline": by_month(archive), "last_eval": read_last_eval(newsroom.store.home)}
