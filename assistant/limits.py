"""Limits that HTTP and MCP share."""

MAX_BODY_BYTES = 1_000_000  # of a request
MAX_CONCURRENT_TURNS = 16  # most of them wait for a chat model most of the time
