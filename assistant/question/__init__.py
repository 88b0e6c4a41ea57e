"""What is asked: the question in full, its times, its speaker, its excerpt."""

from onrecord.assistant.question.rewrite import MAX_CHARACTERS, REMEMBERED, Message, Question, day, rewrite_question

__all__ = [
    "MAX_CHARACTERS",
    "REMEMBERED",
    "Message",
    "Question",
    "day",
    "rewrite_question",
]
