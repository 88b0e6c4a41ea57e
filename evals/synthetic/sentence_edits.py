"""Changes sentences by rule and records the changed words. Faults and safe rewrites both use it."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from onrecord.assistant.attribution import Span, Statement, extract_statements

Edge = tuple[int, int]


@dataclass(frozen=True)
class Edit:
    """A changed sentence. `changed` are the spans of `text`, in code points, that its source does not support."""

    kind: str
    text: str
    changed: tuple[Span, ...] = ()


@dataclass
class Article:
    """A parsed text with sentences to edit. Words that replace others come from `pool`, or from the text itself."""

    doc: Doc
    pool: Doc | None = None
    statements: list[Statement] = field(init=False)

    def __post_init__(self) -> None:
        self.statements = extract_statements(self.doc.text, self.doc)

    @property
    def swaps(self) -> Doc:
        return self.pool if self.pool is not None else self.doc

    def said_in(self, sentence: DocSpan) -> list[Statement]:
        """The statements that have their speaker, cue and content in the sentence."""
        span = Span(sentence.start_char, sentence.end_char)
        return [s for s in self.statements if s.speaker and s.cue and all(span.holds(x) for x in (s.speaker, s.cue, s.content))]


Editor = Callable[[Article, DocSpan, random.Random], Edit | None]


def replace_ranges(sentence: DocSpan, kind: str, changes: Sequence[tuple[int, int, str]], faulty: bool = True) -> Edit:
    """The sentence with the text `new` at each range of (start, end, new). The ranges are in code points of the document."""
    text, at, changed = "", sentence.start_char, []
    source = sentence.doc.text
    for start, end, new in sorted(changes):
        text += source[at:start]
        if faulty:
            changed.append(Span(len(text), len(text) + len(new)))
        text, at = text + new, end
    return Edit(kind, text + source[at : sentence.end_char], tuple(changed))


def token_range(token: Token) -> Edge:
    return token.idx, token.idx + len(token)


def branch_range(token: Token) -> Edge:
    """The range of a token and all tokens that depend on it, in code points."""
    return token.left_edge.idx, token.right_edge.idx + len(token.right_edge)
