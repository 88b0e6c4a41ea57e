"""A run of a suite. It answers every case with `answer_turn`, the function of production, and applies every scorer."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from statistics import quantiles

from onrecord.assistant.answer import Answer, Citation, Claim
from onrecord.assistant.gate import AskedOnce
from onrecord.assistant.turn import Assistant, answer_turn
from onrecord.evals.run.adversarial_drafter import oppose
from onrecord.evals.run.results import (
    CitationResult,
    ClaimResult,
    ControlResults,
    EvalCase,
    EvalResults,
    Figure,
    GateCounts,
    Latency,
    ScoreResult,
    State,
)
from onrecord.evals.run.scored_turn import Judged
from onrecord.evals.run.scorers import SCORERS, state
from onrecord.evals.run.versions import run_versions
from onrecord.evals.stats import interval
from onrecord.evals.suite import Case, Gold, digest_cases, find_gold
from onrecord.vectorstore.archive import Archive

OPPOSED_EVERY = 4  # faulty drafts are judged only for every fourth case, because this takes long
CONTEXT_CHARACTERS = 300  # code points before and after a citation that are stored with it
DECISIVE = ("answered_right", "faithfulness", "attribution_kept", "quotes_verbatim", "current_version")  # a case passes if all of these do


def run(
    cases: Sequence[Case],
    assistant: Assistant,
    progress: Callable[[int, int], None] = lambda done, total: None,
    controls: ControlResults | None = None,
    workers: int = 1,
) -> EvalResults:
    """Answer and score every case. Two runs of the same system differ only in times (`EvalResults.without_times`).

    Args:
        controls: the judge's results on the controls. They become part of the results.
        workers: the number of cases that are answered at the same time. They wait for each other, except while a chat model or a judge that is
            not packaged works.

    Raises:
        BadInput: no article has the evidence of a case. This is checked before the first question.
        UpstreamFailed: the chat model did not answer. Then the run has no results.
    """
    gold = find_gold(assistant.store.archive, cases)
    rows = []
    for done, row in enumerate(run_cases(cases, gold, assistant, workers)):
        progress(done, len(cases))
        rows.append(row)
    progress(len(cases), len(cases))
    return EvalResults(
        digest=digest_cases(cases),
        versions=run_versions(assistant),
        summary={name: average([r.scores[name] for r in rows]) for name in SCORERS},
        kinds={k: average([r.scores["answered_right"] for r in rows if r.kind == k]) for k in dict.fromkeys(c.kind for c in cases)},
        gate=add_counts([r.gate for r in rows]),
        latency_ms=latency_percentiles([r.ms for r in rows]),
        cases=rows,
        controls=controls,
    )


def run_cases(cases: Sequence[Case], gold: Mapping[str, Sequence[Gold]], assistant: Assistant, workers: int) -> Iterator[EvalCase]:
    """The results of the cases in their order. After an error, no further case begins."""

    def run_numbered(numbered: tuple[int, Case]) -> EvalCase:
        n, case = numbered
        return run_case(case, gold[case.id], assistant, opposed=n % OPPOSED_EVERY == 0)

    with ThreadPoolExecutor(workers) as pool:
        try:
            yield from pool.map(run_numbered, enumerate(cases))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def run_case(case: Case, gold: Sequence[Gold], assistant: Assistant, opposed: bool = False) -> EvalCase:
    """Args: opposed: also answer the question with faulty drafts, and record the faults that are served."""
    turn = answer_turn(assistant, case.question, case.history, case.as_of)
    faults = oppose(assistant, case, turn.selection.evidence) if opposed and turn.answer.claims else None
    judged = Judged(case, gold, turn.answer, assistant.store.archive, AskedOnce(assistant.judge, assistant.lock), faults)
    with assistant.lock:
        scores = {name: ScoreResult(state=state(name, score), **asdict(score)) for name, score in ((name, scorer(judged)) for name, scorer in SCORERS.items())}
    return EvalCase(
        id=case.id,
        kind=case.kind,
        verdict=decide_verdict([scores[name].state for name in DECISIVE], unjudged=not judged.abstained and scores["faithfulness"].value is None),
        question=case.question,
        expect=[list(group) for group in case.expect],
        forbid=list(case.forbid),
        status=turn.answer.status,
        answerability=round(turn.selection.answerability, 4),
        text=turn.answer.text,
        claims=[claim_result(c) for c in turn.answer.claims],
        citations=[citation_result(c, assistant.store.archive) for c in turn.answer.citations],
        scores=scores,
        gate=gate_counts(turn.answer),
        ms=turn.answer.timings_ms["total"],
    )


def decide_verdict(states: Sequence[State], unjudged: bool = False) -> State:
    """`fail` if one of the states is. `pass` if one passes, none fails and no claim is `unjudged`. Otherwise `not_judged`."""
    return "fail" if "fail" in states else "pass" if "pass" in states and not unjudged else "not_judged"


def claim_result(c: Claim) -> ClaimResult:
    return ClaimResult(text=c.text, speaker=c.speaker, verdict=c.verdict, score=c.score, reason=c.reason, judge=c.judge, citations=list(c.citations))


def citation_result(c: Citation, archive: Archive) -> CitationResult:
    text = archive.article(c.article_id, c.version).text
    return CitationResult(**asdict(c), before=text[max(0, c.start - CONTEXT_CHARACTERS) : c.start], after=text[c.end : c.end + CONTEXT_CHARACTERS])


def gate_counts(answer: Answer) -> GateCounts:
    g = answer.gate
    return GateCounts(claims=g.claims, supported=g.supported, repaired=g.repaired, dropped=g.dropped, unchecked=g.unchecked)


def add_counts(counts: Sequence[GateCounts]) -> GateCounts:
    return GateCounts(**{name: sum(getattr(c, name) for c in counts) for name in GateCounts.model_fields})


def average(scores: Sequence[ScoreResult]) -> Figure:
    """The mean over the judged cases with its 95% interval, and the counts of all three states."""
    states = [s.state for s in scores]
    values = [s.value for s in scores if s.value is not None]
    low, high = interval(values)
    return Figure(
        value=round(sum(values) / len(values), 4) if values else None,
        n=len(values),
        passed=states.count("pass"),
        failed=states.count("fail"),
        not_judged=states.count("not_judged"),
        low=round(low, 4),
        high=round(high, 4),
    )


def latency_percentiles(ms: Sequence[float]) -> Latency:
    cuts = quantiles(ms, n=20, method="inclusive") if len(ms) > 1 else [ms[0]] * 19
    return Latency(p50=round(cuts[9], 1), p95=round(cuts[18], 1))
