"""What is asked: the question in full, its times, its speaker, its excerpt."""

from onrecord.assistant.question.rewrite import MAX_CHARACTERS, REMEMBERED, Message, Question, day, rewrite_question
from onrecord.assistant.question.tuning import QUESTION_TUNING, QuestionTuning

__all__ = [
    "MAX_CHARACTERS",
    "QUESTION_TUNING",
    "REMEMBERED",
    "Message",
    "Question",
    "QuestionTuning",
    "day",
    "rewrite_question",
]
