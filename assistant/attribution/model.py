"""The data of attribution: a statement, its speaker, its content and its cue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from spacy.tokens import Token

Kind = Literal["direct", "indirect", "mixed"]


@dataclass(frozen=True, order=True)
class Span:
    """A range of code points of the text. The end is excluded."""

    start: int
    end: int

    def overlap(self, other: Span) -> int:
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def holds(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def joined(self, other: Span) -> Span:
        return Span(min(self.start, other.start), max(self.end, other.end))


PLAIN_STANCES = ("says", "claims", "confirms")  # of a statement whose words may stand alone as its speaker's


@dataclass(frozen=True)
class Statement:
    """One attribution. `speaker` is the phrase as printed. `speaker_name` is resolved within the article.

    `speaker` is None if the source names nobody ("it is believed that …"). A colon after a speaker is a cue
    too. `stance` is one of `cues.STANCES`, `cue_lemma` one of `cues.CUE_LEMMAS`. `chain` names the outer speakers
    of a nested statement, the outermost first. `speaker_role` is the role that the article gives to the speaker,
    anywhere in it ("president of Belarus", "mayor").
    """

    content: Span
    speaker: Span | None
    cue: Span | None
    cue_lemma: str | None
    stance: str
    kind: Kind
    speaker_name: str | None
    chain: tuple[str, ...] = ()
    speaker_role: str | None = None


@dataclass(frozen=True)
class Speaker:
    """`head` is the word that names the speaker. `span` is the phrase around it."""

    head: Token
    span: Span


@dataclass(frozen=True)
class Found:
    """An attribution before its quotation marks are read and its speaker is resolved."""

    content: Span
    speaker: Speaker | None
    cue: Span | None
    lemma: str | None
    stance: str
