"""Judges behind one protocol: a real cross-encoder with random weights, and chat models over a socket."""

from pathlib import Path

import pytest

from onrecord.assistant.gate.claim_pair import Pair
from onrecord.assistant.gate.judges import NliJudge, entailment_probability, make_judge
from onrecord.assistant.gate.support import Support
from onrecord.assistant.gate.verdict import check
from onrecord.vectorstore.errors import BadInput, Unavailable
from onrecord.vectorstore.settings import Settings
from tests.assistant.chat_models.test_chat_model import provider  # noqa: F401

SOURCE = "The ford was closed after the flood. The council met on Tuesday."
CLAIM = "After the flood the ford was closed."


@pytest.fixture(scope="module")
def cross_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two layers, random weights: what it says is worth nothing, how it is asked is real."""
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    from onrecord.vectorstore.embedding.minilm import packaged_weights

    folder = tmp_path_factory.mktemp("nli")
    config = BertConfig(vocab_size=30522, hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64, num_labels=3)
    config.id2label, config.label2id = {0: "contradiction", 1: "entailment", 2: "neutral"}, {"contradiction": 0, "entailment": 1, "neutral": 2}
    BertForSequenceClassification(config).save_pretrained(folder)
    AutoTokenizer.from_pretrained(packaged_weights()).save_pretrained(folder)
    return folder


def test_any_cross_encoder_judges_and_says_its_name(cross_encoder: Path) -> None:
    judge = make_judge(Settings(judge=f"nli:{cross_encoder}"))
    judged = check(Pair(CLAIM, SOURCE), judge)
    assert judged.judge == f"nli:{cross_encoder}" and 0 < judged.score < 1 and judged.verdict in ("supported", "unsupported")
    assert judged == check(Pair(CLAIM, SOURCE), NliJudge(str(cross_encoder)))


def test_entailment_is_found_by_its_label() -> None:
    labels = {0: "CONTRADICTION", 1: "Entailment", 2: "neutral"}
    assert entailment_probability([0.0, 5.0, 0.0], labels) > 0.9 > 0.1 > entailment_probability([5.0, 0.0, 0.0], labels)
    with pytest.raises(Unavailable, match="no entailment label"):
        entailment_probability([0.0, 1.0], {0: "good", 1: "bad"})


@pytest.mark.parametrize(("reply", "verdict"), [("Supported.", "supported"), ("unsupported", "unsupported"), ("not supported", "unsupported")])
def test_a_chat_model_judges(provider, reply: str, verdict: str) -> None:  # type: ignore[no-untyped-def]  # noqa: F811
    model = provider(reply)
    judged = check(Pair(CLAIM, SOURCE), make_judge(Settings(judge="llm:openai:m", base_url=model.base_url, model_timeout=1)))
    assert (judged.verdict, judged.judge) == (verdict, "llm:openai:m")


@pytest.mark.parametrize("reply", [500, 3.0, "The weather is fine."])
def test_a_judge_that_fails_or_dawdles_leaves_the_claim_unchecked(provider, reply: object) -> None:  # type: ignore[no-untyped-def]  # noqa: F811
    model = provider(reply)
    judged = check(Pair(CLAIM, SOURCE), make_judge(Settings(judge="llm:openai:m", base_url=model.base_url, model_timeout=1)))
    assert judged.verdict == "unchecked" and judged.score == 0 and "unchecked" in judged.reason


def test_rules_stand_whatever_the_judge_says(provider) -> None:  # type: ignore[no-untyped-def]  # noqa: F811
    model = provider("supported")
    judged = check(
        Pair("After the flood the ford was closed for 9 days.", SOURCE), make_judge(Settings(judge="llm:openai:m", base_url=model.base_url))
    )
    assert judged.verdict != "supported" and judged.judge == "rules"


@pytest.mark.parametrize("name", ["", "nli:", "llm:", "llm:gpt", "oracle"])
def test_no_such_judge(name: str) -> None:
    with pytest.raises(BadInput, match="no judge"):
        make_judge(Settings(judge=name))


def test_missing_cross_encoder_is_unchecked(tmp_path: Path) -> None:
    assert check(Pair(CLAIM, SOURCE), NliJudge(str(tmp_path / "none"))).verdict == "unchecked"


def test_support_is_the_same_to_the_bit_on_any_number_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    logits = set()
    for threads in (1, 2, 3):
        monkeypatch.setattr("onrecord.vectorstore.embedding.embedder.usable_cores", lambda threads=threads: threads)
        logits |= {Support().logit(CLAIM, SOURCE) for _ in range(2)}
    assert len(logits) == 1
