"""Builds the pair for the rules from a drafted claim and the evidence it cites."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from onrecord.assistant.attribution import Span, Statement
from onrecord.assistant.claims import DraftedClaim
from onrecord.assistant.evidence import Evidence
from onrecord.assistant.gate.claim_pair import Pair
from onrecord.assistant.language import long_day


def pair_with_evidence(claim: DraftedClaim, cited: Sequence[Evidence]) -> Pair:
    """The claim and its cited sentences, one per line, with the stored statements of their articles."""
    source, statements = "", []
    for e in cited:
        statements += [shift_statement(s, e, len(source)) for s in dict.fromkeys((*filter(None, [e.statement]), *e.said))]
        source += e.text + "\n"
    known = "\n".join(f"{e.speaker or ''} {e.article.publisher or ''} {published_day(e)} {e.article.title}" for e in cited)
    days = {e.article.published_at[:10] for e in cited if e.article.published_at}
    return Pair(claim.body, source.rstrip("\n"), known, date.fromisoformat(days.pop()) if len(days) == 1 else None, tuple(statements))


def shift_statement(statement: Statement, evidence: Evidence, offset: int) -> Statement:
    """A statement with spans in the pair's source instead of the article. In the pair's source, `evidence` starts at `offset`.

    A speaker or cue outside the evidence loses its span. The speaker's name is kept.
    """

    def shift(span: Span | None) -> Span | None:
        return Span(span.start - evidence.start + offset, span.end - evidence.start + offset) if evidence.holds(span) and span else None

    start, end = max(statement.content.start, evidence.start), min(statement.content.end, evidence.end)
    content = Span(start - evidence.start + offset, end - evidence.start + offset)
    return replace(statement, content=content, speaker=shift(statement.speaker), cue=shift(statement.cue), speaker_name=evidence.speaker if statement == evidence.statement else statement.speaker_name)


def published_day(evidence: Evidence) -> str:
    """The day in words, such as "4 March 2026"; "" for an undated article."""
    return long_day(evidence.article.published_at) if evidence.article.published_at else ""
