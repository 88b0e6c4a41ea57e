"""The tuned numbers of question understanding: each with its unit, its effect and the command that shows it.

All were set by hand and not measured apart; `make bench-questions` shows how often follow-ups, speakers and excerpts are read right.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Unit = Literal["day", "week", "month", "year"]


@dataclass(frozen=True)
class QuestionTuning:
    """One instance, `QUESTION_TUNING`, is used everywhere."""

    # context_dependence.py: content words of a question
    max_dependent_words: int = 2  # up to which a question without a name says too little to stand alone
    max_dependent_words_after_and: int = 4  # the same for a question that opens with "and", "what about" and the like
    min_topic_words: int = 5  # from which a question needs no more than the name for its pronoun

    # time_expressions.py: how many days an event is still reported, by how exactly its time is given. April's figure comes out in May.
    reported_days: Mapping[Unit, int] = field(default_factory=lambda: {"day": 7, "week": 14, "month": 31, "year": 365})

    # asked_speaker.py
    max_speaker_words: int = 7  # words of a name with its description; a longer phrase names no speaker

    # pasted_excerpt.py
    min_excerpt_characters: int = 60  # a shorter quotation belongs to a question of another kind


QUESTION_TUNING = QuestionTuning()
