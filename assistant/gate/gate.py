"""The gate. No sentence is part of an answer before it has a verdict.

A supported claim passes. Any other claim is repaired: the quoted source sentence with its attribution replaces it. If this fails too, the
claim is dropped.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord.assistant.claims import DraftedClaim
from onrecord.assistant.evidence import Evidence
from onrecord.assistant.gate.judges import Judge
from onrecord.assistant.gate.verdict import Judgement, judge_claim, judge_quote


@dataclass(frozen=True)
class GatedClaim:
    """A claim after the gate. `drafted` is the claim before the gate. `claim` is the claim in the answer; None if it was dropped."""

    drafted: DraftedClaim
    claim: DraftedClaim | None
    judgement: Judgement
    outcome: Literal["passed", "repaired", "dropped"]


class Gate:
    """Judges the claims of one answer, one after the other. A repeated claim is dropped."""

    def __init__(self, evidence: Sequence[Evidence], judge: Judge, repair: Callable[[Evidence, int], DraftedClaim]) -> None:
        """Args: repair: returns a claim that quotes a piece of evidence. Its arguments are the evidence and its number from 1."""
        self._evidence, self._judge, self._repair = evidence, judge, repair
        self._quoted: set[int] = set()  # numbers of evidence, from 1
        self._served: set[str] = set()

    def gate(self, claim: DraftedClaim) -> GatedClaim:
        gated = self._pass_or_repair(claim)
        if gated.claim and gated.claim.verbatim in self._served:
            gated = GatedClaim(claim, None, Judgement("unsupported", 0.0, "repeated: the answer says this already"), "dropped")
        self._served.update([gated.claim.verbatim] if gated.claim else [])
        if gated.claim and gated.claim.quotes:
            self._quoted.update(gated.claim.cites)
        return gated

    def _pass_or_repair(self, claim: DraftedClaim) -> GatedClaim:
        judgement = judge_claim(claim, self._evidence, self._judge)
        if judgement.verdict == "supported":
            return GatedClaim(claim, claim, judgement, "passed")
        for n in claim.cites:
            if 1 <= n <= len(self._evidence) and n not in self._quoted:
                repaired = self._repair(self._evidence[n - 1], n)
                if judge_quote(repaired, self._evidence[n - 1]).verdict == "supported":
                    return GatedClaim(claim, repaired, judgement, "repaired")
        return GatedClaim(claim, None, judgement, "dropped")
