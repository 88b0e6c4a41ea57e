"""The result of a turn: citations, claims and the answer. The JSON of every interface has the same field names."""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["supported", "unsupported", "contradicted", "unchecked"]
Status = Literal["served", "trimmed", "abstained", "replied"]
QuestionKind = Literal["fact", "yes-no", "why", "how", "list", "who-is", "compare", "summary", "timeline", "latest"]
Difference = Literal["number", "answer", "negation", "denial"]


@dataclass(frozen=True)
class Citation:
    """A verbatim piece of a stored article: `text[start:end] == cited_text`. Positions count code points."""

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
    """One sentence of an answer with the gate's verdict. `judge` is the name of the judge.

    `speaker`, `speaker_role` and `cue` come from the source. They are None if the outlet itself says it.
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
    """One side of a conflict. `speaker` is None for the outlet itself. `citation` is the number of the citation that has the words.

    `answer` is the piece of `text` in which the sides differ, as written: the figure, or the answer. None for a negation or a
    denial, and where several figures may be meant.
    """

    speaker: str | None
    text: str
    citation: int
    answer: str | None = None


@dataclass(frozen=True)
class Conflict:
    """Two claims of the answer that differ, by their indexes in `claims`. The answer does not decide between the `sides`.

    Both indexes are the same if one sentence gives both sides. The kind is `number` for different figures, `answer` for other answers (who,
    when, where, what), `negation` if one side says so and the other does not, and `denial` if one side denies what the other says.

    `unit` says what both figures count: "tanks", "dead". None if that is not sure, or if the sides differ in something else.
    """

    kind: Difference
    claims: tuple[int, int]
    sides: tuple[Side, Side]
    unit: str | None = None


@dataclass(frozen=True)
class Earlier:
    """A figure that a later report replaced (`superseded`), or that its own outlet corrected: `text`, `text[start:end]` of the cited article.

    `day` is the day of publication (ISO). `claim` is the index of the claim with the figure that stands, `citation` the number of the
    citation that has the earlier figure's sentence. `standing` is the figure that stands, as written; None if its sentence has
    several that may be meant. `unit` says what both figures count, as in `Conflict`.
    """

    kind: Literal["superseded", "corrected"]
    text: str
    day: str | None
    claim: int
    citation: int
    start: int
    end: int
    standing: str | None
    unit: str | None = None


@dataclass(frozen=True)
class Nearest:
    """An article that is near to a question which no article answers."""

    article_id: str
    version: int
    title: str
    publisher: str | None
    published_at: str | None


@dataclass(frozen=True)
class Headline:
    """The direct answer: the piece of a source that answers, `text[start:end]` of the cited article.

    `text` is that piece, or the date that it denotes ("29 May 2019" for "Wednesday"), or Yes or No with the sentence that settles it as the piece.
    `speaker` said it; None for the outlet itself.
    `claim` is the index of the claim whose sentence has it, `citation` the number of the citation.
    """

    text: str
    speaker: str | None
    claim: int
    citation: int
    start: int
    end: int


@dataclass(frozen=True)
class GateFigures:
    """The numbers of drafted claims that passed, that their source replaced, that were dropped, and that could not be checked."""

    claims: int
    supported: int
    repaired: int
    dropped: int
    unchecked: int
    version: str
    ms: float


@dataclass(frozen=True)
class Answer:
    """An answer. `text` has all of it, the headline first. `question_kind` says what the question asks for: a fact, whether something is so, an
    account, and so on.

    The status is `served` if it has every drafted claim, `trimmed` if a claim was dropped, `abstained` if it has no claim, and `replied` if
    the message asks nothing of the articles: a greeting, thanks, a question too vague to search for, another language.

    `earlier` are the figures before the newest one of the same thing, in order of time. `independent_sources` counts copies of one wire story once. `newest` and `oldest` are days of the cited articles. `drafted_by` is
    `extractive` or the chat model's name. `notice` says which misspelt word was read as which, where the archive ends if the question
    is about now, and that the sources are quoted because the chat model failed. `nearest` are articles that an abstention names.
    """

    question: str
    question_kind: QuestionKind
    status: Status
    text: str
    headline: Headline | None
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    conflicts: tuple[Conflict, ...]
    earlier: tuple[Earlier, ...]
    independent_sources: int
    gate: GateFigures
    as_of: str
    newest: str | None
    oldest: str | None
    drafted_by: str
    notice: str | None
    timings_ms: dict[str, float]
    nearest: tuple[Nearest, ...]


@dataclass(frozen=True)
class Part:
    """The part of an answer that one claim adds: lines of the text, new citations and new conflicts, the
    earlier figures that it replaces, and with the first claim the headline."""

    text: str
    headline: Headline | None
    claim: Claim
    citations: tuple[Citation, ...]
    conflicts: tuple[Conflict, ...]
    earlier: tuple[Earlier, ...]
