"""A metric for RAGAS 0.4, in its experiments (`ascore`, `score`) and in `ragas.evaluate`. It needs no `llm` and no embeddings."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from onrecord.evals.adapters.scoring import check_name, score_answer

try:
    from ragas.dataset_schema import SingleTurnSample
    from ragas.metrics.base import MetricType, SingleTurnMetric
    from ragas.metrics.result import MetricResult
except ImportError as e:
    raise ImportError(f"RAGAS cannot be imported ({e}); install it with: pip install 'onrecord[ragas]'") from e

COLUMNS = {"user_input:optional", "response", "retrieved_contexts", "reference:optional"}


@dataclass
class RagasMetric(SingleTurnMetric):
    """The value of a score, from 0 to 1. It is NaN if nothing was judged, as for a refusal, and RAGAS leaves NaN out of the mean.

    Args:
        score_name: a name of the table in docs/scoring.md, such as `faithfulness` or `attribution`.
        judge: `local`, `nli:MODEL` or `llm:PROVIDER:MODEL`. Default: the setting.
    """

    name: str = ""
    score_name: str = "faithfulness"
    judge: str | None = None
    _required_columns: dict[Any, set[str]] = field(default_factory=lambda: {MetricType.SINGLE_TURN: COLUMNS})

    def __post_init__(self) -> None:
        check_name(self.score_name)
        self.name = self.name or f"onrecord_{self.score_name}"

    def init(self, run_config: Any) -> None:
        """Nothing has to be prepared."""

    def score(self, *, response: str, retrieved_contexts: Sequence[str], user_input: str = "", reference: str | None = None, **_: Any) -> MetricResult:
        """The value with its reason, for the fields of a sample."""
        found = score_answer(self.score_name, response or "", retrieved_contexts or (), user_input or "", reference, self.judge)
        return MetricResult(value=float("nan") if found.value is None else found.value, reason=found.why)

    async def ascore(self, **sample: Any) -> MetricResult:
        return self.score(**sample)

    async def _single_turn_ascore(self, sample: SingleTurnSample, callbacks: Any = None) -> float:
        return float(self.score(**sample.model_dump()).value)
