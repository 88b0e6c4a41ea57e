"""The result of a turn: citations, claims and the answer. Their field names are those of the JSON in every interface."""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["supported", "unsupported", "contradicted", "unchecked"]
Status = Literal["served", "trimmed", "abstained"]
Difference = Literal["number", "negation", "denial", "superseded"]


@dataclass(frozen=True)
class Citation:
    """A verbatim piece of a stored article: `text[start:end] == cited_text`, counted in code points."""

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
    """One sentence of an answer with the gate's verdict. `judge` names who judged it.

    `speaker`, `speaker_role` and `cue` come from the source; they are None where it speaks in its own voice.
    """

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
    """One side of a conflict: its speaker, None for the outlet itself, and the words, which are in the citation numbered `citation`."""

    speaker: str | None
    text: str
    citation: int


@dataclass(frozen=True)
class Conflict:
    """Two claims of the answer that differ, by their indexes in `claims`. The answer does not decide between the `sides`.

    Both indexes are the same where one sentence gives both sides. Of the kind `superseded`, the first claim has the later figure and the
    second the earlier one.
    """

    kind: Difference
    claims: tuple[int, int]
    sides: tuple[Side, Side]


@dataclass(frozen=True)
class GateFigures:
    """How many of the drafted claims passed, were replaced by their source, were dropped, or could not be checked."""

    claims: int
    supported: int
    repaired: int
    dropped: int
    unchecked: int
    version: str
    ms: float


@dataclass(frozen=True)
class Answer:
    """An answer. Its status is `served` with every drafted claim, `trimmed` where a claim was dropped, `abstained` where none is left.

    `independent_sources` counts copies of one wire story once. `newest` and `oldest` are days of the cited articles. `drafted_by` is
    `extractive` or the chat model's name. `notice` says so where the sources are quoted because the chat model failed.
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
    """What one claim adds to an answer: its lines of the text, and its new citations and conflicts."""

    text: str
    claim: Claim
    citations: tuple[Citation, ...]
    conflicts: tuple[Conflict, ...]
