"""Connects a drafted claim with the evidence that supports it best."""

import logging
from collections.abc import Sequence
from dataclasses import replace

from onrecord.assistant.claims import DraftedClaim
from onrecord.assistant.evidence import Evidence
from onrecord.assistant.gate.judges import Judge

log = logging.getLogger("onrecord.assistant.gate")


def cite(claim: DraftedClaim, evidence: Sequence[Evidence], judge: Judge) -> DraftedClaim:
    """The claim with the citations that support it best.

    A chat model's markers are not trusted: if another piece of evidence supports the claim better, it replaces them. A quoting claim is
    not changed. A claim with a marker for a source that does not exist is not changed either; the gate reports it as a fault.
    """
    if claim.quotes or any(not 1 <= n <= len(evidence) for n in claim.cites):
        return claim
    return replace(claim, cites=choose_citations(claim, evidence, judge))


def choose_citations(claim: DraftedClaim, evidence: Sequence[Evidence], judge: Judge) -> tuple[int, ...]:
    """Numbers of evidence: the claim's own, or the best single piece if its score is higher than that of the claim's own together.

    If the judge fails, the claim keeps its own.
    """
    try:
        best = max(range(1, len(evidence) + 1), key=lambda n: judge.score(claim.body, evidence[n - 1].text))
        cited = "\n".join(evidence[n - 1].text for n in claim.cites)
        if claim.cites and (best in claim.cites or judge.score(claim.body, cited) >= judge.score(claim.body, evidence[best - 1].text)):
            return claim.cites
    except Exception as e:  # next, the gate asks the same judge and marks the claim as unchecked
        log.warning("The judge %s failed while citing; the claim keeps its own citations: %s", judge.name, e)
        return claim.cites
    return (best,)
