"""Anybody's text through our gate: each sentence judged by the sources that come with it, or by what the archive holds."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, get_args

from onrecord.assistant.answer import Citation, Verdict
from onrecord.assistant.claims import DraftedClaim, split_claims
from onrecord.assistant.compose import citation
from onrecord.assistant.evidence import select_evidence
from onrecord.assistant.gate import Judgement, Pair, check, cite, judge_claim
from onrecord.assistant.question import MAX_CHARACTERS, rewrite_question
from onrecord.assistant.turn import HITS, Assistant
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.search import search, word_weights

NO_EVIDENCE = Judgement("unsupported", 0.0, "no-evidence: the archive holds nothing about this")


@dataclass(frozen=True)
class Checked:
    """A sentence with its verdict. `source` is the place, from 0, of the source that bears it out best; `citation` what the archive has."""

    text: str
    verdict: Verdict
    score: float
    reason: str
    judge: str
    source: int | None = None
    citation: Citation | None = None


def check_text(assistant: Assistant, text: str, sources: Sequence[str] = (), as_of: str | None = None) -> list[Checked]:
    """The sentences of `text` (the first eight), in order.

    Args:
        sources: texts to judge by. Without any, the archive is searched, as of the day `as_of` (ISO).

    Raises:
        BadInput: there is no sentence in it, or `as_of` is no day.
    """
    claims = split_claims(text)
    if not claims:
        raise BadInput("there is no sentence to check")
    with assistant.lock:
        return [by_sources(assistant, c, sources) if sources else by_archive(assistant, c, as_of) for c in claims]


def counted(checked: Sequence[Checked]) -> dict[str, Any]:
    """The sentences, and how many there are of each verdict."""
    return {"claims": [asdict(c) for c in checked]} | {verdict: sum(c.verdict == verdict for c in checked) for verdict in get_args(Verdict)}


def by_sources(assistant: Assistant, claim: DraftedClaim, sources: Sequence[str]) -> Checked:
    judged = [check(Pair(claim.body, source), assistant.judge) for source in sources]
    best = max(range(len(judged)), key=lambda i: (judged[i].verdict == "supported", judged[i].score))
    return made(claim, judged[best], source=best)


def by_archive(assistant: Assistant, claim: DraftedClaim, as_of: str | None) -> Checked:
    """What is looked for, chosen and judged as an answer's evidence is; markers in the text name nothing here."""
    question = rewrite_question(claim.body[:MAX_CHARACTERS], (), as_of)
    weights = word_weights(assistant.store, question.search_text)
    hits = search(assistant.store, question.query(weights=weights), HITS)
    evidence = select_evidence(assistant.store, question, weights, hits).evidence
    if not evidence:
        return made(claim, NO_EVIDENCE)
    bound = cite(DraftedClaim(claim.body, ()), evidence, assistant.judge)
    judged = judge_claim(bound, evidence, assistant.judge)
    return made(claim, judged, citation=citation(assistant.store.archive, 1, evidence[bound.cites[0] - 1]) if bound.cites else None)


def made(claim: DraftedClaim, judged: Judgement, source: int | None = None, citation: Citation | None = None) -> Checked:
    return Checked(claim.body, judged.verdict, judged.score, judged.reason, judged.judge, source, citation)
