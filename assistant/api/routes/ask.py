"""`POST /v1/ask`: an answer in one piece or as events, to the letter the same; and feedback on it."""

from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import FastAPI, Header, Path, Request, Response
from fastapi.responses import StreamingResponse
from fastapi.sse import format_sse_event

from onrecord.assistant.api.errors import responses
from onrecord.assistant.api.runs import Run, Tell
from onrecord.assistant.api.schemas import AskBody, AskedAnswer, FeedbackBody
from onrecord.assistant.api.service import Caller, Service
from onrecord.assistant.error_bodies import body_of
from onrecord.assistant.question import Message
from onrecord.assistant.turn import answer_turn
from onrecord.vectorstore.archive import Filters
from onrecord.vectorstore.errors import BadInput, Unavailable
from onrecord.vectorstore.store import Stopped

EVENTS = "text/event-stream"
EXAMPLE = 'event: stage\nid: 4f1c…-1\ndata: {"run_id": "4f1c…", "stage": "search"}\n\n'
STREAMED = """With `Accept: text/event-stream` as events: `stage` `{run_id, stage}`, `claim` `{text, claim, citations, conflicts}` for each
sentence once it has passed the gate, and last `answer`, the same body as in one piece, or `error`. Within a minute of its end a stream that
broke is gone on with by the same request and `Last-Event-ID`."""


def add_routes(app: FastAPI, service: Service) -> None:
    asking = service.caller("ask")

    @app.post(
        "/v1/ask",
        response_model=AskedAnswer,
        summary="Answer a question, or abstain",
        description=STREAMED,
        responses=responses(502, 503) | {200: {"description": "The answer, or the events that lead to it.", "content": {EVENTS: {"schema": {"type": "string"}, "example": EXAMPLE}}}},
        tags=["ask"],
    )
    async def ask(
        body: AskBody,
        request: Request,
        caller: Caller = asking,
        last_event_id: Annotated[str | None, Header(max_length=100, description="`id` of the last event received of a stream that broke.")] = None,
    ) -> Any:
        streamed = EVENTS in request.headers.get("accept", "")
        if streamed and last_event_id:
            return events(*service.runs.resumed(caller.name, last_event_id))
        run = service.runs.start(caller.name, turn_of(service, caller, body), body_of)
        return events(run) if streamed else await whole(run)

    @app.delete("/v1/ask/{run_id}", status_code=204, summary="Stop an answer under way", tags=["ask"])
    def stop(run_id: RunId, caller: Caller = asking) -> Response:
        service.runs.get(caller.name, run_id).stop()
        return Response(status_code=204)

    @app.post("/v1/feedback", status_code=204, summary="Say whether an answer was good", tags=["ask"])
    def feedback(body: FeedbackBody, caller: Caller = asking) -> Response:
        caller.newsroom.conversations.rate(caller.name, body.turn_id, body.rating, body.comment)
        return Response(status_code=204)


RunId = Annotated[str, Path(max_length=64, description="`run_id` of the stream's first event.")]


def turn_of(service: Service, caller: Caller, body: AskBody) -> Any:
    """What is to be done, checked as far as it can be before it is begun.

    Raises:
        BadInput, NotFound, Unavailable: it cannot be asked so.
    """
    conversations = caller.newsroom.conversations
    if body.conversation_id and body.history:
        raise BadInput("send a conversation_id, of which the history is known, or a history, not both")
    assistant = service.assistant(caller, body.model)
    filters = Filters(body.since, body.until, body.publisher, body.speaker)
    history = [Message(m.role, m.content) for m in body.history]
    if body.conversation_id:
        history = conversations.history(caller.name, body.conversation_id)

    def turn(tell: Tell) -> dict[str, Any]:
        answer = answer_turn(assistant, body.question, history, body.as_of, filters, tell).answer
        turn_id = conversations.add(caller.name, body.conversation_id, answer) if body.conversation_id else None
        return asdict(answer) | {"turn_id": turn_id, "conversation_id": body.conversation_id}

    return turn


async def whole(run: Run) -> Any:
    """Raises what ended the turn."""
    async for _ in run.follow():
        pass
    if isinstance(run.error, Stopped):
        raise Unavailable("stopped before it was answered; ask again")
    if run.error:
        raise run.error
    return run.result


def events(run: Run, after: int = 0) -> StreamingResponse:
    async def sent() -> AsyncIterator[bytes]:
        async for event in run.follow(after):
            yield format_sse_event(event=event.event, id=event.id, data_str=event.data)

    return StreamingResponse(sent(), media_type=EVENTS, headers={"X-Accel-Buffering": "no"})
