"""`GET /v1/suggestions`: questions that the archive can answer, for the first screen and after an answer."""

from typing import Annotated, Any

from fastapi import FastAPI, Query

from onrecord.assistant.api.errors import responses
from onrecord.assistant.api.schemas import SuggestionsBody
from onrecord.assistant.api.service import Caller, Service
from onrecord.assistant.conversations import messages_of
from onrecord.assistant.question import parse_as_of
from onrecord.assistant.schemas import AsOf
from onrecord.assistant.suggestions import suggest_follow_ups, suggest_for_archive


def add_routes(app: FastAPI, service: Service) -> None:
    asking = service.caller("ask")
    offered: dict[str, tuple[tuple[str, str], list[str]]] = {}  # by newsroom: the archive and the day, and the questions for them

    @app.get(
        "/v1/suggestions",
        response_model=SuggestionsBody,
        summary="Suggest questions that the archive can answer",
        description="Four about the newest reports, or with `conversation_id` up to three that go on from its last answer. Each was answered once before it is offered. The list may be empty.",
        responses=responses(400, 503),
        tags=["ask"],
    )
    def suggestions(
        caller: Caller = asking,
        conversation_id: Annotated[str | None, Query(max_length=64, description="One of your conversations.")] = None,
        as_of: AsOf = None,
    ) -> Any:
        assistant = service.assistant(caller)
        if conversation_id is None:
            state = (caller.newsroom.store.archive.content_digest(), parse_as_of(as_of))
            if offered.get(caller.newsroom.name, ("", []))[0] != state:  # each question costs a turn
                offered[caller.newsroom.name] = (state, suggest_for_archive(assistant, as_of))
            return {"questions": offered[caller.newsroom.name][1]}
        turns = caller.newsroom.conversations.turns(caller.name, conversation_id)
        cited = dict.fromkeys((c["article_id"], c["version"]) for c in turns[-1].answer["citations"]) if turns else {}
        return {"questions": suggest_follow_ups(assistant, messages_of(turns), list(cited), as_of)}
