"""Makes the server-sent events of the HTTP API, and streams of them. No other file makes them."""

from collections.abc import AsyncIterator

from fastapi.responses import StreamingResponse
from fastapi.sse import format_sse_event

MEDIA_TYPE = "text/event-stream"


def sse_event(data: str, event: str | None = None, event_id: str | None = None) -> bytes:
    """One event. Args: data: its text, which is JSON or `[DONE]`; event: its name; event_id: the id after which a client can resume."""
    return format_sse_event(data_str=data, event=event, id=event_id)


def sse_response(events: AsyncIterator[bytes]) -> StreamingResponse:
    """A streamed response with events from `sse_event`. Its header tells proxies such as nginx not to buffer it."""
    return StreamingResponse(events, media_type=MEDIA_TYPE, headers={"X-Accel-Buffering": "no"})
