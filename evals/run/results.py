"""The results of `onrecord eval run`, as --json and --out write them. `results.schema.json` is their JSON Schema.

The results of `onrecord eval score` are made of the same parts: see `onrecord.evals.answers`.
"""

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from onrecord.assistant.answer import Status, Verdict
from onrecord.evals.suite import Kind

SCHEMA_VERSION: Final = 1  # raised when a field is removed, renamed or gets another meaning

State = Literal["pass", "fail", "not_judged"]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class Result(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ScoreResult(Result):
    """`value` is None exactly where nothing was judged; `why` says what was seen."""

    state: State
    value: Share | None
    why: str


class Figure(Result):
    """The mean of a score over the `n` judged cases with its 95% interval, and how many cases are in each state."""

    value: Share | None
    n: int
    passed: int
    failed: int
    not_judged: int
    low: Share
    high: Share


class ControlKind(Result):
    """How many controls of one kind there are, and how many the judge got right."""

    n: int
    right: int


class WrongControl(Result):
    """A control that the judge got wrong."""

    kind: str
    answer: str
    score: str
    expected: State
    got: State
    why: str


class ControlResults(Result):
    """How the judge did on answers whose score is known. `sentence` says it for people; it is empty where all are right."""

    n: int
    right: int
    sentence: str
    kinds: dict[str, ControlKind]
    wrong: list[WrongControl]


class Versions(Result):
    """What decides the results beside the cases. `tuning` has the tuned numbers of each stage by name."""

    onrecord: str
    gate: str
    extractor: str
    support_model: str
    embedding_model: str
    tuning: dict[str, dict[str, JsonValue]]


class RunVersions(Versions):
    """`judge` judged support; `model` drafted, None where the sources were quoted."""

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
    """How many claims were drafted, and what the gate did with them."""

    claims: int
    supported: int
    repaired: int
    dropped: int
    unchecked: int


class Latency(Result):
    """Milliseconds of a turn."""

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
    """A run of a suite. `digest` names the cases, `summary` has a figure for each score, `kinds` has `answered_right` by kind of question.
    `controls` is None where the judge was not tested; such results are compared with no baseline."""

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
        """What is the same whenever the same cases run on the same system."""
        return self.model_dump(exclude={"latency_ms": True, "cases": {"__all__": {"ms"}}})
