"""Claims that all but copy a sentence of their source: which words stand in the place of others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from onrecord.assistant.language import MONTHS, PERSONS, TITLES, WEEKDAYS, figures
from onrecord.vectorstore.words import stem

COPIED = 0.7  # share of the claim's words that stand in the sentence in the same order
LONGEST = 5  # words that one exchange may replace; a longer one is a rewording
SHORTEST = 5  # words of a claim


@dataclass(frozen=True)
class Exchange:
    """Words of the claim that stand where the sentence has others, and the word before them, the same in both."""

    old: tuple[Token, ...]
    new: tuple[Token, ...]
    before: Token | None

    def __str__(self) -> str:
        old, new = (" ".join(t.text for t in some) for some in (self.old, self.new))
        return f"where the cited text has “{old}”, the claim has “{new}”"


def exchanges(claim: Sequence[Token], sentences: Iterable[DocSpan]) -> list[Exchange]:
    """What the claim has in the place of other words of the one sentence that it all but copies; nothing if it copies none."""
    mine = words(claim)
    if len(mine) < SHORTEST:
        return []
    copied, theirs, aligned = max(((copied_words(m := alignment(s, mine)), s, m) for s in map(words, sentences)), key=lambda x: x[0], default=(0, [], None))
    if aligned is None or copied < COPIED * len(mine):
        return []
    return [
        Exchange(tuple(theirs[a:b]), tuple(mine[c:d]), mine[c - 1] if c else None)
        for step, a, b, c, d in aligned.get_opcodes()
        if step == "replace" and max(b - a, d - c) <= LONGEST
    ]


def names_another(exchange: Exchange) -> bool:
    """Another name, number or date."""
    return bool(kinds(exchange.old) & kinds(exchange.new)) and not same(exchange.old, exchange.new)


def counts_another(exchange: Exchange) -> bool:
    """The same number, of another thing."""
    counted = exchange.before is not None and exchange.before.like_num and exchange.old[0].pos_ == exchange.new[0].pos_ == "NOUN"
    old, new = forms(exchange.old), forms(exchange.new)
    return counted and not old & new and not (old & PERSONS and new & PERSONS)


def words(tokens: Iterable[Token]) -> list[Token]:
    return [t for t in tokens if any(c.isalnum() for c in t.text)]


def alignment(one: Sequence[Token], other: Sequence[Token]) -> "SequenceMatcher[str]":
    return SequenceMatcher(None, [t.lower_ for t in one], [t.lower_ for t in other], autojunk=False)


def copied_words(aligned: "SequenceMatcher[str]") -> int:
    """How many words stand in both in the same order."""
    return sum(block.size for block in aligned.get_matching_blocks())


def kinds(tokens: Sequence[Token]) -> set[str]:
    """Which of name, number, weekday and month the words hold."""
    dates = {"weekday" if t.lower_ in WEEKDAYS else "month" for t in tokens if t.lower_ in WEEKDAYS or (t.lower_ in MONTHS and t.is_title)}
    names = {"name" for t in tokens if t.pos_ in ("PROPN", "ADJ") and t.is_title | t.is_upper and t.lower_ not in (*WEEKDAYS, *MONTHS)}
    return dates | names | {"number" for t in tokens if t.like_num}


def same(old: Sequence[Token], new: Sequence[Token]) -> bool:
    """A short form, or one number in another form."""
    if forms(old) & forms(new):
        return True
    one, other = ({f.value for f in figures(" ".join(t.text for t in some))} for some in (old, new))
    return bool(one & other)


def forms(tokens: Sequence[Token]) -> set[str]:
    """Stems, and for a title its short form and its long one."""
    titles = {TITLES[name] for t in tokens if (name := t.lower_.rstrip(".")) in TITLES}
    return titles | {stem(t.text.rstrip(".")) for t in tokens}
