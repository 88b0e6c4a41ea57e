"""The command line."""

from onrecord.assistant.cli.app import main
from onrecord.assistant.cli.opening import opened_assistant
from onrecord.assistant.cli.options import BaseUrl, JudgedBy, Model, NoCache

__all__ = [
    "BaseUrl",
    "JudgedBy",
    "Model",
    "NoCache",
    "main",
    "opened_assistant",
]
