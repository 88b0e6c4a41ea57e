"""The tuned numbers of the question stage, each with its unit and effect.

All were set by hand and not measured separately. `make bench-questions` shows how often follow-ups, speakers and excerpts are read correctly.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Unit = Literal["day", "week", "month", "year"]


@dataclass(frozen=True)
class QuestionTuning:
    """The instance `QUESTION_TUNING` is used everywhere."""

    # context_dependence.py: content words of a question
    max_dependent_words: int = 2  # a question without a name and with at most this many words needs the conversation
    max_dependent_words_after_and: int = 4  # the same for a question that begins with "and", "what about" or similar words
    min_topic_words: int = 5  # a question with at least this many words needs only the name for its pronoun
    min_words_alone: int = 2  # a question with at least this many is tried alone if it is not answered as a follow-up

    # time_expressions.py: days after an event in which reports appear, by the precision of its time. April's figures are published in May.
    reported_days: Mapping[Unit, int] = field(default_factory=lambda: {"day": 7, "week": 14, "month": 31, "year": 365})

    # asked_speaker.py
    max_speaker_words: int = 7  # words of a name with its description; a longer phrase names no speaker

    # pasted_excerpt.py
    min_excerpt_characters: int = 60  # a question with a shorter quotation is a question of another kind


QUESTION_TUNING = QuestionTuning()
