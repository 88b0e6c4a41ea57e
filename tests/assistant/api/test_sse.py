"""Server-sent events as they go over the wire."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from onrecord.assistant.api.sse import KEEP_ALIVE, kept_alive, sse_event


def test_an_event_has_its_name_and_id_where_they_are_given() -> None:
    assert sse_event("[DONE]") == b"data: [DONE]\n\n"
    assert sse_event('{"text": "“Ø”"}', "claim", "4f1c-2") == 'event: claim\ndata: {"text": "“Ø”"}\nid: 4f1c-2\n\n'.encode()
    assert sse_event("two\nlines") == b"data: two\ndata: lines\n\n"


async def slowly(events: list[bytes], pause: float, closed: list[bool]) -> AsyncIterator[bytes]:
    try:
        for event in events:
            await asyncio.sleep(pause)
            yield event
        if not events:
            raise OSError("the model is gone")
    finally:
        closed.append(True)


async def collect(events: AsyncIterator[bytes], seconds: float) -> list[bytes]:
    return [event async for event in kept_alive(events, seconds)]


def test_a_comment_comes_while_no_event_does_and_no_event_is_lost() -> None:
    closed: list[bool] = []
    sent = asyncio.run(collect(slowly([b"one", b"two"], 0.2, closed), 0.03))
    assert [e for e in sent if e != KEEP_ALIVE] == [b"one", b"two"] and sent[0] == KEEP_ALIVE and sent.count(KEEP_ALIVE) > 2 and closed
    assert asyncio.run(collect(slowly([b"one", b"two"], 0.0, closed), 30)) == [b"one", b"two"]
    with pytest.raises(OSError, match="is gone"):
        asyncio.run(collect(slowly([], 0.0, closed), 30))


def test_a_client_that_leaves_ends_the_events() -> None:
    async def leave() -> list[bool]:
        closed: list[bool] = []
        events = kept_alive(slowly([b"one"] * 9, 0.05, closed), 0.01)
        await anext(events)
        await events.aclose()
        await asyncio.sleep(0.1)
        return closed

    assert asyncio.run(leave()) == [True]
