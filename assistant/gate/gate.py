"""The gate: no sentence is served before it has a verdict from here. The evals call the same functions.

supported → served; else replaced by the quoted source sentence with its attribution; else dropped. Fails closed: what
cannot be checked is `unchecked` and is treated like a failure.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from math import prod
from typing import Literal

from onrecord.assistant.answer import Verdict
from onrecord.assistant.attribution import Span, Statement
from onrecord.assistant.claims import DraftedClaim
from onrecord.assistant.evidence import Evidence
from onrecord.assistant.gate.claim_pair import Pair
from onrecord.assistant.gate.judges import Judge
from onrecord.assistant.gate.rules import RULES, Fault, words_shared
from onrecord.assistant.language import PRONOUNS, long_day

GATE_VERSION = "gate-4"
RULES_JUDGE = "rules"
SAME_MATTER = 0.6  # share of a claim's words in the source, from which a fault contradicts it and is not merely lacking
OPENING, CLOSING = "\"“‘", "\"”’"
SUPPORTED = 0.5  # of the support score, for a claim in which no rule found a fault

# How much of a claim's score a fault leaves, as seen on falke, fib and xsumfaith: a swapped name or number is nearly
# always wrong there, while a right summary often drops a "police said" or words a negation otherwise.
LEAVES = {
    "name-not-in-source": 0.1,
    "number-not-in-source": 0.1,
    "date-not-in-source": 0.1,
    "word-exchanged": 0.1,
    "unit-changed": 0.25,
    "roles-exchanged": 0.5,
    "quote-altered": 0.5,
    "bound-changed": 0.5,
    "doubt-dropped": 0.25,
    "negation-changed": 0.8,
    "modality-changed": 0.8,
    "chain-shortened": 0.9,
    "speaker-changed": 0.8,
    "attribution-dropped": 0.9,
}
CONTRADICTS = {"doubt-dropped", "number-not-in-source", "bound-changed", "word-exchanged", "unit-changed", "roles-exchanged", "negation-changed", "speaker-changed"}


@dataclass(frozen=True)
class Judgement:
    """A verdict, the gate's whole judgement as a score in 0…1 that ranks, the reason in words, and who judged: the rules, or
    the judge by its name."""

    verdict: Verdict
    score: float
    reason: str
    judge: str = RULES_JUDGE


@dataclass(frozen=True)
class GatedClaim:
    """A claim after the gate: `drafted` as it came, `claim` as it is served (None where it was dropped)."""

    drafted: DraftedClaim
    claim: DraftedClaim | None
    judgement: Judgement
    outcome: Literal["passed", "repaired", "dropped"]


def check(pair: Pair, judge: Judge) -> Judgement:
    """Judge a claim against the text it cites, and nothing else. What cannot be judged is unchecked, never a pass."""
    faults = [f for rule in RULES if (f := rule(pair))]
    verbatim = is_whole_sentences(pair)
    try:
        score = 1.0 if verbatim else judge.score(pair.claim, pair.source)
    except Exception as e:  # an outage, a timeout, a model that makes no sense: whatever broke
        return Judgement("unchecked", 0.0, f"unchecked: the judge failed ({str(e).splitlines()[0] if str(e) else type(e).__name__})", judge.name)
    who = RULES_JUDGE if faults or verbatim else judge.name
    whole = round(score * prod(LEAVES[f.code] for f in faults), 6)
    if faults:
        contradicted = words_shared(pair) >= SAME_MATTER and any(f.code in CONTRADICTS for f in faults)
        return Judgement("contradicted" if contradicted else "unsupported", whole, "; ".join(map(str, faults)), who)
    if score < SUPPORTED:
        return Judgement("unsupported", whole, "support-low: the cited text does not say this", who)
    return Judgement("supported", whole, "the cited text says this", who)


def is_whole_sentences(pair: Pair) -> bool:
    """Whether a claim is one or more of the source's sentences to the letter: a piece of one may leave out what turns its sense."""
    claim = pair.claim.strip()
    start = pair.source.find(claim)
    if start < 0 or not claim:
        return False
    starts, ends = sentence_bounds(pair.source)
    return start in starts and start + len(claim) in ends


@lru_cache(maxsize=256)
def sentence_bounds(source: str) -> tuple[frozenset[int], frozenset[int]]:
    """Where sentences begin and end, with and without their quotation marks and the stop at the end of a line."""
    from nupunkt import sent_spans

    starts, ends, at = set[int](), set[int](), 0
    for line in source.splitlines(keepends=True):
        for s, e in sent_spans(line) if line.strip() else ():
            text = line[s:e]
            first, last = at + s + len(text) - len(text.lstrip()), at + s + len(text.rstrip())
            inner = text.strip()
            starts |= {first, first + len(inner) - len(inner.lstrip(OPENING))}
            ends |= {last, last - (len(inner) - len(inner.rstrip(CLOSING)))}
        at += len(line)
    return frozenset(starts), frozenset(ends)


class Gate:
    """Judges the claims of one answer, one after the other. What fails is repaired by its source or dropped; nothing is said twice."""

    def __init__(self, evidence: Sequence[Evidence], judge: Judge, repair: Callable[[Evidence, int], DraftedClaim]) -> None:
        """Args: repair: quotes a piece of evidence, with its number, in place of a claim that failed."""
        self._evidence, self._judge, self._repair = evidence, judge, repair
        self._quoted: set[int] = set()  # evidence, from 1
        self._served: set[str] = set()

    def gate(self, claim: DraftedClaim) -> GatedClaim:
        done = self._pass_or_repair(claim)
        if done.claim and done.claim.verbatim in self._served:
            done = GatedClaim(claim, None, Judgement("unsupported", 0.0, "repeated: the answer says this already"), "dropped")
        self._served.update([done.claim.verbatim] if done.claim else [])
        if done.claim and done.claim.lead_in:
            self._quoted.update(done.claim.cites)
        return done

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


def judge_claim(claim: DraftedClaim, evidence: Sequence[Evidence], judge: Judge) -> Judgement:
    if unknown := [n for n in claim.cites if not 1 <= n <= len(evidence)]:
        return Judgement("unsupported", 0.0, f"unknown-citation: there is no source [{unknown[0]}]")
    if not claim.cites:
        return Judgement("unsupported", 0.0, "no-citation: nothing is cited")
    try:
        if claim.lead_in:
            return judge_quote(claim, evidence[claim.cites[0] - 1])
        return check(pair_of(claim, [evidence[n - 1] for n in claim.cites]), judge)
    except Exception as e:  # fails closed, whatever broke: never a pass
        return Judgement("unchecked", 0.0, f"unchecked: the gate could not read this claim ({type(e).__name__})")


def judge_quote(claim: DraftedClaim, evidence: Evidence) -> Judgement:
    """A quoting claim: the sentence is the source's to the letter, and the lead-in names whom the source credits."""
    if claim.verbatim != evidence.text:
        return Judgement("unsupported", 0.0, str(Fault("quote-altered", "the sentence is not the source's own")))
    if evidence.speaker and not (evidence.names_speaker_itself or names_speaker(claim, evidence)):
        return Judgement("unsupported", 0.0, str(Fault("attribution-dropped", f"the lead-in does not name {evidence.speaker}")))
    return Judgement("supported", 1.0, "verbatim, with its speaker" if evidence.speaker else "verbatim")


def names_speaker(claim: DraftedClaim, evidence: Evidence) -> bool:
    """Whether the lead-in names the speaker; a bare pronoun is left to the quoted sentence, which holds it."""
    if evidence.speaker and evidence.speaker.lower() in PRONOUNS:
        return evidence.names_speaker_itself
    return (evidence.speaker or "").lower() in claim.lead_in.lower()


def pair_of(claim: DraftedClaim, cited: Sequence[Evidence]) -> Pair:
    """The claim beside the sentences it cites, with what their articles say of who said them."""
    source, said = "", []
    for e in cited:
        if e.statement:
            said.append(moved(e.statement, e, len(source)))
        source += e.text + "\n"
    known = "\n".join(f"{e.speaker or ''} {e.article.publisher or ''} {dated(e)} {e.article.title}" for e in cited)
    days = {e.article.published_at[:10] for e in cited if e.article.published_at}
    return Pair(claim.body, source.rstrip("\n"), known, date.fromisoformat(days.pop()) if len(days) == 1 else None, tuple(said))


def moved(statement: Statement, evidence: Evidence, at: int) -> Statement:
    """A statement of an article in terms of the evidence put at `at`; a speaker named outside it stays by name only."""

    def to(span: Span | None) -> Span | None:
        return Span(span.start - evidence.start + at, span.end - evidence.start + at) if evidence.holds(span) and span else None

    start, end = max(statement.content.start, evidence.start), min(statement.content.end, evidence.end)
    content = Span(start - evidence.start + at, end - evidence.start + at)
    return replace(statement, content=content, speaker=to(statement.speaker), cue=to(statement.cue), speaker_name=evidence.speaker)


def dated(evidence: Evidence) -> str:
    return long_day(evidence.article.published_at) if evidence.article.published_at else ""
