"""`/v1/conversations`: stored questions and answers. Only its owner sees a conversation, and whoever has a link that the owner made."""

from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import FastAPI, Path, Query, Response
from fastapi.responses import JSONResponse

from onrecord.assistant.api.errors import responses
from onrecord.assistant.api.schemas import ConversationBody, ConversationsBody, OpenedConversation, ShareBody, SharedConversation, TitleBody
from onrecord.assistant.api.service import Caller, Service
from onrecord.assistant.conversations import StoredTurn, conversation_markdown, conversation_word, stale_citations
from onrecord.vectorstore.archive import Archive
from onrecord.vectorstore.errors import NotFound

MARKDOWN = "text/markdown"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Format = Annotated[Literal["markdown", "json", "word"], Query(description="Format of the file.")]
ConversationId = Annotated[str, Path(max_length=64, description="Id of one of your conversations.")]


def add_routes(app: FastAPI, service: Service) -> None:
    asking = service.caller("ask")

    @app.get("/v1/conversations", response_model=ConversationsBody, summary="List your conversations, the last used first", tags=["conversations"])
    def conversations(
        caller: Caller = asking,
        limit: Annotated[int, Query(ge=1, le=1000, description="Maximum number of conversations.")] = 200,
        text: Annotated[str, Query(max_length=400, description="Only conversations with this text in their title, a question or an answer.")] = "",
    ) -> Any:
        return {"conversations": [asdict(c) for c in caller.newsroom.conversations.list_of(caller.name, limit, text)]}

    @app.post("/v1/conversations", status_code=201, response_model=ConversationBody, summary="Begin a conversation", tags=["conversations"])
    def create(body: TitleBody, caller: Caller = asking) -> Any:
        return asdict(caller.newsroom.conversations.create(caller.name, body.title))

    @app.get(
        "/v1/conversations/{conversation_id}",
        response_model=OpenedConversation,
        summary="Read a conversation, with the citations that are out of date",
        tags=["conversations"],
    )
    def opened(conversation_id: ConversationId, caller: Caller = asking) -> Any:
        return conversation_json(caller, conversation_id)

    @app.patch("/v1/conversations/{conversation_id}", response_model=ConversationBody, summary="Rename a conversation", tags=["conversations"])
    def rename(conversation_id: ConversationId, body: TitleBody, caller: Caller = asking) -> Any:
        return asdict(caller.newsroom.conversations.rename(caller.name, conversation_id, body.title))

    @app.delete("/v1/conversations/{conversation_id}", status_code=204, summary="Delete a conversation for good", tags=["conversations"])
    def delete(conversation_id: ConversationId, caller: Caller = asking) -> Response:
        caller.newsroom.conversations.delete(caller.name, conversation_id)
        return Response(status_code=204)

    @app.post("/v1/conversations/{conversation_id}/share", status_code=201, response_model=ShareBody, summary="Make a link with which others can read a conversation", tags=["conversations"])
    def share(conversation_id: ConversationId, caller: Caller = asking) -> Any:
        token = caller.newsroom.conversations.share(caller.name, conversation_id)
        return {"token": token, "path": f"/s/{token}"}

    @app.delete("/v1/conversations/{conversation_id}/share", status_code=204, summary="Take back all links to a conversation", tags=["conversations"])
    def unshare(conversation_id: ConversationId, caller: Caller = asking) -> Response:
        caller.newsroom.conversations.unshare(caller.name, conversation_id)
        return Response(status_code=204)

    @app.get("/v1/shared/{token}", response_model=SharedConversation, summary="Read a conversation that was shared; needs no key", responses=responses(404), tags=["conversations"])
    def shared(token: Annotated[str, Path(max_length=64, description="The token of the link.")]) -> Any:
        for newsroom in service.newsrooms.values():
            if found := newsroom.conversations.shared(token):
                return {"title": found[0].title, "turns": [turn_json(newsroom.store.archive, t) for t in found[1]]}
        raise NotFound("nothing is shared under this link; it was taken back, or is not complete")

    @app.get(
        "/v1/conversations/{conversation_id}/export",
        summary="Download a conversation: as Markdown, as a Word document, or as the JSON of the API",
        response_class=Response,
        responses={200: {"description": "A file to save.", "content": {MARKDOWN: {"schema": {"type": "string"}}, WORD: {"schema": {"type": "string", "format": "binary"}}}, "model": OpenedConversation}},
        tags=["conversations"],
    )
    def export(conversation_id: ConversationId, caller: Caller = asking, format: Format = "markdown") -> Response:
        name = f"conversation-{conversation_id[:8]}"
        if format == "json":
            return JSONResponse(conversation_json(caller, conversation_id), headers=download_headers(f"{name}.json"))
        stored = caller.newsroom.conversations
        found, turns = stored.get(caller.name, conversation_id), stored.turns(caller.name, conversation_id)
        if format == "word":
            return Response(conversation_word(found, turns), media_type=WORD, headers=download_headers(f"{name}.docx"))
        text = conversation_markdown(found, turns)
        return Response(text, media_type=f"{MARKDOWN}; charset=utf-8", headers=download_headers(f"{name}.md"))


def conversation_json(caller: Caller, conversation_id: str) -> dict[str, Any]:
    stored, archive = caller.newsroom.conversations, caller.newsroom.store.archive
    found = stored.get(caller.name, conversation_id)
    return asdict(found) | {"turns": [turn_json(archive, t) for t in stored.turns(caller.name, conversation_id)]}


def turn_json(archive: Archive, turn: StoredTurn) -> dict[str, Any]:
    """The turn with a list of its citations that are out of date."""
    return asdict(turn) | {"stale": [asdict(s) for s in stale_citations(archive, turn.answer["citations"])]}


def download_headers(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
