"""A claim and the text it cites. Data that several rules need is computed once."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from onrecord.assistant.attribution import LONE_SURROGATE, Statement, extract_statements, readable
from onrecord.assistant.gate.exchanges import Copy, Exchange, find_copy, find_exchanges
from onrecord.assistant.gate.support import windows
from onrecord.assistant.gate.tuning import GATE_TUNING
from onrecord.assistant.language import parse_sentence, parser
from onrecord.assistant.reader import choose_for_claim
from onrecord.vectorstore.words import meaning_words, stems

ANSWER_WORD = re.compile(r"^(?:yes|no)[,:;.]\s", re.IGNORECASE)


@dataclass(frozen=True)
class Pair:
    """A claim and the text it cites.

    Args:
        known: further facts of the citation: speaker, outlet, date, headline.
        published: the source's day of publication. It gives the weekdays in the source a date.
        stored_statements: the source's statements from the archive. None: they are extracted from `source`.
    """

    claim: str
    source: str
    known: str = ""
    published: date | None = None
    stored_statements: tuple[Statement, ...] | None = None

    @cached_property
    def claim_doc(self) -> Doc:
        """The claim's tokens, at its own offsets. The "No" of "No, he stays" is left out: it answers the question and negates no word of the claim."""
        text = LONE_SURROGATE.sub("\ufffd", self.claim)
        return parse_sentence(ANSWER_WORD.sub(lambda m: " " * len(m[0]), text))  # parsed once, though judged beside several sources

    @cached_property
    def claim_statements(self) -> list[Statement]:
        return extract_statements(self.claim, self.claim_doc)

    @cached_property
    def parsed(self) -> str:
        """What is parsed of the source: all of it, or the paragraphs of a long source that share most with the claim."""
        return self.source if self.stored_statements is not None or len(self.source) <= GATE_TUNING.max_parsed else near_paragraphs(self.claim, self.source)

    @cached_property
    def source_statements(self) -> tuple[Statement, ...]:
        """The statements in `parsed`."""
        return self.stored_statements if self.stored_statements is not None else parse_source(self.parsed)[1]

    @cached_property
    def sentences(self) -> list[DocSpan]:
        return [s for s in parse_source(self.parsed)[0].sents if s.text.strip()]

    @cached_property
    def nearest(self) -> list[Token]:
        """Tokens of the sentences that share most words with the claim, and of further sentences that share many of the remaining words."""
        words = meaning_words(self.claim)
        shared = [words & meaning_words(s.text) for s in self.sentences]
        most = max(map(len, shared), default=0)
        chosen = [i for i, found in enumerate(shared) if found and len(found) >= GATE_TUNING.near_sentence_ratio * most]
        rest = words.difference(*(shared[i] for i in chosen))
        chosen += [i for i, found in enumerate(shared) if i not in chosen and len(found & rest) >= GATE_TUNING.joined_sentence_overlap * len(words)]
        return [t for i in sorted(chosen) for t in self.sentences[i]]

    @cached_property
    def exchanges(self) -> list[Exchange]:
        return find_exchanges(self.copy)

    @cached_property
    def copy(self) -> Copy:
        return find_copy(list(self.claim_doc), self.sentences)

    @property
    def is_near_copy(self) -> bool:
        """Whether the claim is nearly a sentence of the source. Then what differs is a fault; in words of its own it may be a rewording."""
        return self.copy.has(GATE_TUNING.near_copy_share)

    @cached_property
    def source_words(self) -> set[str]:
        """The stems of the source and of the citation's further facts (`known`)."""
        return set(stems(f"{self.source} {self.known}"))


def near_paragraphs(claim: str, source: str) -> str:
    """The paragraphs of a source that share most with a claim, in their order. A very long paragraph is cut into sentences."""
    paragraphs = [p for line in source.splitlines() if line.strip() for p in ([line] if len(line) <= GATE_TUNING.max_paragraph else windows(line))]
    chosen = choose_for_claim(claim, paragraphs, GATE_TUNING.parsed_paragraphs, GATE_TUNING.max_parsed)
    return "\n".join(paragraphs[i] for i in chosen)


@lru_cache(maxsize=256)
def parse_source(source: str) -> tuple[Doc, tuple[Statement, ...]]:
    doc = parser()(readable(source))
    return doc, tuple(extract_statements(source, doc))
