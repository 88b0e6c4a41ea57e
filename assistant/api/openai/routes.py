"""`/v1/chat/completions` and `/v1/models`: the same answers for apps and libraries that use OpenAI's API."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict
from functools import partial
from typing import Any

from fastapi import FastAPI, Request

from onrecord.assistant.api.errors import responses
from onrecord.assistant.api.openai.shapes import ChatBody, Content, Piece, Sources, address, count_words, usage
from onrecord.assistant.api.openai_errors import openai_error_body
from onrecord.assistant.api.runs import Event, Run, Tell
from onrecord.assistant.api.service import Caller, Service
from onrecord.assistant.api.sse import MEDIA_TYPE, sse_event, sse_response
from onrecord.assistant.error_bodies import body_of_error
from onrecord.assistant.turn import answer_turn
from onrecord.vectorstore.errors import NotFound, OnRecordError, Unavailable
from onrecord.vectorstore.store import Stopped

NAME = "onrecord"
DESCRIPTION = """The last user message is the question; the user's and the assistant's messages before it are the conversation. `system`,
`developer` and `tool` messages and unknown parameters are ignored. `annotations` give the citation of each marker, in code points of the
content. The field `onrecord`, beside the content, has the body of `/v1/ask`. `as_of`, `since`, `until`, `publisher` and `speaker` are accepted too.
`usage` counts words."""


class UnknownModel(NotFound):
    """The request names a model that is not served."""


def add_routes(app: FastAPI, service: Service) -> None:
    asking, began = service.caller("ask"), int(time.time())

    @app.get("/v1/models", summary="List the names that `model` accepts", tags=["openai"])
    def models(caller: Caller = asking) -> Any:
        names = [NAME, *(f"{NAME}/{name}" for name in service.models)]
        return {"object": "list", "data": [{"id": name, "object": "model", "created": began, "owned_by": NAME} for name in names]}

    streamed: dict[int | str, dict[str, Any]] = {200: {"description": "The completion, or its chunks.", "content": {MEDIA_TYPE: {"schema": {"type": "string"}}}}}

    @app.post("/v1/chat/completions", summary="Answer as a chat completion", description=DESCRIPTION, responses=responses(502, 503) | streamed, tags=["openai"])
    async def complete(body: ChatBody, request: Request, caller: Caller = asking) -> Any:
        run = service.runs.start(caller.name, prepare_turn(service, caller, body), body_of_error)
        link = partial(address, base_url=str(request.base_url))
        completion = Completion(body, run, Content(link, service.settings.markers), Sources(link) if service.settings.open_webui else None)
        watching = asyncio.create_task(stop_on_disconnect(request, run))
        events = claims_and_answer(run, watching)
        if not body.stream:
            return await completion.body(events)
        first = await anext(events)  # also in a stream, an error before the first claim gets its HTTP status
        return sse_response(completion.chunks(first, events))


def prepare_turn(service: Service, caller: Caller, body: ChatBody) -> Callable[[Tell], dict[str, Any]]:
    """A function that answers this request. Raises BadInput, UnknownModel or Unavailable if the request cannot be answered."""
    question, history = body.question()
    named = body.model.removeprefix(f"{NAME}/")
    if body.model != NAME and (named == body.model or named not in service.models):
        raise UnknownModel(f"there is no model {body.model!r}; GET /v1/models lists the models")
    assistant = service.assistant(caller, None if body.model == NAME else named)
    return lambda tell: asdict(answer_turn(assistant, question, history, body.as_of, body.filters, tell).answer)


async def stop_on_disconnect(request: Request, run: Run) -> None:
    """Stop the run when the client disconnects, because OpenAI's protocol cannot resume a run."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    run.stop()


async def claims_and_answer(run: Run, watching: "asyncio.Task[None]") -> AsyncIterator[Event]:
    """The claim events and the answer event. If an error ended the turn, it is raised."""
    try:
        async for event in run.follow():
            if event.event == "error":
                raise Unavailable("stopped; ask again") if isinstance(run.error, Stopped) else run.error or Unavailable("ask again")
            if event.event != "stage":
                yield event
    finally:
        watching.cancel()
        run.stop()  # the client may have disconnected; a run that has ended does not change


class Completion:
    """One answer in OpenAI's shapes. Args: sources: the source events of Open WebUI, or None to leave them out."""

    def __init__(self, body: ChatBody, run: Run, content: Content, sources: Sources | None) -> None:
        self._body, self._run, self._content, self._sources = body, run, content, sources
        self._created = int(time.time())

    async def body(self, events: AsyncIterator[Event]) -> dict[str, Any]:
        """The `chat.completion` object."""
        async for event in events:
            self._piece(event)
        message = {"role": "assistant", "content": self._content.text, "refusal": None, "annotations": self._content.annotations}
        choice = {"index": 0, "message": message | {"onrecord": self._run.result}, "logprobs": None, "finish_reason": "stop"}
        return self._head("chat.completion") | {"choices": [choice], "usage": self._usage()}

    async def chunks(self, first: Event, others: AsyncIterator[Event]) -> AsyncIterator[bytes]:
        """The `chat.completion.chunk` objects as server-sent events."""
        yield self._chunk({"role": "assistant", "content": ""})
        try:
            for chunk in self._event_chunks(first):
                yield chunk
            async for event in others:
                for chunk in self._event_chunks(event):
                    yield chunk
        except Exception as e:
            status = e.status if isinstance(e, OnRecordError) else 500
            yield json_event(openai_error_body(status, type(e).__name__, body_of_error(e)["error"]["message"]))
            return
        yield self._chunk({"onrecord": self._run.result}, "stop")
        if self._includes_usage:
            yield json_event(self._head("chat.completion.chunk") | {"choices": [], "usage": self._usage()})
        yield sse_event("[DONE]")

    def _event_chunks(self, event: Event) -> list[bytes]:
        piece = self._piece(event)
        events = [json_event(self._sources.event(c)) for c in piece.citations] if self._sources else []
        delta = {"content": piece.text} | ({"annotations": piece.annotations} if piece.annotations else {})
        return [*events, self._chunk(delta)] if piece.text else events

    def _piece(self, event: Event) -> Piece:
        data = json.loads(event.data)
        return self._content.add(data) if event.event == "claim" else self._content.end(data)

    def _chunk(self, delta: dict[str, Any], finish_reason: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
        return json_event(self._head("chat.completion.chunk") | {"choices": [choice]} | ({"usage": None} if self._includes_usage else {}))

    @property
    def _includes_usage(self) -> bool:
        return bool(self._body.stream_options and self._body.stream_options.include_usage)

    def _head(self, kind: str) -> dict[str, Any]:
        return {"id": f"chatcmpl-{self._run.run_id}", "object": kind, "created": self._created, "model": self._body.model}

    def _usage(self) -> dict[str, int]:
        return usage(self._body.count_words(), count_words(self._content.text))


def json_event(body: dict[str, Any]) -> bytes:
    return sse_event(json.dumps(body, ensure_ascii=False))
