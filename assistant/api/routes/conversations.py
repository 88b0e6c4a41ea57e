"""`/v1/conversations`: what was asked and answered, kept for who asked."""

from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import FastAPI, Path, Query, Response
from fastapi.responses import JSONResponse

from onrecord.assistant.api.schemas import ConversationBody, ConversationsBody, OpenedConversation, TitleBody
from onrecord.assistant.api.service import Caller, Service
from onrecord.assistant.conversations import markdown, stale

MARKDOWN = "text/markdown"
Format = Annotated[Literal["markdown", "json"], Query(description="Of the file.")]
ConversationId = Annotated[str, Path(max_length=64, description="Of one of your conversations.")]


def add_routes(app: FastAPI, service: Service) -> None:
    asking = service.caller("ask")

    @app.get("/v1/conversations", response_model=ConversationsBody, summary="Your conversations, the last used first", tags=["conversations"])
    def conversations(caller: Caller = asking, limit: Annotated[int, Query(ge=1, le=1000, description="How many at most.")] = 200) -> Any:
        return {"conversations": [asdict(c) for c in caller.newsroom.conversations.of(caller.name, limit)]}

    @app.post("/v1/conversations", status_code=201, response_model=ConversationBody, summary="Begin a conversation", tags=["conversations"])
    def create(body: TitleBody, caller: Caller = asking) -> Any:
        return asdict(caller.newsroom.conversations.create(caller.name, body.title))

    @app.get(
        "/v1/conversations/{conversation_id}",
        response_model=OpenedConversation,
        summary="A conversation, and what has become of the articles that its answers cite",
        tags=["conversations"],
    )
    def opened(conversation_id: ConversationId, caller: Caller = asking) -> Any:
        return open_conversation(caller, conversation_id)

    @app.patch("/v1/conversations/{conversation_id}", response_model=ConversationBody, summary="Give it another title", tags=["conversations"])
    def rename(conversation_id: ConversationId, body: TitleBody, caller: Caller = asking) -> Any:
        return asdict(caller.newsroom.conversations.rename(caller.name, conversation_id, body.title))

    @app.delete("/v1/conversations/{conversation_id}", status_code=204, summary="Delete it for good", tags=["conversations"])
    def delete(conversation_id: ConversationId, caller: Caller = asking) -> Response:
        caller.newsroom.conversations.delete(caller.name, conversation_id)
        return Response(status_code=204)

    @app.get(
        "/v1/conversations/{conversation_id}/export",
        summary="As a file: Markdown for people, or JSON as it is served",
        response_class=Response,
        responses={200: {"description": "A file to be saved.", "content": {MARKDOWN: {"schema": {"type": "string"}}}, "model": OpenedConversation}},
        tags=["conversations"],
    )
    def export(conversation_id: ConversationId, caller: Caller = asking, format: Format = "markdown") -> Response:
        name = f"conversation-{conversation_id[:8]}"
        if format == "json":
            return JSONResponse(open_conversation(caller, conversation_id), headers=as_file(f"{name}.json"))
        kept = caller.newsroom.conversations
        text = markdown(kept.get(caller.name, conversation_id), kept.turns(caller.name, conversation_id))
        return Response(text, media_type=f"{MARKDOWN}; charset=utf-8", headers=as_file(f"{name}.md"))


def open_conversation(caller: Caller, conversation_id: str) -> dict[str, Any]:
    kept, archive = caller.newsroom.conversations, caller.newsroom.store.archive
    found = kept.get(caller.name, conversation_id)
    turns = [asdict(t) | {"stale": [asdict(s) for s in stale(archive, t.answer["citations"])]} for t in kept.turns(caller.name, conversation_id)]
    return asdict(found) | {"turns": turns}


def as_file(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
