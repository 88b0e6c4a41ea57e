"""Drafts of an answer: the quoted sources, or a chat model's prose."""

from onrecord.assistant.drafting.drafter import EXTRACTIVE, Drafting
from onrecord.assistant.drafting.lead_in import quote

__all__ = [
    "EXTRACTIVE",
    "Drafting",
    "quote",
]
