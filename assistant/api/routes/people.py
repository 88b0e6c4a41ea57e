"""`GET /v1/people` and `/v1/statements`: who is quoted, and what they said."""

from typing import Annotated, Any

from fastapi import FastAPI, Query

from onrecord.assistant.api.article_schemas import PeopleBody, SaidBody
from onrecord.assistant.api.service import Caller, Service
from onrecord.vectorstore.archive import people, said_by


def add_routes(app: FastAPI, service: Service) -> None:
    asking = service.caller("ask")

    @app.get("/v1/people", response_model=PeopleBody, summary="List who is quoted, the most quoted first", tags=["articles"])
    def quoted_people(
        caller: Caller = asking,
        limit: Annotated[int, Query(ge=1, le=200, description="Maximum number of people.")] = 40,
        name: Annotated[str, Query(max_length=200, description="Only people whose name contains this.")] = "",
    ) -> Any:
        """People and bodies that are quoted by name, how often, in how many articles, and their latest words."""
        return {"people": people(caller.newsroom.store.archive, limit, name)}

    @app.get("/v1/statements", response_model=SaidBody, summary="List the words of a speaker, the newest first", tags=["articles"])
    def statements(
        speaker: Annotated[str, Query(min_length=1, max_length=200, description="A name, its last words, or a role.")],
        caller: Caller = asking,
        limit: Annotated[int, Query(ge=1, le=200, description="Maximum number of statements.")] = 50,
        skip: Annotated[int, Query(ge=0, le=100_000, description="Begin behind so many statements.")] = 0,
    ) -> Any:
        return {"statements": said_by(caller.newsroom.store.archive, speaker, limit, skip)}
