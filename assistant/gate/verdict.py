"""Gives a claim its verdict. The rules look for faults, and the judge scores the support. The evals call the same functions.

A claim that cannot be checked gets the verdict `unchecked`. The gate treats it like an unsupported claim.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, prod

from onrecord.assistant.answer import Verdict
from onrecord.assistant.claims import DraftedClaim
from onrecord.assistant.evidence import Evidence
from onrecord.assistant.gate.claim_pair import Pair
from onrecord.assistant.gate.evidence_pair import pair_with_evidence
from onrecord.assistant.gate.judges import Judge
from onrecord.assistant.gate.reported import find_unfit
from onrecord.assistant.gate.rules import RULES, Fault
from onrecord.assistant.gate.tuning import GATE_TUNING
from onrecord.assistant.gate.verbatim import is_whole_sentences
from onrecord.assistant.language import PRONOUNS
from onrecord.vectorstore.words import meaning_words

GATE_VERSION = "gate-7"
RULES_JUDGE = "rules"
JUDGE_FAILED = "unchecked: the judge failed"  # how the reason begins
CONTRADICTS = {
    "doubt-dropped",
    "number-not-in-source",
    "bound-changed",
    "bound-reversed",
    "exception-dropped",
    "figures-exchanged",
    "speaker-exchanged",
    "word-exchanged",
    "unit-changed",
    "roles-exchanged",
    "negation-changed",
    "speaker-changed",
}


@dataclass(frozen=True)
class Judgement:
    """A verdict with its reason.

    `score` (0…1) ranks claims. If a rule finds a fault, the fault decides the verdict and not the score. `judge` says who decided: "rules" or
    the name of the judge.
    """

    verdict: Verdict
    score: float
    reason: str
    judge: str = RULES_JUDGE


def check(pair: Pair, judge: Judge) -> Judgement:
    """Judge a claim only by the text it cites. If the judge fails, the claim is `unchecked` and does not pass."""
    faults = [f for rule in RULES if (f := rule(pair))]
    verbatim = is_whole_sentences(pair.claim, pair.source)
    try:
        support = 1.0 if verbatim else judge.score(pair.claim, pair.source)
    except Exception as e:  # any failure: an outage, a timeout, a reply without a verdict
        return Judgement("unchecked", 0.0, f"{JUDGE_FAILED} ({str(e).splitlines()[0] if str(e) else type(e).__name__})", judge.name)
    weights: Mapping[str, float] | None = None if verbatim else getattr(judge, "fault_log_odds", None)
    if weights and not (faults and pair.is_near_copy):  # each fault counts as far as that kind of fault has proved right; some decide alone
        score = round(probability_with_faults(support, [f.code for f in faults], weights_for(pair, weights)), 6)
        passes = score >= GATE_TUNING.read_threshold
    else:
        score = round(support * prod(GATE_TUNING.fault_penalty[f.code] for f in faults), 6)
        passes = not faults and support >= GATE_TUNING.support_threshold
    who = RULES_JUDGE if verbatim or (faults and not passes) else judge.name
    if passes:
        return Judgement("supported", score, "the cited text says this", who)
    if faults:
        contradicted = word_overlap(pair) >= GATE_TUNING.contradiction_overlap and any(f.code in CONTRADICTS for f in faults)
        return Judgement("contradicted" if contradicted else "unsupported", score, "; ".join(map(str, faults)), who)
    return Judgement("unsupported", score, "support-low: the cited text does not say this", who)


def weights_for(pair: Pair, weights: Mapping[str, float]) -> Mapping[str, float]:
    """The weights of the faults. An answer must credit what the archive has as somebody's statement, so there that fault decides alone."""
    return weights if pair.stored_statements is None else {**weights, "attribution-dropped": GATE_TUNING.served_attribution_log_odds}


def probability_with_faults(support: float, codes: Sequence[str], weights: Mapping[str, float]) -> float:
    """The judge's probability (0…1) after the log-odds of each fault are added."""
    return 1 / (1 + exp(-(log_odds(support) + sum(weights[c] for c in codes))))


def log_odds(probability: float) -> float:
    """Bounded, since a probability of 0 or 1 has none."""
    bounded = min(1 - 1e-6, max(1e-6, probability))
    return log(bounded / (1 - bounded))


def word_overlap(pair: Pair) -> float:
    """The share (0…1) of a claim's meaning words that the source has too."""
    words = meaning_words(pair.claim)
    return len(words & meaning_words(pair.source)) / len(words) if words else 0.0


def judge_claim(claim: DraftedClaim, evidence: Sequence[Evidence], judge: Judge) -> Judgement:
    """Judge a drafted claim by the evidence that it cites. Its citations are numbers of evidence from 1."""
    if unknown := [n for n in claim.cites if not 1 <= n <= len(evidence)]:
        return Judgement("unsupported", 0.0, f"unknown-citation: there is no source [{unknown[0]}]")
    if not claim.cites:
        return Judgement("unsupported", 0.0, "no-citation: nothing is cited")
    try:
        if claim.quotes:
            return judge_quote(claim, evidence[claim.cites[0] - 1])
        return check_served(claim, [evidence[n - 1] for n in claim.cites], judge)
    except Exception as e:  # after any failure, the claim must not pass
        return Judgement("unchecked", 0.0, f"unchecked: the gate could not read this claim ({type(e).__name__})")


def check_served(claim: DraftedClaim, cited: Sequence[Evidence], judge: Judge) -> Judgement:
    """Judge a chat model's claim. What is no complete sentence of its source must be fit to rest on it."""
    is_copy = any(is_whole_sentences(claim.body, e.text) for e in cited)
    if not is_copy and (fault := find_unfit(claim.body, cited)):
        return Judgement("unsupported", 0.0, str(fault))
    return check(pair_with_evidence(claim, cited), judge)


def judge_quote(claim: DraftedClaim, evidence: Evidence) -> Judgement:
    """Judge a quoting claim. Its sentence must be exactly the source's sentence, and its lead-in must name the speaker."""
    if claim.verbatim != evidence.text:
        return Judgement("unsupported", 0.0, str(Fault("quote-altered", "the sentence is not the source's own")))
    if evidence.speaker and not (evidence.names_speaker_itself or names_speaker(claim, evidence)):
        return Judgement("unsupported", 0.0, str(Fault("attribution-dropped", f"the lead-in does not name {evidence.speaker}")))
    return Judgement("supported", 1.0, "verbatim, with its speaker" if evidence.speaker else "verbatim")


def names_speaker(claim: DraftedClaim, evidence: Evidence) -> bool:
    """Whether the lead-in names the speaker. It need not repeat a bare pronoun that the quoted sentence has."""
    if evidence.speaker and evidence.speaker.lower() in PRONOUNS:
        return evidence.names_speaker_itself
    return (evidence.speaker or "").lower() in claim.lead_in.lower()
