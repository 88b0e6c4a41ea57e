"""The data of the evidence stage: scored candidate sentences, the chosen evidence, and its disagreements."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from onrecord.assistant.answer import Difference
from onrecord.assistant.attribution import Span, Statement
from onrecord.assistant.evidence.tuning import EVIDENCE_TUNING as TUNING
from onrecord.assistant.language import find_relative_days
from onrecord.vectorstore.model import Article, Hit


@dataclass(frozen=True)
class Sentence:
    """A candidate: one sentence of a found passage. `start` and `end` are code points of its article."""

    hit: Hit
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.hit.article.text[self.start : self.end]


@dataclass(frozen=True)
class Scored:
    sentence: Sentence
    score: float
    parts: dict[str, float]
    answers: frozenset[str]
    span: Span | None = None  # the likeliest answer in the sentence, in code points of the article, where the reader read it

    @property
    def by_words(self) -> float:
        """The score without what the reader adds."""
        return self.parts.get("words", self.score)


def rank_sentences(scored: Iterable[Scored]) -> list[Scored]:
    """Best first; of equal scores, in the order of passages and text."""
    return sorted(scored, key=lambda s: (-s.score, s.sentence.hit.passage.passage_id, s.sentence.start))


def ranked_with(bonus: float, has: Callable[[Scored], bool], scored: Sequence[Scored]) -> list[Scored]:
    """The sentences, best first, after those that have something got score points for it."""
    return sorted((replace(s, score=s.score + bonus) if has(s) else s for s in scored), key=lambda s: -s.score)


@dataclass(frozen=True)
class Evidence:
    """A sentence that answers the question, extended so that it can be read alone.

    `statement` credits it to a speaker. It is None if the outlet itself says it. `said` are all statements inside the sentence. With
    `day_asked`, the question asks for a day, so "Monday" is shown with its date.
    """

    article: Article
    start: int
    end: int
    score: float
    parts: dict[str, float]
    statement: Statement | None
    said: tuple[Statement, ...] = ()
    day_asked: bool = False
    likely: Span | None = None  # the piece of it that most likely answers, where the reader read it
    answer: Span | None = None  # the same, where the reader is sure enough of it

    @property
    def text(self) -> str:
        return self.article.text[self.start : self.end]

    @property
    def speaker(self) -> str | None:
        s = self.statement
        if s is None:
            return None
        written = self.speaker_as_written
        return written if " and " in written else s.speaker_name or written or None

    @property
    def cue(self) -> str | None:
        s = self.statement
        return self.article.text[s.cue.start : s.cue.end] if s and s.cue else None

    @property
    def speaker_role(self) -> str | None:
        """The speaker's role according to the article, such as "mayor of Druva"."""
        return self.statement.speaker_role if self.statement else None

    @property
    def speaker_as_written(self) -> str:
        """The speaker in the article's words, such as "the union". Empty if the statement has no speaker."""
        span = self.statement.speaker if self.statement else None
        return self.article.text[span.start : span.end] if span else ""

    @property
    def names_speaker_itself(self) -> bool:
        return self.statement is not None and self.holds(self.statement.speaker)

    def days_meant(self, words: str) -> list[tuple[int, str]]:
        """Where "Monday" and the like end in some of its words, and the day that each means. Empty if no day is asked for or the article has none."""
        published = self.article.published_at
        return find_relative_days(words, date.fromisoformat(published[:10])) if self.day_asked and published else []

    def holds(self, span: Span | None) -> bool:
        return span is not None and self.start <= span.start and span.end <= self.end


@dataclass(frozen=True)
class Disagreement:
    """The indices of two pieces of evidence that differ.

    If one sentence gives both sides, the indices are equal and `within` has its two statements.
    """

    kind: Difference
    first: int
    second: int
    within: tuple[Statement, Statement] | None = None


@dataclass(frozen=True)
class Replaced:
    """A figure that a later report or a correction replaced: its sentence, its place in the article, the index of the evidence that replaces it,
    and the figure that stands there, as written, if there is only one that may be meant. `unit` says what both count: "tanks"; None if that is not sure."""

    kind: Literal["superseded", "corrected"]
    evidence: Evidence
    figure: Span
    by: int
    standing: str | None
    unit: str | None = None

    @property
    def text(self) -> str:
        return self.evidence.article.text[self.figure.start : self.figure.end]


@dataclass(frozen=True)
class Selection:
    """The evidence of an answer, best first, the probability that it answers (0…1), its disagreements, and the figures that it replaces."""

    evidence: tuple[Evidence, ...]
    answerability: float
    disagreements: tuple[Disagreement, ...] = ()
    replaced: tuple[Replaced, ...] = ()
    nearest: tuple[Article, ...] = ()  # articles that an abstention names
    candidates: tuple[Scored, ...] = ()  # all sentences that were scored, the best first

    @property
    def answers(self) -> bool:
        return bool(self.evidence) and self.answerability >= TUNING.min_answerability

    @property
    def answering(self) -> tuple[Evidence, ...]:
        """The evidence that an answer may use: none where the question is not answered."""
        return self.evidence if self.answers else ()
