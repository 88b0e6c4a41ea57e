"""Stored conversations: their turns, feedback, staleness and export."""

from onrecord.assistant.conversations.markdown import markdown
from onrecord.assistant.conversations.staleness import Stale, stale
from onrecord.assistant.conversations.store import Conversation, Conversations, Rating

__all__ = [
    "Conversation",
    "Conversations",
    "Rating",
    "Stale",
    "markdown",
    "stale",
]
