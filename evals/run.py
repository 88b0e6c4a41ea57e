"""A run: every case through `answer_turn`, the function of production, and through every scorer."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from statistics import quantiles
from typing import Any

from assistant.attribution import EXTRACTOR_VERSION
from assistant.gate import GATE_VERSION
from assistant.turn import Assistant, answer_turn
from evals.cases import Case, digest, find_gold
from evals.intervals import interval
from evals.scorers import SCORERS, Judged


def run(cases: Sequence[Case], assistant: Assistant, progress: Callable[[int, int], None] = lambda done, total: None) -> dict[str, Any]:
    """Results as JSON holds them: `cases[{id, kind, question, status, text, scores{name: {value, why} | null}, ms}]`,
    `figures{name: {value, n, low, high}}`, `kinds`, `latency_ms`, `digest`, `versions`. The same run twice differs in times only."""
    rows = []
    for done, case in enumerate(cases):
        progress(done, len(cases))
        rows.append(run_case(case, assistant))
    progress(len(cases), len(cases))
    return {
        "digest": digest(cases),
        "versions": {"gate": GATE_VERSION, "extractor": EXTRACTOR_VERSION, "model": assistant.model.name if assistant.model else None},
        "figures": {name: figure([r["scores"][name] for r in rows]) for name in SCORERS},
        "kinds": {k: figure([r["scores"]["answered_right"] for r in rows if r["kind"] == k]) for k in dict.fromkeys(c.kind for c in cases)},
        "gate": {k: sum(r["gate"][k] for r in rows) for k in ("claims", "supported", "repaired", "dropped", "unchecked")},
        "latency_ms": latency([r["ms"] for r in rows]),
        "cases": rows,
    }


def run_case(case: Case, assistant: Assistant) -> dict[str, Any]:
    turn = answer_turn(assistant, case.question, case.history, case.as_of)
    judged = Judged(case, find_gold(assistant.store.archive, case), turn.answer, assistant.store.archive)
    scores = {name: (asdict(s) if (s := scorer(judged)) else None) for name, scorer in SCORERS.items()}
    return {
        "id": case.id,
        "kind": case.kind,
        "question": case.question,
        "status": turn.answer.status,
        "answerability": round(turn.selection.answerability, 4),
        "text": turn.answer.text,
        "scores": scores,
        "gate": asdict(turn.answer.gate),
        "ms": turn.answer.timings_ms["total"],
    }


def figure(scores: Sequence[dict[str, Any] | None]) -> dict[str, Any]:
    """Mean over the judged cases, with their number and its 95% interval; what was not judged is not counted."""
    values = [s["value"] for s in scores if s]
    low, high = interval(values)
    return {"value": round(sum(values) / len(values), 4) if values else None, "n": len(values), "low": round(low, 4), "high": round(high, 4)}


def latency(ms: Sequence[float]) -> dict[str, float]:
    cuts = quantiles(ms, n=20, method="inclusive") if len(ms) > 1 else [ms[0]] * 19
    return {"p50": round(cuts[9], 1), "p95": round(cuts[18], 1)}
