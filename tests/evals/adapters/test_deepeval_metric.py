"""Our metric in the real DeepEval. Skipped where DeepEval is not installed: `pip install 'onrecord[deepeval]'`."""

import pytest

from tests.evals.answers.test_scores import DEAD, NONSENSE, SHUT

pytest.importorskip("deepeval", reason="DeepEval is not installed: pip install 'onrecord[deepeval]'")
pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv("DEEPEVAL_TELEMETRY_OPT_OUT", "YES")
    monkeypatch.chdir(tmp_path_factory.mktemp("deepeval"))  # it writes a folder .deepeval


def test_assert_test_passes_and_fails() -> None:
    from deepeval import assert_test
    from deepeval.test_case import LLMTestCase

    from onrecord.evals.adapters import DeepEvalMetric

    right, wrong, refusal = (
        LLMTestCase(input="Why was the ford shut?", actual_output=a, retrieval_context=[SHUT, DEAD]) for a in (SHUT, NONSENSE, "The context does not say why.")
    )
    assert_test(right, [DeepEvalMetric()], run_async=False)
    with pytest.raises(AssertionError, match="On Record faithfulness"):
        assert_test(wrong, [DeepEvalMetric()], run_async=False)
    metric = DeepEvalMetric()
    assert metric.measure(wrong) == 0.0 and not metric.is_successful() and NONSENSE in str(metric.reason)
    assert metric.measure(refusal) is None and not metric.is_successful() and "refusal" in str(metric.reason)


@pytest.mark.parametrize(("threshold", "passes"), [(0.5, True), (0.6, False)])
def test_the_threshold_is_the_lowest_score_that_passes(threshold: float, passes: bool) -> None:
    from deepeval.test_case import LLMTestCase

    from onrecord.evals.adapters import DeepEvalMetric

    metric = DeepEvalMetric(threshold=threshold)
    metric.measure(LLMTestCase(input="q", actual_output=f"{SHUT} {NONSENSE}", context=[SHUT]))
    assert (metric.score, metric.is_successful()) == (0.5, passes)
