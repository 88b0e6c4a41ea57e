"""Drafts an answer: by quoting the sources, or with a chat model."""

from onrecord.assistant.drafting.drafter import EXTRACTIVE, Drafting
from onrecord.assistant.drafting.lead_in import quote

__all__ = [
    "EXTRACTIVE",
    "Drafting",
    "quote",
]
