"""Scores one answer for an adapter."""

from collections.abc import Sequence
from functools import cache
from threading import Lock

from onrecord.assistant.gate import LOCAL_JUDGES, Judge, make_judge
from onrecord.evals.answers import SCORES, AnswerScore, ScoreRow, judge_answer, run_controls
from onrecord.evals.judges import make_patient, open_cache
from onrecord.vectorstore.errors import BadInput, EvalFailed
from onrecord.vectorstore.settings import read_settings

MAX_FAILED = 3  # failed sentences that a reason names
LOCK = Lock()  # harnesses score in threads, and the parser is not safe to share


def check_name(name: str) -> str:
    """Raises BadInput if there is no score with this name."""
    if name not in SCORES:
        raise BadInput(f"there is no score {name}; choose one of {', '.join(SCORES)}")
    return name


def score_answer(name: str, answer: str, contexts: Sequence[str], question: str = "", reference: str | None = None, judge: str | None = None) -> AnswerScore:
    """A score of an answer. Its `why` names failed sentences, each with the reason.

    Args:
        judge: `local`, `nli:MODEL` or `llm:PROVIDER:MODEL`. Default: the setting.

    Raises:
        EvalFailed: the judge got a control wrong. The packaged judge is not tested, because it is the same everywhere and our tests do that.
    """
    row = ScoreRow(question=question, answer=answer, contexts=tuple(contexts), reference=reference)
    with LOCK:
        judged = judge_answer(row, tested_judge(judge))
        score = SCORES[check_name(name)](judged)
    failed = [f"“{c.text}” {c.grounded.judgement.reason}" for c in judged.said if c.faithful == "fail"] if name == "faithfulness" else []
    return AnswerScore(score.state, score.value, "; ".join([score.why, *failed[:MAX_FAILED]]))


@cache
def tested_judge(name: str | None) -> Judge:
    settings = read_settings(judge=name)
    bare = make_judge(settings)
    if bare.name in LOCAL_JUDGES:
        return bare
    judge = make_patient(bare, open_cache(bare, cached=True), settings)
    if wrong := run_controls(judge).sentence:
        raise EvalFailed(wrong)
    return judge
