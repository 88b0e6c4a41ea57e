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


def find_exchanges(claim: Sequence[Token], sentences: Iterable[DocSpan]) -> list[Exchange]:
    """Exchanged words, compared with the sentence that the claim copies most. Empty if the claim copies no sentence closely enough."""
    claim_words = without_punctuation(claim)
    if len(claim_words) < GATE_TUNING.min_copy_words:
        return []
    candidates = ((count_copied(m := align(s, claim_words)), s, m) for s in map(without_punctuation, sentences))
    copied, old_words, aligned = max(candidates, key=lambda c: c[0], default=(0, [], None))
    if aligned is None or copied < GATE_TUNING.min_copied_share * len(claim_words):
        return []
    return [
        Exchange(tuple(old_words[a:b]), tuple(claim_words[c:d]), claim_words[c - 1] if c else None)
        for step, a, b, c, d in aligned.get_opcodes()
        if step == "replace" and max(b - a, d - c) <= GATE_TUNING.max_exchanged_words
    ]


def is_near_copy(claim: Sequence[Token], sentences: Iterable[DocSpan]) -> bool:
    """Whether one of the sentences has nearly all words of the claim in the same order."""
    words = without_punctuation(claim)
    copied = max((count_copied(align(without_punctuation(s), words)) for s in sentences), default=0)
    return len(words) >= GATE_TUNING.min_copy_words and copied >= GATE_TUNING.near_copy_share * len(words)


def without_punctuation(tokens: Iterable[Token]) -> list[Token]:
    return [t for t in tokens if any(c.isalnum() for c in t.text)]


def align(one: Sequence[Token], other: Sequence[Token]) -> "SequenceMatcher[str]":
    return SequenceMatcher(None, [t.lower_ for t in one], [t.lower_ for t in other], autojunk=False)


def count_copied(aligned: "SequenceMatcher[str]") -> int:
    """The number of words that are in both, in the same order."""
    return sum(block.size for block in aligned.get_matching_blocks())
