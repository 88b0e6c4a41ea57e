"""A run: every case through `answer_turn`, the function of production, and through every scorer."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from importlib.metadata import version
from statistics import quantiles
from typing import Any

from onrecord.assistant.answer import Citation, Claim
from onrecord.assistant.attribution import EXTRACTOR_VERSION
from onrecord.assistant.gate import GATE_VERSION
from onrecord.assistant.turn import Assistant, answer_turn
from onrecord.evals.run.adversarial_drafter import oppose
from onrecord.evals.run.scored_turn import Judged, Score
from onrecord.evals.run.scorers import SCORERS, state
from onrecord.evals.stats import interval
from onrecord.evals.suite import Case, Gold, digest, find_gold
from onrecord.vectorstore.archive import Archive

OPPOSED = 4  # every so many cases: made-up drafts are judged at length
AROUND = 300  # code points
DECISIVE = ("answered_right", "faithfulness", "attribution_kept", "quotes_verbatim", "current_version")  # a case passes when all of them do
COUNTS = ("claims", "supported", "repaired", "dropped", "unchecked")


def run(cases: Sequence[Case], assistant: Assistant, progress: Callable[[int, int], None] = lambda done, total: None) -> dict[str, Any]:
    """Results as JSON holds them; the same run twice differs in times only (`timeless`).

    Returns:
        `cases[{id, kind, verdict, question, expect, forbid, status, answerability, text, claims, citations, scores{name: {state, value,
        why}}, gate, ms}]`, `summary{name: {value, n, passed, failed, not_judged, low, high}}`, `kinds` (the same of `answered_right`),
        `gate`, `latency_ms{p50, p95}`, `digest`, `versions`.

    Raises:
        BadInput: evidence of a case is in no article; found out before the first question is asked.
        UpstreamFailed: the chat model did not answer. A run is whole or it is none.
    """
    gold = find_gold(assistant.store.archive, cases)
    rows = []
    for done, case in enumerate(cases):
        progress(done, len(cases))
        rows.append(run_case(case, gold[case.id], assistant, opposed=done % OPPOSED == 0))
    progress(len(cases), len(cases))
    return {
        "digest": digest(cases),
        "versions": versions(assistant),
        "summary": {name: figure([r["scores"][name] for r in rows]) for name in SCORERS},
        "kinds": {k: figure([r["scores"]["answered_right"] for r in rows if r["kind"] == k]) for k in dict.fromkeys(c.kind for c in cases)},
        "gate": {k: sum(r["gate"][k] for r in rows) for k in COUNTS},
        "latency_ms": latency([r["ms"] for r in rows]),
        "cases": rows,
    }


def run_case(case: Case, gold: Sequence[Gold], assistant: Assistant, opposed: bool = False) -> dict[str, Any]:
    """Args: opposed: have it answered from made-up drafts too, to see what of them is stopped."""
    turn = answer_turn(assistant, case.question, case.history, case.as_of)
    faults = oppose(assistant, case, turn.selection.evidence) if opposed and turn.answer.claims else None
    judged = Judged(case, gold, turn.answer, assistant.store.archive, assistant.judge, faults)
    scores = {name: score_json(name, scorer(judged)) for name, scorer in SCORERS.items()}
    return {
        "id": case.id,
        "kind": case.kind,
        "verdict": verdict([scores[name]["state"] for name in DECISIVE], unjudged=not judged.abstained and scores["faithfulness"]["value"] is None),
        "question": case.question,
        "expect": [list(group) for group in case.expect],
        "forbid": list(case.forbid),
        "status": turn.answer.status,
        "answerability": round(turn.selection.answerability, 4),
        "text": turn.answer.text,
        "claims": [claim_json(c) for c in turn.answer.claims],
        "citations": [place(c, assistant.store.archive) for c in turn.answer.citations],
        "scores": scores,
        "gate": {k: getattr(turn.answer.gate, k) for k in COUNTS},
        "ms": turn.answer.timings_ms["total"],
    }


def score_json(name: str, score: Score) -> dict[str, Any]:
    return {"state": state(name, score), **asdict(score)}


def verdict(states: Sequence[str], unjudged: bool = False) -> str:
    """`fail` where one of them is; `pass` where one is, none fails and no claim was left `unjudged`; else `not_judged`."""
    return "fail" if "fail" in states else "pass" if "pass" in states and not unjudged else "not_judged"


def claim_json(c: Claim) -> dict[str, Any]:
    return {k: getattr(c, k) for k in ("text", "speaker", "verdict", "score", "reason", "judge")} | {"citations": list(c.citations)}


def place(c: Citation, archive: Archive) -> dict[str, Any]:
    """With what stands `AROUND` it in the article, for a report that shows it."""
    text = archive.article(c.article_id, c.version).text
    around = {"before": text[max(0, c.start - AROUND) : c.start], "after": text[c.end : c.end + AROUND]}
    return asdict(c) | around


def versions(assistant: Assistant) -> dict[str, str | None]:
    return {
        "onrecord": version("onrecord"),
        "gate": GATE_VERSION,
        "judge": assistant.judge.name,
        "extractor": EXTRACTOR_VERSION,
        "embedding_model": assistant.store.embedder.name,
        "model": assistant.model.name if assistant.model else None,
    }


def figure(scores: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Mean over the judged cases with its 95% interval, beside the counts of all three states."""
    states = [s["state"] for s in scores]
    values = [s["value"] for s in scores if s["value"] is not None]
    low, high = interval(values)
    return {
        "value": round(sum(values) / len(values), 4) if values else None,
        "n": len(values),
        "passed": states.count("pass"),
        "failed": states.count("fail"),
        "not_judged": states.count("not_judged"),
        "low": round(low, 4),
        "high": round(high, 4),
    }


def latency(ms: Sequence[float]) -> dict[str, float]:
    cuts = quantiles(ms, n=20, method="inclusive") if len(ms) > 1 else [ms[0]] * 19
    return {"p50": round(cuts[9], 1), "p95": round(cuts[18], 1)}


def timeless(value: Any) -> Any:
    """Results without the times in them: what is the same whenever the same is run."""
    if isinstance(value, dict):
        return {k: timeless(v) for k, v in value.items() if k not in ("ms", "latency_ms")}
    return [timeless(v) for v in value] if isinstance(value, list) else value
