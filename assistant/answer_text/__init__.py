"""What an answer claims: Markdown and HTML as sentences, with citations, frames, refusals, other languages and resolved pronouns."""

from onrecord.assistant.answer_text.read import AnswerPart, nfc, read_answer, read_as_one, read_claims

__all__ = ["AnswerPart", "nfc", "read_answer", "read_as_one", "read_claims"]
