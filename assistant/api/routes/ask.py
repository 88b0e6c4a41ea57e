"""`POST /v1/ask` answers with one JSON body, or with a stream of events with the same content. Other routes stop an answer or rate it."""

import time
from collections.abc import AsyncIterator, Callable
from typing import Annotated, Any

from fastapi import FastAPI, Header, Path, Request, Response
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Connection

from onrecord.assistant.answer import Part
from onrecord.assistant.api.errors import responses
from onrecord.assistant.api.runs import Run, Tell, new_run_id, read_event_id
from onrecord.assistant.api.schemas import AskBody, AskResponse, FeedbackBody
from onrecord.assistant.api.service import Caller, Service
from onrecord.assistant.api.sse import MEDIA_TYPE, sse_event, sse_response
from onrecord.assistant.api.stored_runs import FAILED, RUNNING, STOPPED, StoredRuns
from onrecord.assistant.error_bodies import body_of_error
from onrecord.assistant.question import Message
from onrecord.assistant.trace import turn_json
from onrecord.assistant.turn import answer_turn
from onrecord.vectorstore.errors import BadInput, NotFound, Unavailable, error_named
from onrecord.vectorstore.store import Stopped

POLL_SECONDS = 0.5  # between two looks at a run of another process
WAITING, CLAIM = "waiting", "claim"  # news that are no stages, and are not sent
Store = Callable[[dict[str, Any], Connection | None], None]
Turn = Callable[..., dict[str, Any]]  # takes a `Tell`, and a `Store` if the run is stored

EXAMPLE = 'event: stage\nid: 4f1c…-1\ndata: {"run_id": "4f1c…", "stage": "search"}\n\n'
DESCRIPTION = """With `Accept: text/event-stream`, the answer is a stream of events. `stage` `{run_id, stage}` reports progress. `claim` `{text,
claim, citations, conflicts, earlier}` has a sentence that has passed the gate. The last event is `answer`, with the same body as without streaming, or
`error`. A dropped stream can be resumed until one minute after its end: repeat the request with `Last-Event-ID`. If another process answers, because
several share a database, the stream has only the stages and the last event."""


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
            run_id, received = read_event_id(last_event_id)
            run = await run_in_threadpool(find_run, service, caller, run_id)
            return sse_response(run_events(run, 0 if run.adopted else received))
        turn, run_id = prepare_turn(service, caller, body), new_run_id()
        if streamed and service.stored_runs:  # whoever waits for an answer in one piece does not know the run's id
            turn = begin_stored(service.stored_runs, run_id, caller, body, turn)
        run = service.runs.start(caller.name, turn, body_of_error, run_id)
        return sse_response(run_events(run)) if streamed else await run_result(run)

    @app.get("/v1/ask/{run_id}", response_model=AskResponse, summary="Get the answer of a stream that broke, once it is there", responses=responses(404, 502, 503), tags=["ask"])
    async def answer(run_id: RunId, caller: Caller = asking) -> Any:
        return await run_result(await run_in_threadpool(find_run, service, caller, run_id))

    @app.delete("/v1/ask/{run_id}", status_code=204, summary="Stop an answer in progress", tags=["ask"])
    def stop(run_id: RunId, caller: Caller = asking) -> Response:
        stop_run(service, caller, run_id)
        return Response(status_code=204)

    @app.post("/v1/feedback", status_code=204, summary="Rate an answer", tags=["ask"])
    def feedback(body: FeedbackBody, caller: Caller = asking) -> Response:
        caller.newsroom.conversations.rate(caller.name, body.turn_id, body.rating, body.comment)
        return Response(status_code=204)


RunId = Annotated[str, Path(max_length=64, description="`run_id` of the stream's first event.")]


def prepare_turn(service: Service, caller: Caller, body: AskBody) -> Turn:
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

    def make_answer_body(tell: Tell, store: Store = store_nowhere) -> dict[str, Any]:
        turn = answer_turn(assistant, body.question, history, body.as_of, body.filters, tell)
        answer = turn_json(turn, body.trace) | {"turn_id": None, "conversation_id": body.conversation_id}
        if body.conversation_id:
            turn_id = conversations.add(caller.name, body.conversation_id, turn.answer, body.narrowed, lambda db, turn_id: store(answer | {"turn_id": turn_id}, db))
            return answer | {"turn_id": turn_id}
        store(answer, None)
        return answer

    return make_answer_body


def store_nowhere(answer: dict[str, Any], db: Connection | None) -> None:
    pass


def begin_stored(runs: StoredRuns, run_id: str, caller: Caller, body: AskBody, turn: Turn) -> Turn:
    """The turn as one that every process on the database can find, from its first event on."""

    def begin(tell: Tell) -> dict[str, Any]:
        runs.begin(run_id, caller.name, caller.newsroom.name, body.model_dump(mode="json"))
        return end_stored(runs, run_id, turn, tell)

    return begin


def end_stored(runs: StoredRuns, run_id: str, turn: Turn, tell: Tell) -> dict[str, Any]:
    try:
        return turn(tell, lambda answer, db: runs.answer(run_id, answer, db))
    except Stopped:
        raise
    except Exception as e:
        runs.fail(run_id, e)
        raise


def find_run(service: Service, caller: Caller, run_id: str) -> Run:
    """A run of this process; or one that gets the outcome of a run of another process. Raises NotFound."""
    try:
        return service.runs.get(caller.name, run_id)
    except NotFound:
        if not service.stored_runs:
            raise
        service.stored_runs.get(caller.name, caller.newsroom.name, run_id)
        return service.runs.start(caller.name, adopted_turn(service, service.stored_runs, caller, run_id), body_of_error, run_id, adopted=True)


def adopted_turn(service: Service, runs: StoredRuns, caller: Caller, run_id: str) -> Turn:
    """Waits for the outcome of a run of another process. If that process dies, the question is asked again here."""

    def adopt(tell: Tell) -> dict[str, Any]:
        def tell_stages(news: str | Part) -> None:
            tell(news if isinstance(news, str) else CLAIM)  # the client may have received claims of the first try

        while (found := runs.get(caller.name, caller.newsroom.name, run_id)).state == RUNNING:
            if runs.take_over(run_id):
                return end_stored(runs, run_id, prepare_turn(service, caller, AskBody(**found.question)), tell_stages)
            tell(WAITING)
            time.sleep(POLL_SECONDS)
        if found.state == STOPPED:
            raise Stopped
        if found.state == FAILED:
            raise error_named(**found.outcome["error"])
        return dict(found.outcome)

    return adopt


def stop_run(service: Service, caller: Caller, run_id: str) -> None:
    is_stored = service.stored_runs is not None and service.stored_runs.stop(caller.name, caller.newsroom.name, run_id)
    try:
        service.runs.get(caller.name, run_id).stop()
    except NotFound:
        if not is_stored:
            raise


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
