"""Two faults apart: what the contexts do not say, and what they say but by a speaker whom the sentence leaves out."""

import pytest

from onrecord.assistant.gate import ReaderJudge
from onrecord.evals.answers.judging import JudgedClaim, judge_answer
from onrecord.evals.answers.rows import ScoreRow
from onrecord.evals.answers.run import scored_sentence
from onrecord.evals.answers.scores import SCORES, decide_verdict

CLAIMED = "General Anna Berger claimed on Sunday that more than 15 tanks had been destroyed near Tarsk. Nobody else has confirmed this."
FLOOD = "The flood closed the town's two bridges on Monday. The council met in the school and voted to rent a ferry."


def judged(answer: str, context: str) -> tuple[JudgedClaim, str]:
    found = judge_answer(ScoreRow(answer=answer, contexts=(context,)), ReaderJudge())
    return found.claims[0], decide_verdict(found)


@pytest.mark.parametrize(
    ("answer", "fails"),
    [
        ("More than 15 tanks had been destroyed near Tarsk.", ["attribution"]),
        ("Anna Berger claimed that more than 15 tanks had been destroyed near Tarsk.", []),
        ("Anna Berger claimed that more than 40 tanks had been destroyed near Tarsk.", ["faithfulness"]),
    ],
)
def test_a_dropped_speaker_fails_attribution_and_not_faithfulness(answer: str, fails: list[str]) -> None:
    claim, verdict = judged(answer, CLAIMED)
    assert claim.fails == fails == scored_sentence(claim).fails
    assert verdict == ("fail" if fails else "pass")


def test_the_reason_names_the_speaker_who_is_left_out() -> None:
    answer = judge_answer(ScoreRow(answer="More than 15 tanks had been destroyed near Tarsk.", contexts=(CLAIMED,)), ReaderJudge())
    assert SCORES["faithfulness"](answer).state == "pass"
    score = SCORES["attribution"](answer)
    assert score.state == "fail" and "Anna Berger" in score.why


def test_the_reason_names_the_fact_that_is_not_said() -> None:
    claim, _ = judged("The flood closed two bridges of the town, and the council sold the school to a brewery.", FLOOD)
    assert claim.state == "fail" and "“The council sold the school to a brewery.”" in claim.reason
