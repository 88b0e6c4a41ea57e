"""A metric for RAGAS 0.4: `ragas.evaluate(dataset, metrics=[RagasMetric()])`. It needs no `llm` and no embeddings."""

from dataclasses import dataclass, field
from typing import Any

from onrecord.evals.adapters.scoring import check_name, score_answer

try:
    from ragas.dataset_schema import SingleTurnSample
    from ragas.metrics.base import MetricType, SingleTurnMetric
except ImportError as e:
    raise ImportError(f"RAGAS cannot be imported ({e}); install it with: pip install 'onrecord[ragas]'") from e

COLUMNS = {"user_input:optional", "response", "retrieved_contexts", "reference:optional"}


@dataclass
class RagasMetric(SingleTurnMetric):
    """The value of a score, from 0 to 1. It is NaN if nothing was judged, as for a refusal, and RAGAS leaves NaN out of the mean.

    Args:
        score: a name of the table in docs/scoring.md, such as `faithfulness` or `attribution`.
        judge: `local`, `nli:MODEL` or `llm:PROVIDER:MODEL`. Default: the setting.
    """

    name: str = ""
    score: str = "faithfulness"
    judge: str | None = None
    _required_columns: dict[Any, set[str]] = field(default_factory=lambda: {MetricType.SINGLE_TURN: COLUMNS})

    def __post_init__(self) -> None:
        check_name(self.score)
        self.name = self.name or f"onrecord_{self.score}"

    def init(self, run_config: Any) -> None:
        """Nothing has to be prepared."""

    async def _single_turn_ascore(self, sample: SingleTurnSample, callbacks: Any = None) -> float:
        found = score_answer(self.score, sample.response or "", sample.retrieved_contexts or (), sample.user_input or "", sample.reference, self.judge)
        return float("nan") if found.value is None else found.value
