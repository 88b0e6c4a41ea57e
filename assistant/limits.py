"""Limits that HTTP and MCP share."""

MAX_BODY_BYTES = 1_000_000  # bytes of a request's body
MAX_CONCURRENT_TURNS = 16  # turns at the same time; with a chat model, most of them only wait for it
