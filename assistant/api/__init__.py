"""The HTTP API."""

from onrecord.assistant.api.app import serve

__all__ = [
    "serve",
]
