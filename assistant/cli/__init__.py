"""The command line."""

from onrecord.assistant.cli.app import main
from onrecord.assistant.cli.opening import opened_assistant

__all__ = [
    "main",
    "opened_assistant",
]
