"""Makes the server-sent events of the HTTP API, and streams of them. No other file makes them."""

import asyncio
from collections.abc import AsyncIterator

from fastapi.responses import StreamingResponse
from fastapi.sse import format_sse_event

MEDIA_TYPE = "text/event-stream"
KEEP_ALIVE_SECONDS = 15.0  # proxies close a connection on which nothing comes for 30 to 60 s, and a slow chat model may take longer
KEEP_ALIVE = b": keep-alive\n\n"  # a comment, which clients skip


def sse_event(data: str, event: str | None = None, event_id: str | None = None) -> bytes:
    """One event. Args: data: its text, which is JSON or `[DONE]`; event: its name; event_id: the id after which a client can resume."""
    return format_sse_event(data_str=data, event=event, id=event_id)


def sse_response(events: AsyncIterator[bytes]) -> StreamingResponse:
    """A streamed response with events from `sse_event`, and a comment where none comes for a while. Its header tells proxies such as nginx not to buffer it."""
    return StreamingResponse(kept_alive(events), media_type=MEDIA_TYPE, headers={"X-Accel-Buffering": "no"})


async def kept_alive(events: AsyncIterator[bytes], seconds: float = KEEP_ALIVE_SECONDS) -> AsyncIterator[bytes]:
    """The events, and a comment each time that none comes for so long."""
    waiting = asyncio.ensure_future(anext(events))
    try:
        while True:
            done, _ = await asyncio.wait({waiting}, timeout=seconds)
            if not done:
                yield KEEP_ALIVE
                continue
            try:
                event = waiting.result()
            except StopAsyncIteration:
                return
            yield event
            waiting = asyncio.ensure_future(anext(events))
    finally:
        waiting.cancel()
