"""A run of `eval score`. After the controls, it computes every score of every answer."""

from collections.abc import Callable, Mapping, Sequence

from onrecord.assistant.answer_text import read_answer
from onrecord.assistant.gate import Judge
from onrecord.evals.answers.controls import Controls
from onrecord.evals.answers.judging import JudgedAnswer, JudgedClaim, judge_answer
from onrecord.evals.answers.results import AnswerResults, RejectedRow, ScoredAnswer, ScoredSentence
from onrecord.evals.answers.rows import Rejected, ScoreRow, digest_rows
from onrecord.evals.answers.scores import RELEVANCE, SCORES, VERDICT, AnswerScore, answer_relevance, count_unchecked, decide_verdict
from onrecord.evals.run import ScoreResult, average, current_versions
from onrecord.vectorstore.embedding import Embedder
from onrecord.vectorstore.errors import BadInput

NAMES = (*SCORES, RELEVANCE, VERDICT)
DIGITS = 4
MIN_COVERAGE = 0.9  # share of the answers that must be judged, so that a bound can be met
ALSO_OF_REFUSALS = ("abstention", VERDICT)
ONLY_OF_SOME = ("quotes_verbatim", "attribution", "numbers_and_dates")  # scores that some answers do not have, because they quote nothing, credit nobody or count nothing


def score_rows(
    rows: Sequence[ScoreRow],
    judge: Judge,
    embedder: Embedder,
    controls: Controls,
    progress: Callable[[int, int], None] = lambda done, total: None,
    rejected: Sequence[Rejected] = (),
) -> AnswerResults:
    """Score every row. With the local judge, the same rows always give the same bytes.

    Args:
        rejected: rows that could not be used. They become part of the results.

    Raises:
        BadInput: `citations` has lists, but not one for each sentence of an answer.
    """
    cases = []
    for done, row in enumerate(rows):
        progress(done, len(rows))
        cases.append(score_answer(judge_answer(row, judge), embedder))
    progress(len(rows), len(rows))
    return AnswerResults(
        cases=cases,
        summary={**{name: average([c.scores[name] for c in cases]) for name in NAMES[:-1]}, VERDICT: average([verdict_score(c) for c in cases])},
        unchecked=sum(c.unchecked for c in cases),
        controls=controls.results(),
        judge=judge.name,
        versions=current_versions(embedder.name),
        digest=digest_rows(rows),
        rejected=[RejectedRow(line=r.line, why=r.why) for r in rejected],
    )


def score_answer(answer: JudgedAnswer, embedder: Embedder) -> ScoredAnswer:
    scores = {name: scorer(answer) for name, scorer in SCORES.items()} | {RELEVANCE: answer_relevance(answer, embedder)}
    return ScoredAnswer(
        id=answer.row.id,
        verdict=decide_verdict(answer),
        question=answer.row.question,
        answer=answer.row.answer,
        scores={name: score_result(score) for name, score in scores.items()},
        claims=[scored_sentence(c) for c in answer.claims],
        refused=answer.refused,
        refuses=answer.refuses,
        told=bool(answer.told),
        frames=[p.text for p in read_answer(answer.row.answer, answer.row.question) if p.frame],
        unchecked=count_unchecked(answer),
    )


def score_result(score: AnswerScore) -> ScoreResult:
    return ScoreResult(state=score.state, value=None if score.value is None else round(score.value, DIGITS), why=score.why)


def scored_sentence(claim: JudgedClaim) -> ScoredSentence:
    return ScoredSentence(
        text=claim.text,
        verdict=claim.state,
        fails=claim.fails,
        score=round(claim.score, DIGITS),
        reason=claim.reason,
        nearest=claim.nearest,
        source=claim.source,
        citations=list(claim.citations),
        header=claim.header,
        read_as=claim.read_as,
        refuses=claim.refuses,
    )


def verdict_score(case: ScoredAnswer) -> ScoreResult:
    return ScoreResult(state=case.verdict, value={"pass": 1.0, "fail": 0.0}.get(case.verdict), why="")


def read_bounds(given: Sequence[str]) -> dict[str, float]:
    """Read the `NAME=VALUE` of --fail-under. Raises BadInput if there is no score NAME, or VALUE is not in 0…1."""
    bounds = {}
    for text in given:
        name, _, value = text.partition("=")
        try:
            bounds[name] = float(value)
        except ValueError:
            bounds[name] = -1.0
        if name not in NAMES or not 0 <= bounds[name] <= 1:
            raise BadInput(f"--fail-under {text}: write NAME=VALUE with a value from 0 to 1 and a name of {', '.join(NAMES)}")
    return bounds


def broken_bounds(results: AnswerResults, bounds: Mapping[str, float]) -> list[str]:
    """A sentence for each bound that is not met. A score that was not judged meets no bound. If a sentence could not be judged, no bound is
    met."""
    found = []
    for name, bound in bounds.items():
        value, (judged, expected) = results.summary[name].value, count_judged(results.cases, name)
        if value is None:
            found.append(f"{name} was not judged")
        elif value < bound:
            found.append(f"{name} is {value:.3f}, but must be at least {bound:.3f}")
        elif judged < MIN_COVERAGE * expected:
            found.append(f"{name} was judged for {judged} of {expected} answers, but must be judged for {MIN_COVERAGE:.0%}")
    if bounds and results.unchecked:
        found.append(f"{results.unchecked} sentences could not be judged")
    return found


def count_judged(cases: Sequence[ScoredAnswer], name: str) -> tuple[int, int]:
    """The number of answers for which a score was judged, and the number for which it should be. Most scores are not for refusals, and some
    are only for answers that quote, count or credit somebody."""
    states = [c.verdict if name == VERDICT else c.scores[name].state for c in cases if name in ALSO_OF_REFUSALS or not c.refused]
    judged = len(states) - states.count("not_judged")
    return judged, judged if name in ONLY_OF_SOME else len(states)
