"""A claim beside the text it cites, with what several of the gate's rules read of both, each made once."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from onrecord.assistant.attribution import LONE_SURROGATE, Statement, extract_statements, readable
from onrecord.assistant.gate.substitutions import Exchange, exchanges
from onrecord.assistant.language import parser
from onrecord.vectorstore.words import meaning_words, stems

AS_NEAR = 0.8  # of the nearest sentence's overlap with a claim, from which another sentence is what it says too
JOINED = 0.15  # share of a claim's words that only another sentence has, from which the claim joins the two


@dataclass(frozen=True)
class Pair:
    """A claim and the text it cites. `known` is what the citation itself says beside the text: speaker, outlet, date.
    `said` are the source's statements where the archive has them; otherwise they are read off the source. `published` is
    the source's day, from which its weekdays are counted."""

    claim: str
    source: str
    known: str = ""
    published: date | None = None
    said: tuple[Statement, ...] | None = field(default=None)

    @cached_property
    def claim_doc(self) -> Doc:
        return parser()(LONE_SURROGATE.sub("\ufffd", self.claim))

    @cached_property
    def claim_statements(self) -> list[Statement]:
        return extract_statements(self.claim, self.claim_doc)

    @cached_property
    def source_statements(self) -> tuple[Statement, ...]:
        return self.said if self.said is not None else read_source(self.source)[1]

    @cached_property
    def sentences(self) -> list[DocSpan]:
        return [s for s in read_source(self.source)[0].sents if s.text.strip()]

    @cached_property
    def nearest(self) -> list[Token]:
        """Tokens of the sentences of the source that share most words with the claim, and of those that it takes much of the rest from."""
        words = meaning_words(self.claim)
        shared = [words & meaning_words(s.text) for s in self.sentences]
        most = max(map(len, shared), default=0)
        chosen = [i for i, held in enumerate(shared) if held and len(held) >= AS_NEAR * most]
        rest = words.difference(*(shared[i] for i in chosen))
        chosen += [i for i, held in enumerate(shared) if i not in chosen and len(held & rest) >= JOINED * len(words)]
        return [t for i in sorted(chosen) for t in self.sentences[i]]

    @cached_property
    def exchanges(self) -> list[Exchange]:
        return exchanges(list(self.claim_doc), self.sentences)

    @cached_property
    def source_words(self) -> set[str]:
        return set(stems(f"{self.source} {self.known}"))


@lru_cache(maxsize=256)
def read_source(source: str) -> tuple[Doc, tuple[Statement, ...]]:
    doc = parser()(readable(source))
    return doc, tuple(extract_statements(source, doc))
