"""Sentences changed by rule, with the words that changed: what made-by-rule faults and safe rewrites have in common."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from onrecord.assistant.attribution import Span, Statement, extract_statements

Edge = tuple[int, int]


@dataclass(frozen=True)
class Edit:
    """A sentence after a change: `changed` are the code points of `text` that its source does not say."""

    kind: str
    text: str
    changed: tuple[Span, ...] = ()


@dataclass
class Article:
    """A parsed text that edits are made of; `doc` is the parse of exactly that text. Swaps are taken from `pool`, or from itself."""

    doc: Doc
    pool: Doc | None = None
    statements: list[Statement] = field(init=False)

    def __post_init__(self) -> None:
        self.statements = extract_statements(self.doc.text, self.doc)

    @property
    def swaps(self) -> Doc:
        return self.pool if self.pool is not None else self.doc

    def said_in(self, sentence: DocSpan) -> list[Statement]:
        """Statements whose speaker, cue and content stand in one sentence."""
        whole = Span(sentence.start_char, sentence.end_char)
        return [s for s in self.statements if s.speaker and s.cue and all(whole.holds(x) for x in (s.speaker, s.cue, s.content))]


Editor = Callable[[Article, DocSpan, random.Random], Edit | None]


def spliced(sentence: DocSpan, kind: str, changes: Sequence[tuple[int, int, str]], faulty: bool = True) -> Edit:
    """The sentence with (start, end, new) put in place, in code points of its document."""
    text, at, changed = "", sentence.start_char, []
    whole = sentence.doc.text
    for start, end, new in sorted(changes):
        text += whole[at:start]
        if faulty:
            changed.append(Span(len(text), len(text) + len(new)))
        text, at = text + new, end
    return Edit(kind, text + whole[at : sentence.end_char], tuple(changed))


def token_range(token: Token) -> Edge:
    return token.idx, token.idx + len(token)


def branch(token: Token) -> Edge:
    """Code points of a token and all that depends on it."""
    return token.left_edge.idx, token.right_edge.idx + len(token.right_edge)
