"""A metric for DeepEval 4: `assert_test(test_case, [DeepEvalMetric()])`, `evaluate([...], [DeepEvalMetric()])`."""

from typing import Any

from onrecord.evals.adapters.scoring import check_name, score_answer

try:
    from deepeval.metrics import BaseMetric
    from deepeval.test_case import LLMTestCase, SingleTurnParams
except ImportError as e:
    raise ImportError(f"DeepEval cannot be imported ({e}); install it with: pip install 'onrecord[deepeval]'") from e


class DeepEvalMetric(BaseMetric):
    """A score by `retrieval_context`, or by `context` without it. If nothing was judged, as for a refusal, the score is None and the test fails.

    Args:
        score_name: a name of the table in docs/scoring.md, such as `faithfulness` or `attribution`.
        threshold: the lowest score that passes. Default: every sentence must pass.
        judge: `local`, `nli:MODEL` or `llm:PROVIDER:MODEL`. Default: the setting.
    """

    _required_params = [SingleTurnParams.ACTUAL_OUTPUT]  # noqa: RUF012

    def __init__(self, score_name: str = "faithfulness", threshold: float = 1.0, judge: str | None = None) -> None:
        self._score_name, self._judge = check_name(score_name), judge
        self.threshold, self.include_reason, self.async_mode = threshold, True, False
        self.evaluation_model = f"onrecord {judge or 'judge'}"

    def measure(self, test_case: LLMTestCase, *args: Any, **kwargs: Any) -> float | None:
        contexts = test_case.retrieval_context or test_case.context or []
        texts = [str(getattr(c, "context", c)) for c in contexts]  # a context may be DeepEval's RetrievedContextData
        found = score_answer(self._score_name, test_case.actual_output or "", texts, test_case.input or "", test_case.expected_output, self._judge)
        self.score, self.reason, self.error = found.value, found.why, None
        self.success = found.value is not None and found.value >= self.threshold
        return self.score

    async def a_measure(self, test_case: LLMTestCase, *args: Any, **kwargs: Any) -> float | None:
        return self.measure(test_case)

    def is_successful(self) -> bool:
        return bool(self.success)

    @property
    def __name__(self) -> str:
        return f"On Record {self._score_name}"
