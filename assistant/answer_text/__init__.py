"""What an answer claims: Markdown and HTML as sentences, with citations, frames, refusals, other languages and resolved pronouns."""

from onrecord.assistant.answer_text.read import AnswerPart, nfc, read_answer
from onrecord.assistant.answer_text.refusals import Refusal, read_refusal

__all__ = ["AnswerPart", "Refusal", "nfc", "read_answer", "read_refusal"]
