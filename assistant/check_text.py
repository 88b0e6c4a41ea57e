"""Checks any text with the gate. Each sentence is compared with the given sources, or with the archive if no sources are given."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, get_args

from onrecord.assistant.answer import Citation, Verdict
from onrecord.assistant.claims import DraftedClaim, split_claims
from onrecord.assistant.compose import make_citation
from onrecord.assistant.evidence import select_evidence
from onrecord.assistant.gate import AskedOnce, Judgement, Pair, check, cite, judge_claim
from onrecord.assistant.question import MAX_CHARACTERS, rewrite_question
from onrecord.assistant.turn import HITS, Assistant
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.search import search, word_weights

NO_EVIDENCE = Judgement("unsupported", 0.0, "no-evidence: the archive has nothing about this")


@dataclass(frozen=True)
class Checked:
    """A sentence with its verdict.

    `source` is the index, from 0, of the given source that supports it best. `citation` is set if the archive was searched instead.
    """

    text: str
    verdict: Verdict
    score: float
    reason: str
    judge: str
    source: int | None = None
    citation: Citation | None = None


def check_text(assistant: Assistant, text: str, sources: Sequence[str] = (), as_of: str | None = None) -> list[Checked]:
    """Verdicts for the first eight sentences of `text`, in order.

    Args:
        sources: texts to compare with. Without any, the archive is searched.
        as_of: ISO date. Articles published later are not searched. Default: today.

    Raises:
        BadInput: `text` has no sentence, or `as_of` is not a date.
    """
    claims = split_claims(text)
    if not claims:
        raise BadInput("the text has no sentence to check")
    assistant = replace(assistant, judge=AskedOnce(assistant.judge, assistant.lock))
    with assistant.lock:
        return [check_by_sources(assistant, c, sources) if sources else check_by_archive(assistant, c, as_of) for c in claims]


def report_verdicts(checked: Sequence[Checked]) -> dict[str, Any]:
    """The checked sentences under `claims`, and the number of sentences with each verdict under the verdict's name."""
    return {"claims": [asdict(c) for c in checked]} | {verdict: sum(c.verdict == verdict for c in checked) for verdict in get_args(Verdict)}


def check_by_sources(assistant: Assistant, claim: DraftedClaim, sources: Sequence[str]) -> Checked:
    judged = [check(Pair(claim.body, source), assistant.judge) for source in sources]
    best = max(range(len(judged)), key=lambda i: (judged[i].verdict == "supported", judged[i].score))
    return to_checked(claim, judged[best], source=best)


def check_by_archive(assistant: Assistant, claim: DraftedClaim, as_of: str | None) -> Checked:
    """Find and select evidence as for an answer, and judge the claim by it. [n] markers in the text are ignored, because here are no numbered sources."""
    question = rewrite_question(claim.body[:MAX_CHARACTERS], (), as_of)
    weights = word_weights(assistant.store, question.search_text)
    hits = search(assistant.store, question.query(weights=weights), HITS)
    evidence = select_evidence(assistant.store, question, weights, hits).evidence
    if not evidence:
        return to_checked(claim, NO_EVIDENCE)
    bound = cite(DraftedClaim(claim.body, ()), evidence, assistant.judge)
    judged = judge_claim(bound, evidence, assistant.judge)
    return to_checked(claim, judged, citation=make_citation(assistant.store.archive, 1, evidence[bound.cites[0] - 1]) if bound.cites else None)


def to_checked(claim: DraftedClaim, judged: Judgement, source: int | None = None, citation: Citation | None = None) -> Checked:
    return Checked(claim.body, judged.verdict, judged.score, judged.reason, judged.judge, source, citation)
