"""Finds exchanged words: words of a claim that replace words of the source sentence that the claim nearly copies."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from onrecord.assistant.gate.tuning import GATE_TUNING


@dataclass(frozen=True)
class Exchange:
    """The claim has the words `new` where the sentence has the words `old`. `before` is the word before them, which is the same in both."""

    old: tuple[Token, ...]
    new: tuple[Token, ...]
    before: Token | None

    def __str__(self) -> str:
        old, new = (" ".join(t.text for t in some) for some in (self.old, self.new))
        return f"where the cited text has “{old}”, the claim has “{new}”"


@dataclass(frozen=True)
class Copy:
    """A claim beside the sentence that it copies most. `copied` are its words that the sentence has in the same order."""

    words: list[Token]
    old_words: list[Token]
    copied: int
    aligned: "SequenceMatcher[str] | None"

    def has(self, share: float) -> bool:
        """Whether so much of the claim is copied. A short claim copies nothing."""
        return len(self.words) >= GATE_TUNING.min_copy_words and self.copied >= share * len(self.words)


def find_copy(claim: Sequence[Token], sentences: Iterable[DocSpan]) -> Copy:
    words = without_punctuation(claim)
    candidates = ((count_copied(m := align(s, words)), s, m) for s in map(without_punctuation, sentences))
    copied, old_words, aligned = max(candidates, key=lambda c: c[0], default=(0, [], None))
    return Copy(words, old_words, copied, aligned)


def find_exchanges(copy: Copy) -> list[Exchange]:
    """Exchanged words. Empty if the claim copies no sentence closely enough."""
    if copy.aligned is None or not copy.has(GATE_TUNING.min_copied_share):
        return []
    return [
        Exchange(tuple(copy.old_words[a:b]), tuple(copy.words[c:d]), copy.words[c - 1] if c else None)
        for step, a, b, c, d in copy.aligned.get_opcodes()
        if step == "replace" and max(b - a, d - c) <= GATE_TUNING.max_exchanged_words
    ]


def without_punctuation(tokens: Iterable[Token]) -> list[Token]:
    return [t for t in tokens if any(c.isalnum() for c in t.text)]


def align(one: Sequence[Token], other: Sequence[Token]) -> "SequenceMatcher[str]":
    return SequenceMatcher(None, [t.lower_ for t in one], [t.lower_ for t in other], autojunk=False)


def count_copied(aligned: "SequenceMatcher[str]") -> int:
    """The number of words that are in both, in the same order."""
    return sum(block.size for block in aligned.get_matching_blocks())
