"""The gate judges every claim by the text that it cites."""

from onrecord.assistant.gate.citing import cite
from onrecord.assistant.gate.claim_pair import Pair
from onrecord.assistant.gate.facts import split_facts
from onrecord.assistant.gate.gate import Gate, GatedClaim
from onrecord.assistant.gate.judges import LOCAL_JUDGES, AskedOnce, Judge, ReaderJudge, make_judge
from onrecord.assistant.gate.reported import speaks_to_reader
from onrecord.assistant.gate.settle import LEFT_OPEN, Settled, settle
from onrecord.assistant.gate.support import DEPTHS, MODEL_NAME, WIDTH, Support, alignment, best_first, probability, windows
from onrecord.assistant.gate.tuning import GATE_TUNING
from onrecord.assistant.gate.verdict import GATE_VERSION, JUDGE_FAILED, RULES_JUDGE, Judgement, check, judge_claim, log_odds, probability_with_faults

__all__ = [
    "DEPTHS",
    "GATE_TUNING",
    "GATE_VERSION",
    "JUDGE_FAILED",
    "LEFT_OPEN",
    "LOCAL_JUDGES",
    "MODEL_NAME",
    "RULES_JUDGE",
    "WIDTH",
    "AskedOnce",
    "Gate",
    "GatedClaim",
    "Judge",
    "Judgement",
    "Pair",
    "ReaderJudge",
    "Settled",
    "Support",
    "alignment",
    "best_first",
    "check",
    "cite",
    "judge_claim",
    "log_odds",
    "make_judge",
    "probability",
    "probability_with_faults",
    "settle",
    "speaks_to_reader",
    "split_facts",
    "windows",
]
