"""Connects a drafted claim with the evidence that supports it."""

import logging
from collections.abc import Sequence
from dataclasses import replace

from onrecord.assistant.claims import DraftedClaim
from onrecord.assistant.evidence import Evidence
from onrecord.assistant.gate.judges import Judge
from onrecord.assistant.gate.tuning import GATE_TUNING
from onrecord.assistant.gate.verdict import judge_claim
from onrecord.vectorstore.words import meaning_words

log = logging.getLogger("onrecord.assistant.gate")


def cite(claim: DraftedClaim, evidence: Sequence[Evidence], judge: Judge) -> DraftedClaim:
    """The claim with citations that support it.

    A chat model's markers are not trusted, but they are tried first: a claim that its own citations support keeps them, even if another piece
    has more of its words. Otherwise the piece that the judge finds best replaces them, if it clearly supports the claim. A quoting claim is not
    changed. A claim with a marker for a source that does not exist is not changed either; the gate reports it as a fault.
    """
    if claim.quotes or not evidence or any(not 1 <= n <= len(evidence) for n in claim.cites):
        return claim
    if not claim.cites:
        return replace(claim, cites=(best_piece(claim, evidence, judge),))
    own = judge_claim(claim, evidence, judge)
    if own.verdict == "unchecked":
        log.warning("The judge %s failed while citing; the claim keeps its own citations: %s", judge.name, own.reason)
    if own.verdict in ("supported", "unchecked"):
        return claim
    moved = replace(claim, cites=(best_piece(claim, evidence, judge),))
    found = judge_claim(moved, evidence, judge)
    return moved if found.verdict == "supported" and found.score >= GATE_TUNING.moved_threshold else claim


def best_piece(claim: DraftedClaim, evidence: Sequence[Evidence], judge: Judge) -> int:
    """The number of the piece with the highest score. If the judge fails, of the piece that shares most words with the claim: the gate asks the
    same judge next, and marks the claim as unchecked."""
    numbers = range(1, len(evidence) + 1)
    try:
        return max(numbers, key=lambda n: judge.score(claim.body, evidence[n - 1].text))
    except Exception as e:
        log.warning("The judge %s failed while citing: %s", judge.name, e)
        words = meaning_words(claim.body)
        return max(numbers, key=lambda n: len(words & meaning_words(evidence[n - 1].text)))
