"""Assertions about answers for any test suite. A failure shows the sentence, the reason and the most similar sentence of the sources."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from onrecord.assistant.gate import Judge, ReaderJudge
from onrecord.evals.answers.judging import Grounded, JudgedAnswer, JudgedClaim, by_cited, judge_answer
from onrecord.evals.answers.results import explain_failure
from onrecord.evals.answers.rows import ScoreRow
from onrecord.evals.answers.run import scored_sentence
from onrecord.evals.answers.scores import AnswerScore, citation_precision, citation_recall, faithfulness, nothing_said, score_states

Citations = Sequence[int] | Sequence[Sequence[int]] | None


def assert_faithful(answer: str, contexts: Sequence[str], judge: Judge | None = None) -> None:
    """Assert that the contexts support every sentence, and that none leaves out its speaker of the answer. A refusal or an empty answer has no such sentence and fails too.

    Args:
        judge: the judge. Default: the local judge.

    Raises:
        AssertionError: a sentence fails. The message shows each failed sentence.
    """
    __tracebackhide__ = True
    assert_scores(judge_contexts(answer, contexts, None, judge), (faithfulness, credit), lambda c: c.grounded)


def assert_cited(answer: str, contexts: Sequence[str], citations: Citations = None, judge: Judge | None = None) -> None:
    """Assert that the cited contexts support every sentence, and that every citation is needed.

    Args:
        citations: numbers of contexts from 1, either for the complete answer or as a list for each sentence. Default: the [n] in the answer.
        judge: the judge. Default: the local judge.

    Raises:
        AssertionError: a sentence fails. The message shows each failed sentence.
    """
    __tracebackhide__ = True
    found = judge_contexts(answer, contexts, citations, judge)
    assert_scores(found, (citation_recall, citation_precision), lambda c: by_cited(c, found.contexts))


def credit(answer: JudgedAnswer) -> AnswerScore:
    """The share of the sentences that do not leave out their speaker."""
    return score_states(["fail" if c.uncredited else "pass" for c in answer.said], "sentences name their speaker", nothing_said(answer))


def judge_contexts(answer: str, contexts: Sequence[str], citations: Citations, judge: Judge | None) -> JudgedAnswer:
    row = ScoreRow.model_validate({"answer": answer, "contexts": tuple(contexts), "citations": citations})
    return judge_answer(row, judge or local_judge())


@cache
def local_judge() -> Judge:
    return ReaderJudge()


def assert_scores(answer: JudgedAnswer, scorers: Sequence[Callable[[JudgedAnswer], AnswerScore]], grounds: Callable[[JudgedClaim], Grounded]) -> None:
    """Raises AssertionError if a score failed or was not judged."""
    __tracebackhide__ = True
    lacking = [(scorer.__name__, score) for scorer in scorers if (score := scorer(answer)).state != "pass"]
    if lacking:
        read = [replace(c, grounded=grounds(c)) for c in answer.said]
        reasons = "; ".join(f"{name} {score.state}: {score.why}" for name, score in lacking)
        raise AssertionError("\n".join([reasons, *(line for c in read if c.state != "pass" for line in lines_of(c))]))


def lines_of(claim: JudgedClaim) -> list[str]:
    cites = f" {list(claim.citations)}" if claim.citations else ""
    return [f"  claim    {claim.text}{cites}", *(f"  {line}" for line in explain_failure(scored_sentence(claim)))]
