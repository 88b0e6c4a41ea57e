"""Reads a question: its complete text, kind, time, speaker and pasted excerpt."""

from onrecord.assistant.question.rewrite import MAX_CHARACTERS, REMEMBERED, Message, Question, parse_as_of, rewrite_question
from onrecord.assistant.question.statement import as_denial, as_statement
from onrecord.assistant.question.tuning import QUESTION_TUNING, QuestionTuning

__all__ = [
    "MAX_CHARACTERS",
    "QUESTION_TUNING",
    "REMEMBERED",
    "Message",
    "Question",
    "QuestionTuning",
    "as_denial",
    "as_statement",
    "parse_as_of",
    "rewrite_question",
]
