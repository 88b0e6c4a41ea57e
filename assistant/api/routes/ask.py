"""`POST /v1/ask` answers with one JSON body, or with a stream of events with the same content. Other routes stop an answer or rate it."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import FastAPI, Header, Path, Request, Response

from onrecord.assistant.api.errors import responses
from onrecord.assistant.api.runs import Run, Tell
from onrecord.assistant.api.schemas import AskBody, AskResponse, FeedbackBody
from onrecord.assistant.api.service import Caller, Service
from onrecord.assistant.api.sse import MEDIA_TYPE, sse_event, sse_response
from onrecord.assistant.error_bodies import body_of_error
from onrecord.assistant.question import Message
from onrecord.assistant.trace import turn_json
from onrecord.assistant.turn import answer_turn
from onrecord.vectorstore.errors import BadInput, Unavailable
from onrecord.vectorstore.store import Stopped

EXAMPLE = 'event: stage\nid: 4f1c…-1\ndata: {"run_id": "4f1c…", "stage": "search"}\n\n'
DESCRIPTION = """With `Accept: text/event-stream`, the answer is a stream of events. `stage` `{run_id, stage}` reports progress. `claim` `{text,
claim, citations, conflicts, earlier}` has a sentence that has passed the gate. The last event is `answer`, with the same body as without streaming, or
`error`. A dropped stream can be resumed until one minute after its end: repeat the request with `Last-Event-ID`."""


def add_routes(app: FastAPI, service: Service) -> None:
    asking = service.caller("ask")

    @app.post(
        "/v1/ask",
        response_model=AskResponse,
        summary="Answer a question, or abstain",
        description=DESCRIPTION,
        responses=responses(502, 503) | {200: {"description": "The answer, or its events.", "content": {MEDIA_TYPE: {"schema": {"type": "string"}, "example": EXAMPLE}}}},
        tags=["ask"],
    )
    async def ask(
        body: AskBody,
        request: Request,
        caller: Caller = asking,
        last_event_id: Annotated[str | None, Header(max_length=100, description="`id` of the last event received from a dropped stream.")] = None,
    ) -> Any:
        streamed = MEDIA_TYPE in request.headers.get("accept", "")
        if streamed and last_event_id:
            return sse_response(run_events(*service.runs.resume(caller.name, last_event_id)))
        run = service.runs.start(caller.name, prepare_turn(service, caller, body), body_of_error)
        return sse_response(run_events(run)) if streamed else await run_result(run)

    @app.delete("/v1/ask/{run_id}", status_code=204, summary="Stop an answer in progress", tags=["ask"])
    def stop(run_id: RunId, caller: Caller = asking) -> Response:
        service.runs.get(caller.name, run_id).stop()
        return Response(status_code=204)

    @app.post("/v1/feedback", status_code=204, summary="Rate an answer", tags=["ask"])
    def feedback(body: FeedbackBody, caller: Caller = asking) -> Response:
        caller.newsroom.conversations.rate(caller.name, body.turn_id, body.rating, body.comment)
        return Response(status_code=204)


RunId = Annotated[str, Path(max_length=64, description="`run_id` of the stream's first event.")]


def prepare_turn(service: Service, caller: Caller, body: AskBody) -> Any:
    """A function that answers this request. Most errors of the request are found here, before the function runs.

    Raises:
        BadInput, NotFound, Unavailable: the request cannot be answered.
    """
    conversations = caller.newsroom.conversations
    if body.conversation_id and body.history:
        raise BadInput("send a conversation_id, whose history is stored, or a history, but not both")
    assistant = service.assistant(caller, body.model)
    history = [Message(m.role, m.content) for m in body.history]
    if body.conversation_id:
        history = conversations.history(caller.name, body.conversation_id)

    def make_answer_body(tell: Tell) -> dict[str, Any]:
        turn = answer_turn(assistant, body.question, history, body.as_of, body.filters, tell)
        turn_id = conversations.add(caller.name, body.conversation_id, turn.answer, body.narrowed) if body.conversation_id else None
        return turn_json(turn, body.trace) | {"turn_id": turn_id, "conversation_id": body.conversation_id}

    return make_answer_body


async def run_result(run: Run) -> Any:
    """The body of the answer. If an error ended the turn, it is raised."""
    async for _ in run.follow():
        pass
    if isinstance(run.error, Stopped):
        raise Unavailable("the question was stopped before it was answered; ask again")
    if run.error:
        raise run.error
    return run.result


async def run_events(run: Run, after: int = 0) -> AsyncIterator[bytes]:
    """The run's events after the first `after`, in the form of server-sent events."""
    async for event in run.follow(after):
        yield sse_event(event.data, event.event, event.id)
