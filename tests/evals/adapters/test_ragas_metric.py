"""Our metric in the real RAGAS. Skipped where RAGAS is not installed: `pip install 'onrecord[ragas]'`."""

import asyncio
import math

import pytest

from tests.evals.answers.test_scores import DEAD, NONSENSE, SHUT

pytest.importorskip("ragas", reason="RAGAS is not installed: pip install 'onrecord[ragas]'")
pytestmark = pytest.mark.filterwarnings("default")


def test_evaluate_gives_a_value_for_each_row_and_leaves_refusals_out_of_the_mean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAGAS_DO_NOT_TRACK", "true")
    from ragas import EvaluationDataset, evaluate

    from onrecord.evals.adapters import RagasMetric

    answers = [SHUT, f"{SHUT} {NONSENSE}", "The context does not say why."]
    data = EvaluationDataset.from_list([{"user_input": "Why was the ford shut?", "response": a, "retrieved_contexts": [SHUT, DEAD]} for a in answers])
    found = evaluate(data, metrics=[RagasMetric(), RagasMetric(score_name="quotes_verbatim")], show_progress=False)
    one, half, none = found["onrecord_faithfulness"]
    assert (one, half) == (1.0, 0.5) and math.isnan(none) and all(map(math.isnan, found["onrecord_quotes_verbatim"]))


def test_an_experiment_gets_the_value_and_the_reason() -> None:
    from onrecord.evals.adapters import RagasMetric

    sample = {"user_input": "Why was the ford shut?", "response": NONSENSE, "retrieved_contexts": [SHUT], "reference": None, "notes": "ignored"}
    one, other = RagasMetric().score(**sample), asyncio.run(RagasMetric().ascore(**sample))
    assert one.value == other.value == 0.0 and NONSENSE in one.reason


def test_a_score_that_does_not_exist_is_refused() -> None:
    from onrecord.evals.adapters import RagasMetric
    from onrecord.vectorstore.errors import BadInput

    with pytest.raises(BadInput, match="choose one of"):
        RagasMetric(score_name="truthiness")
