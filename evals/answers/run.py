"""A run of `eval score`: every answer through every score, after the controls."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from onrecord.assistant.attribution import EXTRACTOR_VERSION
from onrecord.assistant.gate import GATE_VERSION, Judge
from onrecord.evals.answers.controls import Controls
from onrecord.evals.answers.judging import JudgedAnswer, JudgedClaim, judge_answer
from onrecord.evals.answers.rows import ScoreRow, digest
from onrecord.evals.answers.scores import RELEVANCE, SCORES, VERDICT, AnswerScore, answer_relevance, unchecked, verdict
from onrecord.evals.run import figure
from onrecord.vectorstore.embedding import Embedder
from onrecord.vectorstore.errors import BadInput

NAMES = (*SCORES, RELEVANCE, VERDICT)
DIGITS = 4
COVERED = 0.9  # share of the answers that must have been judged where a bound is to hold
OF_REFUSALS = ("abstention", VERDICT)
OF_SOME = ("quotes_verbatim", "attribution", "numbers_and_dates")


def score_rows(
    rows: Sequence[ScoreRow], judge: Judge, embedder: Embedder, controls: Controls, progress: Callable[[int, int], None] = lambda done, total: None
) -> dict[str, Any]:
    """Results as JSON holds them; with the local judge the same rows give the same bytes.

    Returns:
        `cases[{id, verdict, question, answer, scores{name: {state, value, why}}, claims[{text, verdict, score, reason, nearest, source, citations}],
        refused, unchecked}]`,
        `summary{name: {value, n, passed, failed, not_judged, low, high}}` with a `verdict` of its own, `unchecked` (sentences of
        which the judge could not judge something), `controls`, `judge`, `versions`, `digest`.

    Raises:
        BadInput: citations are listed for another number of sentences than an answer has.
    """
    cases = []
    for done, row in enumerate(rows):
        progress(done, len(rows))
        cases.append(scored_case(judge_answer(row, judge), embedder))
    progress(len(rows), len(rows))
    return {
        "cases": cases,
        "summary": {**{name: figure([c["scores"][name] for c in cases]) for name in NAMES[:-1]}, VERDICT: figure([of_verdict(c) for c in cases])},
        "unchecked": sum(c["unchecked"] for c in cases),
        "controls": controls.as_json(),
        "judge": judge.name,
        "versions": {"gate": GATE_VERSION, "extractor": EXTRACTOR_VERSION, "embedding_model": embedder.name},
        "digest": digest(rows),
    }


def scored_case(answer: JudgedAnswer, embedder: Embedder) -> dict[str, Any]:
    scores = {name: scorer(answer) for name, scorer in SCORES.items()} | {RELEVANCE: answer_relevance(answer, embedder)}
    return {
        "id": answer.row.id,
        "verdict": verdict(answer),
        "question": answer.row.question,
        "answer": answer.row.answer,
        "scores": {name: score_json(score) for name, score in scores.items()},
        "claims": [claim_json(c) for c in answer.claims],
        "refused": answer.refused,
        "unchecked": unchecked(answer),
    }


def score_json(score: AnswerScore) -> dict[str, Any]:
    return asdict(score) | {"value": None if score.value is None else round(score.value, DIGITS)}


def claim_json(claim: JudgedClaim) -> dict[str, Any]:
    judgement = claim.grounded.judgement
    return {
        "text": claim.text,
        "verdict": claim.state,
        "score": round(judgement.score, DIGITS),
        "reason": judgement.reason,
        "nearest": claim.nearest,
        "source": claim.source,
        "citations": list(claim.citations),
    }


def of_verdict(case: dict[str, Any]) -> dict[str, Any]:
    return {"state": case["verdict"], "value": {"pass": 1.0, "fail": 0.0}.get(case["verdict"])}


def read_bounds(given: Sequence[str]) -> dict[str, float]:
    """`NAME=VALUE` each, as --fail-under takes them. Raises BadInput: no such score, or no number in 0…1."""
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


def broken(results: Mapping[str, Any], bounds: Mapping[str, float]) -> list[str]:
    """Which bounds do not hold, a sentence each. What was not judged holds none, and neither does anything where the judge failed."""
    found = []
    for name, bound in bounds.items():
        f, (judged, owed) = results["summary"][name], coverage(results["cases"], name)
        if f["value"] is None:
            found.append(f"{name} was not judged")
        elif f["value"] < bound:
            found.append(f"{name} is {f['value']:.3f}, and must be {bound:.3f}")
        elif judged < COVERED * owed:
            found.append(f"{name} was judged for {judged} of {owed} answers, and must be for {COVERED:.0%}")
    if bounds and results["unchecked"]:
        found.append(f"{results['unchecked']} sentences could not be judged")
    return found


def coverage(cases: Sequence[Mapping[str, Any]], name: str) -> tuple[int, int]:
    """For how many answers a score was judged, and for how many it should have been: a refusal claims nothing, and not every answer
    quotes, counts or credits somebody."""
    states = [c["verdict"] if name == VERDICT else c["scores"][name]["state"] for c in cases if name in OF_REFUSALS or not c["refused"]]
    judged = len(states) - states.count("not_judged")
    return judged, judged if name in OF_SOME else len(states)
