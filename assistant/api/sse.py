"""Server-sent events of the HTTP API: the one place where an event and a stream of events are made."""

from collections.abc import AsyncIterator

from fastapi.responses import StreamingResponse
from fastapi.sse import format_sse_event

MEDIA_TYPE = "text/event-stream"


def sse_event(data: str, event: str | None = None, event_id: str | None = None) -> bytes:
    """One event. Args: data: its text, JSON or `[DONE]`; event: its name; event_id: the id from which a client can resume."""
    return format_sse_event(data_str=data, event=event, id=event_id)


def sse_response(events: AsyncIterator[bytes]) -> StreamingResponse:
    """A streamed response of events made by `sse_event`. A proxy such as nginx must not buffer them."""
    return StreamingResponse(events, media_type=MEDIA_TYPE, headers={"X-Accel-Buffering": "no"})
