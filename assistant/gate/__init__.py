"""The gate: every claim is judged against the text that it cites."""

from onrecord.assistant.gate.citing import cite
from onrecord.assistant.gate.claim_pair import Pair
from onrecord.assistant.gate.gate import GATE_VERSION, LEAVES, RULES_JUDGE, Gate, GatedClaim, Judgement, check, judge_claim
from onrecord.assistant.gate.judges import Judge, make_judge
from onrecord.assistant.gate.support import (
    ALIGNED,
    CLAIM_TOKENS,
    DEPTHS,
    GAP,
    MIDDLE,
    MODEL_NAME,
    SENTENCE_TOKENS,
    SENTENCES,
    SLOPE,
    WIDTH,
    Support,
    alignment,
    best_first,
    windows,
)

__all__ = [
    "ALIGNED",
    "CLAIM_TOKENS",
    "DEPTHS",
    "GAP",
    "GATE_VERSION",
    "LEAVES",
    "MIDDLE",
    "MODEL_NAME",
    "RULES_JUDGE",
    "SENTENCES",
    "SENTENCE_TOKENS",
    "SLOPE",
    "WIDTH",
    "Gate",
    "GatedClaim",
    "Judge",
    "Judgement",
    "Pair",
    "Support",
    "alignment",
    "best_first",
    "check",
    "cite",
    "judge_claim",
    "make_judge",
    "windows",
]
