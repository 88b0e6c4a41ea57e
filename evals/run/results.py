"""The results of `onrecord eval run`, in the form that --json and --out write. `results.schema.json` is their JSON Schema.

The results of `onrecord eval score` have the same parts. See `onrecord.evals.answers`.
"""

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from onrecord.assistant.answer import Status, Verdict
from onrecord.evals.suite import Kind

SCHEMA_VERSION: Final = 1  # increase this when a field is removed, renamed or gets another meaning

State = Literal["pass", "fail", "not_judged"]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class Result(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ScoreResult(Result):
    """`value` is null only if nothing was judged. `why` explains the score."""

    state: State
    value: Share | None
    why: str


class Figure(Result):
    """The mean of a score over the `n` judged cases with its 95% interval, and the number of cases in each state."""

    value: Share | None
    n: int
    passed: int
    failed: int
    not_judged: int
    low: Share
    high: Share


class ControlKind(Result):
    """The number of controls of one kind, and the number that the judge got right. `floor` is the share that it must get right; null if all must be."""

    n: int
    right: int
    floor: Share | None = None


class WrongControl(Result):
    """A control that the judge got wrong."""

    kind: str
    answer: str
    score: str
    expected: State
    got: State
    why: str


class ControlResults(Result):
    """The results of the judge on answers with a known score. `n` and `right` count those that must all be right. `sentence` is a summary for
    people. It is empty if all of these are right and no kind is below its floor."""

    n: int
    right: int
    sentence: str
    kinds: dict[str, ControlKind]
    wrong: list[WrongControl]


class Versions(Result):
    """The versions that decide the results, besides the cases. `tuning` has the tuned numbers of each stage by name."""

    onrecord: str
    gate: str
    extractor: str
    support_model: str
    reader: str = ""
    embedding_model: str
    tuning: dict[str, dict[str, JsonValue]]


class RunVersions(Versions):
    """`judge` is the judge of support. `model` is the drafter; null if the sources were quoted."""

    judge: str
    model: str | None


class ClaimResult(Result):
    """One sentence of an answer, with the verdict of production's gate."""

    text: str
    speaker: str | None
    verdict: Verdict
    score: float
    reason: str
    judge: str
    citations: list[int]


class CitationResult(Result):
    """A cited passage, `[start, end)` in code points of the article, with the text `before` and `after` it."""

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
    before: str
    after: str


class GateCounts(Result):
    """The number of drafted claims, and the number with each outcome of the gate."""

    claims: int
    supported: int
    repaired: int
    dropped: int
    unchecked: int


class Latency(Result):
    """The milliseconds of a turn."""

    p50: float
    p95: float


class EvalCase(Result):
    """One case with its answer and every score. `ms` is the time of the turn."""

    id: str
    kind: Kind
    verdict: State
    question: str
    expect: list[list[str]]
    forbid: list[str]
    status: Status
    answerability: float
    text: str
    claims: list[ClaimResult]
    citations: list[CitationResult]
    scores: dict[str, ScoreResult]
    gate: GateCounts
    ms: float


class EvalResults(Result):
    """A run of a suite. `digest` identifies the cases. `summary` has a figure for each score. `kinds` has `answered_right` by kind of question.
    `controls` is null if the judge was not tested. Such results cannot be compared with a baseline."""

    schema_version: Literal[1] = SCHEMA_VERSION
    digest: str
    versions: RunVersions
    summary: dict[str, Figure]
    kinds: dict[str, Figure]
    gate: GateCounts
    latency_ms: Latency
    cases: list[EvalCase] = Field(min_length=1)
    controls: ControlResults | None = None

    def without_times(self) -> dict[str, Any]:
        """The part of the results that is always the same for the same cases and the same system."""
        return self.model_dump(exclude={"latency_ms": True, "cases": {"__all__": {"ms"}}})
