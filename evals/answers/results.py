"""The results of `onrecord eval score`, in the form that --json prints. `results.schema.json` is their JSON Schema."""

from typing import Final, Literal

from pydantic import Field

from onrecord.evals.run import ControlResults, Figure, Result, ScoreResult, State, Versions

SCHEMA_VERSION: Final = 1  # increase this when a field is removed, renamed or gets another meaning
MAX_SHOWN = 220  # characters of a text that a list of failures shows


class ScoredSentence(Result):
    """A sentence of an answer. `fails` says why its verdict is `fail`: the contexts do not say it, or it leaves out who says it. `nearest` is the sentence of the contexts that shares most words with it. `source` is the number, from 1, of
    the context with this sentence. Both are null if no word is shared. `read_as` is what was judged: the text, completed by its header or its
    question (`header`), with pronouns resolved; empty if it tells nothing. `refuses`: it says that there is no answer. All texts are in Unicode NFC."""

    text: str
    verdict: State
    fails: list[Literal["faithfulness", "attribution"]] = Field(default_factory=list)
    score: float
    reason: str
    nearest: str | None
    source: int | None
    citations: list[int]
    header: str = ""
    read_as: str = ""
    refuses: bool = False


class ScoredAnswer(Result):
    """`refused`: the answer only says that there is no answer. `refuses`: some sentence says so. `told`: some sentence tells something. `frames`
    are the parts that are not judged, such as headings. `unchecked` counts the sentences that could not be judged completely."""

    id: str
    verdict: State
    question: str
    answer: str
    scores: dict[str, ScoreResult]
    claims: list[ScoredSentence]
    refused: bool
    refuses: bool = False
    told: bool = True
    frames: list[str] = Field(default_factory=list)
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
    """The reason why a sentence failed, the most similar sentence of the contexts, and before them what was judged if it is not the sentence itself."""
    read_as = [f"read as  {shorten(sentence.read_as)}"] if sentence.read_as not in ("", sentence.text) else []
    nearest = f"nearest  [{sentence.source}] {shorten(sentence.nearest)}" if sentence.nearest else "nearest  no word of it is in the contexts"
    return [*read_as, f"why      {sentence.reason}", nearest]


def shorten(text: str) -> str:
    """The beginning of a text, as one line."""
    line = " ".join(text.split())
    return line if len(line) <= MAX_SHOWN else f"{line[:MAX_SHOWN]}…"
