"""What a turn hands out: citations, claims and the answer. Field names are the JSON that every door prints."""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["supported", "unsupported", "contradicted", "unchecked"]
Status = Literal["served", "trimmed", "abstained"]
Difference = Literal["number", "negation", "denial", "superseded"]


@dataclass(frozen=True)
class Citation:
    """A verbatim piece of a stored article: `text[start:end] == cited_text`, in code points."""

    n: int
    article_id: str
    version: int
    title: str
    url: str | None
    publisher: str | None
    published_at: str | None
    start: int
    end: int
    cited_text: str


@dataclass(frozen=True)
class Claim:
    """One sentence of an answer with the gate's verdict, and who judged. `speaker`, `speaker_role` and `cue` are the source's, None in
    its own voice."""

    text: str
    speaker: str | None
    speaker_role: str | None
    cue: str | None
    verdict: Verdict
    score: float
    reason: str
    judge: str
    citations: tuple[int, ...]


@dataclass(frozen=True)
class Side:
    """One side of a conflict: whose word it is, None for the outlet's own, and the words, which stand in citation `citation`."""

    speaker: str | None
    text: str
    citation: int


@dataclass(frozen=True)
class Conflict:
    """Claims of the answer that differ, by their places in `claims` from 0; nothing is decided between the `sides`.

    Both places are the same where one sentence gives both sides. `superseded`: the first is the later figure for the same
    thing, the second the earlier.
    """

    kind: Difference
    claims: tuple[int, int]
    sides: tuple[Side, Side]


@dataclass(frozen=True)
class GateFigures:
    """Of the claims that were drafted: how many passed, were replaced by their source, were dropped or not checked."""

    claims: int
    supported: int
    repaired: int
    dropped: int
    unchecked: int
    version: str
    ms: float


@dataclass(frozen=True)
class Answer:
    """`served`: all that was drafted; `trimmed`: something was dropped; `abstained`: the articles do not say.

    `independent_sources` counts copies of one wire story once; `newest` and `oldest` are days of the cited articles. `drafted_by` is
    `extractive` or the chat model; `notice` says where another than was asked for drafted.
    """

    question: str
    status: Status
    text: str
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    conflicts: tuple[Conflict, ...]
    independent_sources: int
    gate: GateFigures
    as_of: str
    newest: str | None
    oldest: str | None
    drafted_by: str
    notice: str | None
    timings_ms: dict[str, float]


@dataclass(frozen=True)
class Part:
    """What one claim adds to an answer: its line or lines of the text, and the citations and conflicts that come with it."""

    text: str
    claim: Claim
    citations: tuple[Citation, ...]
    conflicts: tuple[Conflict, ...]
