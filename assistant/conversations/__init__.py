"""Stored conversations: their turns, feedback, staleness and export."""

from onrecord.assistant.conversations.markdown import conversation_markdown
from onrecord.assistant.conversations.staleness import Stale, stale_citations
from onrecord.assistant.conversations.store import Conversation, Conversations, Rating, StoredTurn, messages_of
from onrecord.assistant.conversations.word import conversation_word

__all__ = [
    "Conversation",
    "Conversations",
    "Rating",
    "Stale",
    "StoredTurn",
    "conversation_markdown",
    "conversation_word",
    "messages_of",
    "stale_citations",
]
