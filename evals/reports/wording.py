"""Sentences that every report uses."""

from collections.abc import Sequence

from onrecord.evals.answers import AnswerResults, ScoredAnswer
from onrecord.evals.run import Comparison, EvalCase, EvalResults, Figure

Results = EvalResults | AnswerResults
Case = EvalCase | ScoredAnswer
BY_CONSTRUCTION = "faithfulness"  # of quoted sentences: a sentence of a source is always supported by it


def headline(results: Results) -> dict[str, Figure]:
    """The figures that a report shows. Where sentences are quoted, faithfulness tells nothing, so it is shown only if a case failed it."""
    quoted = isinstance(results, EvalResults) and results.versions.model is None
    return {name: f for name, f in results.summary.items() if not (quoted and name == BY_CONSTRUCTION and not f.failed)}


def count_verdicts(cases: Sequence[Case]) -> str:
    """ "140 passed, 12 failed, 7 not judged"."""
    names = {"pass": "passed", "fail": "failed", "not_judged": "not judged"}
    return ", ".join(f"{sum(c.verdict == verdict for c in cases)} {name}" for verdict, name in names.items())


def answer_text(case: Case) -> str:
    return case.text if isinstance(case, EvalCase) else case.answer


def describe_faults(case: Case) -> str:
    """The failed scores of a case, each with its reason."""
    return "; ".join(f"{name.replace('_', ' ')}: {s.why}" for name, s in case.scores.items() if s.state == "fail")


def describe_versions(comparison: Comparison | None) -> list[str]:
    """A sentence for each version or tuned number that differs from the baseline's."""
    if comparison is None:
        return []
    if comparison.versions is None:
        return ["the baseline does not say with which versions it was made"]
    return [f"differs from the baseline: {change}" for change in comparison.versions]
