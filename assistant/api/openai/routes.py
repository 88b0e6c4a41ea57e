"""OpenAI's chat completions over the same turn, for the apps and libraries that speak it."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict
from functools import partial
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

from onrecord.assistant.api.errors import responses
from onrecord.assistant.api.openai.shapes import ChatBody, Content, Piece, Sources, address, usage, words
from onrecord.assistant.api.openai_errors import openai_body
from onrecord.assistant.api.runs import Event, Run, Tell
from onrecord.assistant.api.service import Caller, Service
from onrecord.assistant.error_bodies import body_of
from onrecord.assistant.turn import answer_turn
from onrecord.vectorstore.archive import Filters
from onrecord.vectorstore.errors import NotFound, OnRecordError, Unavailable
from onrecord.vectorstore.store import Stopped

NAME = "onrecord"
DESCRIBED = """The last user message is the question, what the user and the assistant said before it the conversation; `system`, `developer` and
`tool` messages and unknown parameters are ignored. `annotations` cite each marker, in code points of the content; `onrecord` beside the
content is the body of `/v1/ask`. `as_of`, `since`, `until`, `publisher` and `speaker` may be sent too. `usage` counts words."""


class UnknownModel(NotFound):
    """The request names a model that is not served."""


def add_routes(app: FastAPI, service: Service) -> None:
    asking, began = service.caller("ask"), int(time.time())

    @app.get("/v1/models", summary="What `model` may name", tags=["openai"])
    def models(caller: Caller = asking) -> Any:
        names = [NAME, *(f"{NAME}/{name}" for name in service.models)]
        return {"object": "list", "data": [{"id": name, "object": "model", "created": began, "owned_by": NAME} for name in names]}

    streamed: dict[int | str, dict[str, Any]] = {200: {"description": "The completion, or its chunks.", "content": {"text/event-stream": {"schema": {"type": "string"}}}}}

    @app.post("/v1/chat/completions", summary="Answer as a chat completion", description=DESCRIBED, responses=responses(502, 503) | streamed, tags=["openai"])
    async def complete(body: ChatBody, request: Request, caller: Caller = asking) -> Any:
        run = service.runs.start(caller.name, turn_of(service, caller, body), body_of)
        link = partial(address, base_url=str(request.base_url))
        completion = Completion(body, run, Content(link, service.settings.markers), Sources(link) if service.settings.open_webui else None)
        watching = asyncio.create_task(stop_when_gone(request, run))
        told = told_by(run, watching)
        if not body.stream:
            return await completion.whole(told)
        first = await anext(told)  # what goes wrong before anything is said has its HTTP status in a stream too
        return StreamingResponse(completion.streamed(first, told), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


def turn_of(service: Service, caller: Caller, body: ChatBody) -> Callable[[Tell], dict[str, Any]]:
    """Raises BadInput, UnknownModel, Unavailable: it cannot be asked so."""
    question, history = body.question()
    named = body.model.removeprefix(f"{NAME}/")
    if body.model != NAME and (named == body.model or named not in service.models):
        raise UnknownModel(f"there is no model {body.model!r} here; GET /v1/models lists them")
    assistant = service.assistant(caller, None if body.model == NAME else named)
    filters = Filters(body.since, body.until, body.publisher, body.speaker)
    return lambda tell: asdict(answer_turn(assistant, question, history, body.as_of, filters, tell).answer)


async def stop_when_gone(request: Request, run: Run) -> None:
    """Nobody can follow this run again, so that it ends with its connection, also before anything was said."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    run.stop()


async def told_by(run: Run, watching: "asyncio.Task[None]") -> AsyncIterator[Event]:
    """The claims and the answer. Raises what ended the turn."""
    try:
        async for event in run.follow():
            if event.event == "error":
                raise Unavailable("stopped; ask again") if isinstance(run.error, Stopped) else run.error or Unavailable("ask again")
            if event.event != "stage":
                yield event
    finally:
        watching.cancel()
        run.stop()  # where its reader left; one that has ended stays as it is


class Completion:
    """One answer in OpenAI's shapes. Args: sources: for Open WebUI, or None."""

    def __init__(self, body: ChatBody, run: Run, content: Content, sources: Sources | None) -> None:
        self._body, self._run, self._content, self._sources = body, run, content, sources
        self._created = int(time.time())

    async def whole(self, told: AsyncIterator[Event]) -> dict[str, Any]:
        async for event in told:
            self._piece(event)
        message = {"role": "assistant", "content": self._content.text, "refusal": None, "annotations": self._content.annotations}
        choice = {"index": 0, "message": message | {"onrecord": self._run.result}, "logprobs": None, "finish_reason": "stop"}
        return self._head("chat.completion") | {"choices": [choice], "usage": self._usage()}

    async def streamed(self, first: Event, others: AsyncIterator[Event]) -> AsyncIterator[str]:
        yield self._chunk({"role": "assistant", "content": ""})
        try:
            for data in self._said(first):
                yield data
            async for event in others:
                for data in self._said(event):
                    yield data
        except Exception as e:
            status = e.status if isinstance(e, OnRecordError) else 500
            yield sent(openai_body(status, type(e).__name__, body_of(e)["error"]["message"]))
            return
        yield self._chunk({"onrecord": self._run.result}, "stop")
        if self._counted:
            yield sent(self._head("chat.completion.chunk") | {"choices": [], "usage": self._usage()})
        yield "data: [DONE]\n\n"

    def _said(self, event: Event) -> list[str]:
        piece = self._piece(event)
        events = [sent(self._sources.event(c)) for c in piece.citations] if self._sources else []
        delta = {"content": piece.text} | ({"annotations": piece.annotations} if piece.annotations else {})
        return [*events, self._chunk(delta)] if piece.text else events

    def _piece(self, event: Event) -> Piece:
        data = json.loads(event.data)
        return self._content.add(data) if event.event == "claim" else self._content.end(data)

    def _chunk(self, delta: dict[str, Any], finish_reason: str | None = None) -> str:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
        return sent(self._head("chat.completion.chunk") | {"choices": [choice]} | ({"usage": None} if self._counted else {}))

    @property
    def _counted(self) -> bool:
        return bool(self._body.stream_options and self._body.stream_options.include_usage)

    def _head(self, kind: str) -> dict[str, Any]:
        return {"id": f"chatcmpl-{self._run.run_id}", "object": kind, "created": self._created, "model": self._body.model}

    def _usage(self) -> dict[str, int]:
        return usage(self._body.words(), words(self._content.text))


def sent(body: dict[str, Any]) -> str:
    return f"data: {json.dumps(body, ensure_ascii=False)}\n\n"
