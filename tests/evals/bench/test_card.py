"""The card of a judge: what its figures mean, and what it says where there is nothing to count."""

import pytest

from onrecord.assistant.gate import MODEL_NAME
from onrecord.assistant.reader import READER_NAME
from onrecord.evals.bench.card import Claim, Labelled, balanced_precision, card_of, show_card, trained_on
from onrecord.evals.bench.judge import UNNAMED, Measuring, fault_of, measure_claims
from onrecord.evals.reader.examples import QUESTION_SETS, SUPPORT_SETS
from onrecord.evals.support_model import LABELLED
from onrecord.vectorstore.embedding import PackagedEmbedder
from tests.evals.answers.test_scores import NONSENSE, SHUT, Judge


def claim(fault: str | None, passed: bool, score: float, manner: tuple[str, ...] = ()) -> Labelled:
    return Labelled(fault, manner, passed, (Claim(fault is None, score, {"words found": 0.5}),))


JUDGED = [
    *[claim(None, True, 0.9, ("merged",))] * 3, claim(None, False, 0.3, ("voice",)),
    claim("number", False, 0.1), claim("number", True, 0.8), claim("name", False, 0.2), claim("name", False, 0.2),
]  # fmt: skip


def test_a_card_counts_by_kind_of_fault_and_by_manner_of_the_right() -> None:
    card = card_of(READER_NAME, "falke", JUDGED, 9)
    assert (card["n"], card["unchecked"]) == (9, 1)
    assert {m: rate["value"] for m, rate in card["right"].items()} == {"all": 0.75, "merged": 1.0, "voice": 0.0}
    assert {k: f["stopped"]["value"] for k, f in card["faults"].items()} == {"all": 0.75, "number": 0.5, "name": 1.0}
    assert card["faults"]["name"]["precision"]["value"] == pytest.approx(1 / 1.25) and card["faults"]["name"]["auc"]["value"] == 1.0
    assert card["faults"]["number"]["auc"]["value"] == pytest.approx((4 + 3) / 8)
    assert card["baselines"]["words found"]["value"] == 0.5
    assert all(f[name]["low"] <= f[name]["value"] <= f[name]["high"] for f in card["faults"].values() for name in f)


def test_precision_does_not_depend_on_how_many_right_ones_there_are() -> None:
    few = [(True, True), (True, False), (False, True), (False, False)]
    assert balanced_precision(few) == balanced_precision([*few, *few[2:] * 9]) == 0.5
    assert balanced_precision([(True, True)]) is None and balanced_precision([(True, False), (False, False)]) is None


def test_without_faulty_ones_nothing_is_ranked_and_a_judge_who_is_down_counts_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    def measured(given: float | Exception) -> dict:  # type: ignore[type-arg]
        rows = [{"claim": text, "source": SHUT, "fault": None} for text in ("After the flood the ford was shut.", NONSENSE)]
        return measure_claims(Measuring(Judge(given), PackagedEmbedder(), lambda stage, done, total: None), "falke", rows)

    alive, dead = measured(1.0), measured(TimeoutError("down"))
    assert (alive["n"], alive["unchecked"]) == (2, 0) and alive["faults"]["all"] == {"stopped": None, "precision": None, "auc": None}
    assert (dead["n"], dead["unchecked"], dead["right"]["all"]) == (2, 2, None)
    show_card({"judge": "llm:test", "sets": {"alive": alive, "dead": dead}})
    assert "2 could not be judged" in capsys.readouterr().out


def test_the_card_marks_what_a_judge_was_trained_on(capsys: pytest.CaptureFixture[str]) -> None:
    read = {name for name in (*LABELLED, "clapnq") for s in (*SUPPORT_SETS, *QUESTION_SETS) if name in s.split("_")}
    assert read == {name for name in (*LABELLED, "clapnq") if trained_on(READER_NAME, name) != "none"}
    assert {trained_on(MODEL_NAME, name) for name in (*LABELLED, "clapnq")} == {"these"} and trained_on("llm:x", "falke") == "unknown"
    show_card({"judge": MODEL_NAME, "sets": {"falke": card_of(MODEL_NAME, "falke", JUDGED, 8), "new": card_of(MODEL_NAME, "new", JUDGED, 8)}})
    out = capsys.readouterr().out
    assert "** trained on these very rows, so the figures are too good: falke" in out and ".75 .30–.95" in out


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ({"types": [["extrinsic"], ["extrinsic", "intrinsic"], ["NULL"]]}, "extrinsic"),
        ({"types": [["extrinsic", "intrinsic"]] * 3}, "extrinsic and intrinsic"),
        ({"types": [["NULL"], ["NULL"], ["extrinsic"]]}, UNNAMED),
        ({"label3": "partially_supported"}, "partially_supported"),
        ({}, UNNAMED),
    ],
)
def test_the_kind_of_a_fault_is_what_most_people_found(row: dict, kind: str) -> None:  # type: ignore[type-arg]
    assert fault_of(row) == kind
