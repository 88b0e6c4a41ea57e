"""Binds a drafted claim to the evidence that supports it best."""

from collections.abc import Sequence
from dataclasses import replace

from onrecord.assistant.claims import DraftedClaim
from onrecord.assistant.evidence import Evidence
from onrecord.assistant.gate.judges import Judge


def cite(claim: DraftedClaim, evidence: Sequence[Evidence], judge: Judge) -> DraftedClaim:
    """The claim bound to the evidence that supports it best.

    Markers that a chat model wrote are tried, not trusted: one that names no source stays, for the gate to find it a fault;
    one that names a source which bears the claim out less than another does is replaced by that other.
    """
    if claim.lead_in or any(not 1 <= n <= len(evidence) for n in claim.cites):
        return claim
    return replace(claim, cites=bound(claim, evidence, judge))


def bound(claim: DraftedClaim, evidence: Sequence[Evidence], judge: Judge) -> tuple[int, ...]:
    """What the claim cites, or the single piece of evidence that bears it out better; as it is where the judge cannot say."""
    try:
        best = max(range(1, len(evidence) + 1), key=lambda n: judge.score(claim.body, evidence[n - 1].text))
        cited = "\n".join(evidence[n - 1].text for n in claim.cites)
        if claim.cites and (best in claim.cites or judge.score(claim.body, cited) >= judge.score(claim.body, evidence[best - 1].text)):
            return claim.cites
    except Exception:  # the gate asks the same judge, and says that the claim is unchecked
        return claim.cites
    return (best,)
