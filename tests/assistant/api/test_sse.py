"""Server-sent events as they go over the wire."""

from onrecord.assistant.api.sse import sse_event


def test_an_event_has_its_name_and_id_where_they_are_given() -> None:
    assert sse_event("[DONE]") == b"data: [DONE]\n\n"
    assert sse_event('{"text": "“Ø”"}', "claim", "4f1c-2") == 'event: claim\ndata: {"text": "“Ø”"}\nid: 4f1c-2\n\n'.encode()
    assert sse_event("two\nlines") == b"data: two\ndata: lines\n\n"
