"""Checks any text with the gate. Each sentence is compared with the given sources, or with the archive if no sources are given."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, get_args

from onrecord.assistant.answer import Citation, Verdict
from onrecord.assistant.answer_text import AnswerPart, nfc, read_claims
from onrecord.assistant.claims import MAX_CLAIMS, DraftedClaim
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
    """A sentence with its verdict. `read_as` is what was judged: the sentence, completed and with its pronouns resolved; empty if it tells nothing.

    `source` is the index, from 0, of the given source that supports it best. `citation` is set if the archive was searched instead.
    """

    text: str
    verdict: Verdict
    score: float
    reason: str
    judge: str
    source: int | None = None
    citation: Citation | None = None
    read_as: str = ""


def check_text(assistant: Assistant, text: str, sources: Sequence[str] = (), as_of: str | None = None) -> list[Checked]:
    """Verdicts for the first eight claims of `text`, in order: sentences, list items and table rows. A refusal and another language are `unchecked`.

    Args:
        sources: texts to compare with. Without any, the archive is searched.
        as_of: ISO date. Articles published later are not searched. Default: today.

    Raises:
        BadInput: `text` has no sentence, or `as_of` is not a date.
    """
    claims = read_claims(text)[:MAX_CLAIMS]
    if not claims:
        raise BadInput("the text has no sentence to check")
    assistant = replace(assistant, judge=AskedOnce(assistant.judge, assistant.lock))
    with assistant.lock:
        return [check_part(assistant, c, [nfc(s) for s in sources], as_of) for c in claims]


def report_verdicts(checked: Sequence[Checked]) -> dict[str, Any]:
    """The checked sentences under `claims`, and the number of sentences with each verdict under the verdict's name."""
    return {"claims": [asdict(c) for c in checked]} | {verdict: sum(c.verdict == verdict for c in checked) for verdict in get_args(Verdict)}


def check_part(assistant: Assistant, part: AnswerPart, sources: Sequence[str], as_of: str | None) -> Checked:
    if reason := part.unjudged:
        return to_checked(part, Judgement("unchecked", 0.0, reason))
    return check_by_sources(assistant, part, sources) if sources else check_by_archive(assistant, part, as_of)


def check_by_sources(assistant: Assistant, claim: AnswerPart, sources: Sequence[str]) -> Checked:
    judged = [check(Pair(claim.read_by(sources), source), assistant.judge) for source in sources]
    best = max(range(len(judged)), key=lambda i: (judged[i].verdict == "supported", judged[i].score))
    return to_checked(claim, judged[best], source=best)


def check_by_archive(assistant: Assistant, claim: AnswerPart, as_of: str | None) -> Checked:
    """Find and select evidence as for an answer, and judge the claim by it. [n] markers in the text are ignored, because here are no numbered sources."""
    question = rewrite_question(claim.told[:MAX_CHARACTERS], (), as_of)
    weights = word_weights(assistant.store, question.search_text)
    hits = search(assistant.store, question.query(weights=weights), HITS)
    evidence = select_evidence(assistant.store, question, weights, hits).evidence
    if not evidence:
        return to_checked(claim, NO_EVIDENCE)
    bound = cite(DraftedClaim(claim.told, ()), evidence, assistant.judge)
    judged = judge_claim(bound, evidence, assistant.judge)
    return to_checked(claim, judged, citation=make_citation(assistant.store.archive, 1, evidence[bound.cites[0] - 1]) if bound.cites else None)


def to_checked(claim: AnswerPart, judged: Judgement, source: int | None = None, citation: Citation | None = None) -> Checked:
    return Checked(claim.text, judged.verdict, judged.score, judged.reason, judged.judge, source, citation, claim.told)
