"""The HTTP API: the app, its service and its runs."""

from onrecord.assistant.api.app import serve

__all__ = [
    "serve",
]
