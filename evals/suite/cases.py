"""Cases. A case has a question, the strings of a right answer, and the sentences that answer it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from onrecord.assistant.question import Message
from onrecord.vectorstore.archive import Archive
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.model import Article

Kind = Literal["fact", "who-said", "number", "date", "conflict", "latest", "follow-up", "false-premise", "unanswerable"]
KINDS: tuple[Kind, ...] = get_args(Kind)
NOT_ANSWERABLE = ("unanswerable", "false-premise")
Text = Annotated[str, Field(min_length=1)]  # an empty string would be in every answer and article
Group = Annotated[list[Text], Field(min_length=1)]


@dataclass(frozen=True)
class Gold:
    """The place of a sentence that answers: `[start, end)` in code points of the article's stored text."""

    article_id: str
    version: int
    start: int
    end: int
    quote: str


@dataclass(frozen=True)
class Case:
    """`expect` is a list of groups. A right answer contains one string of every group, and no string of `forbid`."""

    id: str
    kind: Kind
    question: str
    as_of: str | None
    history: tuple[Message, ...]
    expect: tuple[tuple[str, ...], ...]
    forbid: tuple[str, ...]
    quotes: tuple[str, ...]
    speaker: str | None

    @property
    def answerable(self) -> bool:
        return self.kind not in NOT_ANSWERABLE


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid")


class EarlierMessage(_Row):
    role: Literal["user", "assistant"]
    content: str


class QuotedEvidence(_Row):
    """`article` tells people the origin of the quote. The quote is searched for in every article."""

    article: str
    quote: Text


class CaseRow(_Row):
    """A case in a suite file. `answer` is short for `expect` with one string. `unanswerable` is short for that kind. A `draft` is not confirmed
    yet. `standalone` is a follow-up question in full, for the benchmark of questions. `note` is for people."""

    id: Text
    kind: Kind = "fact"
    question: Text
    as_of: date | None = None
    history: list[EarlierMessage] = []
    standalone: str | None = None
    expect: list[Group] = []
    forbid: list[Text] = []
    evidence: list[QuotedEvidence] = []
    speaker: Text | None = None
    answer: Text | None = None
    unanswerable: bool = False
    draft: bool = False
    note: str = ""

    @model_validator(mode="after")
    def _can_fail(self) -> "CaseRow":
        if self.unanswerable and self.answer:
            raise ValueError("an `unanswerable` case has no `answer`")
        if self.unanswerable:
            self.kind = "unanswerable"
        if self.answer:
            self.expect = [*self.expect, [self.answer]]
        if self.kind not in NOT_ANSWERABLE and not self.expect:
            raise ValueError(f"a {self.kind} question needs `expect` or `answer`; without them every answer is right")
        return self

    def case(self) -> Case:
        return Case(
            id=self.id,
            kind=self.kind,
            question=self.question,
            as_of=self.as_of.isoformat() if self.as_of else None,
            history=tuple(Message(m.role, m.content) for m in self.history),
            expect=tuple(tuple(group) for group in self.expect),
            forbid=tuple(self.forbid),
            quotes=tuple(e.quote for e in self.evidence),
            speaker=self.speaker,
        )


def corpus() -> Path:
    """The folder of the sample newsroom, both in a checkout and in an installed wheel."""
    return Path(str(files("onrecord.evals").joinpath("corpus")))


def digest_cases(cases: Sequence[Case]) -> str:
    """A digest of all data in the cases that decides a score. So a changed suite is never compared with an old baseline."""
    return hashlib.sha256(repr(list(cases)).encode()).hexdigest()[:16]


def find_gold(archive: Archive, cases: Sequence[Case]) -> dict[str, list[Gold]]:
    """By case id, every place where the latest version of an article contains one of the case's quotes. Copies of a story are included.

    Raises:
        BadInput: no stored article has some quotes. The message lists them.
    """
    articles = [archive.article(i) for i in archive.article_ids()]
    found = {case.id: {quote: find_quote(articles, quote) for quote in case.quotes} for case in cases}
    lacking = [f"{case_id}: {quote!r}" for case_id, by_quote in found.items() for quote, at in by_quote.items() if not at]
    if lacking:
        raise BadInput("no article of this archive contains the evidence of " + "; ".join(lacking))
    return {case_id: [g for at in by_quote.values() for g in at] for case_id, by_quote in found.items()}


def find_quote(articles: Sequence[Article], quote: str) -> list[Gold]:
    return [Gold(a.article_id, a.version, s, s + len(quote), quote) for a in articles if (s := a.text.find(quote)) >= 0]
