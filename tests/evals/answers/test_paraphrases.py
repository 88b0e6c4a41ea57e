"""Twins read from a file: which answer is the faithful one, and which of a twin's sentences are wrong."""

import json
from pathlib import Path

from onrecord.evals.answers.judging import judge_answer
from onrecord.evals.answers.paraphrases import faulty_claims, joint_state, read_twins
from onrecord.evals.answers.rows import ScoreRow
from tests.evals.answers.test_scores import DEAD, SHUT, Judge

RIGHT = "High water closed the crossing at Hrabin. A dozen people drowned, according to the mayor."
REWRITTEN = "The crossing was closed by the flood. Twenty people drowned, according to the mayor."
SENTENCES = REWRITTEN.replace(". T", ".|T").split("|")


def written(path: Path, **twin: object) -> Path:
    rows = [{"answer": REWRITTEN, "fault": "number", **twin}, {"answer": RIGHT, "fault": None}, {"answer": REWRITTEN, "fault": "number", "pair": 2}]
    path.write_text("".join(json.dumps({"id": str(n), "pair": 1, "question": "", "contexts": [SHUT, DEAD]} | r) + "\n" for n, r in enumerate(rows)), "utf-8")
    return path


def wrong(path: Path) -> list[str]:
    (found,) = read_twins(path)  # a pair without a faithful answer is left out
    assert found.row.answer == RIGHT and [t.fault for t in found.twins] == ["number"]
    judge = Judge(1.0)
    return [c.text for c in faulty_claims(found.twins[0], judge_answer(found.twins[0].row, judge).claims, judge_answer(found.row, judge).claims)]


def test_labels_say_which_sentence_is_wrong_and_without_them_every_new_one_is(tmp_path: Path) -> None:
    assert wrong(written(tmp_path / "plain.jsonl")) == SENTENCES
    assert wrong(written(tmp_path / "labelled.jsonl", sentences=SENTENCES, sentence_labels=[1, 0])) == SENTENCES[1:]


def test_a_twin_is_stopped_if_one_of_its_sentences_fails_and_an_outage_is_neither() -> None:
    def state(judge: Judge, answer: str) -> str:
        return joint_state(judge_answer(ScoreRow(answer=answer, contexts=(SHUT, DEAD)), judge).claims)

    assert state(Judge(1.0), f"{SHUT} {DEAD}") == "pass" and state(Judge(0.0), f"{SHUT} Cows fly.") == "fail"
    assert state(Judge(TimeoutError("down")), "After the flood the ford was shut.") == "not_judged"
