"""Versions in results, and how two differ."""

from onrecord.assistant.gate import GATE_VERSION
from onrecord.evals.run.versions import current_versions, describe_changes


def test_this_installation_names_its_versions() -> None:
    now = current_versions("minilm")
    assert (now.gate, now.embedding_model) == (GATE_VERSION, "minilm") and now.support_model and now.onrecord and now.extractor


def test_changes_are_named_down_to_the_tuned_number() -> None:
    before = current_versions("minilm").model_copy(update={"tuning": {"search": {"pool": 60, "gone": 1}}})
    now = before.model_copy(update={"gate": "gate-x", "tuning": {"search": {"pool": 70, "new": 2}}})
    assert describe_changes(before, before) == []
    assert describe_changes(before, now) == [f"gate: {GATE_VERSION} → gate-x", "tuning.search.pool: 60 → 70", "tuning.search.gone: 1 → None", "tuning.search.new: None → 2"]
