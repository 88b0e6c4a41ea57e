"""The results of `onrecord eval score`, in the form that --json prints. `results.schema.json` is their JSON Schema."""

from typing import Final, Literal

from pydantic import Field

from onrecord.evals.run import ControlResults, Figure, Result, ScoreResult, State, Versions

SCHEMA_VERSION: Final = 1  # increase this when a field is removed, renamed or gets another meaning
MAX_SHOWN = 220  # characters of a text that a list of failures shows


class ScoredSentence(Result):
    """A sentence of an answer. `nearest` is the sentence of the contexts that shares most words with it. `source` is the number, from 1, of
    the context with this sentence. Both are null if no word is shared."""

    text: str
    verdict: State
    score: float
    reason: str
    nearest: str | None
    source: int | None
    citations: list[int]


class ScoredAnswer(Result):
    """`refused`: the answer only says that there is no answer. `unchecked` counts the sentences that could not be judged completely."""

    id: str
    verdict: State
    question: str
    answer: str
    scores: dict[str, ScoreResult]
    claims: list[ScoredSentence]
    refused: bool
    unchecked: int


class RejectedRow(Result):
    """A row that could not be used: the line of the file where it begins, and the reason."""

    line: int
    why: str


class AnswerResults(Result):
    """`summary` has a figure for each score and for `verdict`. `digest` identifies the rows. `rejected` has the rows that could not be used."""

    schema_version: Literal[1] = SCHEMA_VERSION
    cases: list[ScoredAnswer]
    summary: dict[str, Figure]
    unchecked: int
    controls: ControlResults
    judge: str
    versions: Versions
    digest: str
    rejected: list[RejectedRow] = Field(default_factory=list)


def explain_failure(sentence: ScoredSentence) -> list[str]:
    """Two lines: the reason why a sentence failed, and the most similar sentence of the contexts."""
    nearest = f"nearest  [{sentence.source}] {shorten(sentence.nearest)}" if sentence.nearest else "nearest  no word of it is in the contexts"
    return [f"why      {sentence.reason}", nearest]


def shorten(text: str) -> str:
    """The beginning of a text, as one line."""
    line = " ".join(text.split())
    return line if len(line) <= MAX_SHOWN else f"{line[:MAX_SHOWN]}…"
