"""The last stage: gated claims become an answer with numbered, verbatim citations."""

from collections.abc import Sequence

from assistant.answer import Answer, Citation, Claim, Conflict, GateFigures, Side
from assistant.conflicts import Disagreement
from assistant.evidence import Evidence, Selection
from assistant.gate import GATE_VERSION, RULES_JUDGE, GatedClaim
from assistant.question import Question
from assistant.sources import independent_sources
from vectorstore.archive import Archive
from vectorstore.copies import stories
from vectorstore.errors import OnRecordError
from vectorstore.records import Article

DIFFER = "The sources differ."
NOTES = {kind: "(differs from {})" for kind in ("number", "negation", "denial")} | {"superseded": "(an earlier figure, superseded by {})"}
ABSTAINED = "The articles in this archive do not answer that."


def compose_answer(
    archive: Archive,
    question: Question,
    selection: Selection,
    gated: Sequence[GatedClaim],
    timings_ms: dict[str, float],
) -> Answer:
    """Number the citations in the order of their use. With no claim left, the answer says that the articles don't say."""
    evidence = selection.evidence
    served = [g for g in gated if g.claim]
    numbers = {c: n for n, c in enumerate(dict.fromkeys(c for g in served if g.claim for c in g.claim.cites), 1)}
    citations = tuple(citation(archive, n, evidence[c - 1]) for c, n in numbers.items())
    claims = tuple(served_claim(g, evidence, numbers) for g in served)
    conflicts = served_conflicts(selection, served, numbers)
    cited = [evidence[c - 1].article for c in numbers]
    days = sorted(c.published_at for c in citations if c.published_at)
    return Answer(
        question=question.text,
        status="abstained" if not claims else "trimmed" if len(served) < len(gated) else "served",
        text=prose(claims, conflicts) or abstention(selection.nearest),
        claims=claims,
        citations=citations,
        conflicts=conflicts,
        independent_sources=independent_sources(cited, stories(archive, [a.article_id for a in cited])),
        gate=figures(gated, timings_ms.get("gate", 0.0)),
        as_of=question.as_of,
        newest=days[-1] if days else None,
        oldest=days[0] if days else None,
        timings_ms=timings_ms,
    )


def abstention(nearest: Sequence[Article]) -> str:
    """That the articles do not answer, and what they hold instead, by headline and day."""
    named = "; ".join(f"“{a.title}” ({a.published_at[:10] if a.published_at else 'undated'})" for a in nearest)
    return f"{ABSTAINED} Nearest in the archive: {named}." if named else ABSTAINED


def served_conflicts(selection: Selection, served: Sequence[GatedClaim], numbers: dict[int, int]) -> tuple[Conflict, ...]:
    """Served claims whose evidence differs: for those that quote it, and for those that rest on one piece of it alone."""
    rests_on = [g.claim.cites[0] - 1 if g.claim and len(g.claim.cites) == 1 else None for g in served]
    places = {e: i for i, e in reversed(list(enumerate(rests_on))) if e is not None}
    return tuple(
        Conflict(d.kind, (places[d.first], places[d.second]), sides(d, selection.evidence, numbers))
        for d in selection.disagreements
        if d.first in places and d.second in places
    )


def sides(found: Disagreement, evidence: Sequence[Evidence], numbers: dict[int, int]) -> tuple[Side, Side]:
    """Two sentences, or the words of two speakers in one."""
    one, other = (evidence[i] for i in (found.first, found.second))
    if found.within is None:
        return Side(one.speaker, one.text, numbers[found.first + 1]), Side(other.speaker, other.text, numbers[found.second + 1])
    first, second = (Side(s.speaker_name, without_that(one.article.text[s.content.start : s.content.end]), numbers[found.first + 1]) for s in found.within)
    return first, second


def without_that(content: str) -> str:
    return content.removeprefix("that ")


def prose(claims: Sequence[Claim], conflicts: Sequence[Conflict]) -> str:
    """The claims with their markers, a line each; what differs or is superseded says so."""
    lines = []
    for i, claim in enumerate(claims):
        notes = [note(c, claims) for c in conflicts if c.claims[1] == i]
        lines.append(" ".join([claim.text, "".join(f"[{n}]" for n in claim.citations), *dict.fromkeys(notes)]))
    if any(c.kind != "superseded" for c in conflicts):
        lines.insert(0, DIFFER)
    return "\n".join(lines)


def note(conflict: Conflict, claims: Sequence[Claim]) -> str:
    first, second = conflict.claims
    if first == second:
        return f"({' and '.join(side.speaker or 'another' for side in conflict.sides)} differ)"
    return NOTES[conflict.kind].format("".join(f"[{n}]" for n in claims[first].citations))


def served_claim(gated: GatedClaim, evidence: Sequence[Evidence], numbers: dict[int, int]) -> Claim:
    """A repaired claim carries the verdict of the quotation that took its place, and the reason why it had to."""
    assert gated.claim is not None
    first = evidence[gated.claim.cites[0] - 1]
    repaired = gated.outcome == "repaired"
    return Claim(
        text=gated.claim.text,
        speaker=first.speaker,
        speaker_role=first.speaker_role,
        cue=first.cue,
        verdict="supported" if repaired else gated.judgement.verdict,
        score=1.0 if repaired else gated.judgement.score,
        reason=f"replaced by its source ({gated.judgement.reason})" if repaired else gated.judgement.reason,
        judge=RULES_JUDGE if repaired else gated.judgement.judge,
        citations=tuple(numbers[c] for c in gated.claim.cites),
    )


def citation(archive: Archive, n: int, evidence: Evidence) -> Citation:
    """Raises OnRecordError when the archive does not hold these very words at this place: then nothing is served."""
    article = archive.article(evidence.article.article_id, evidence.article.version)
    text = article.text[evidence.start : evidence.end]
    if text != evidence.text:
        raise OnRecordError(f"article {article.article_id} does not hold the cited words; run `onrecord rebuild`")
    return Citation(
        n=n,
        article_id=article.article_id,
        version=article.version,
        title=article.title,
        url=article.url,
        publisher=article.publisher,
        published_at=article.published_at,
        start=evidence.start,
        end=evidence.end,
        cited_text=text,
    )


def figures(gated: Sequence[GatedClaim], ms: float) -> GateFigures:
    def count(outcome: str) -> int:
        return sum(g.outcome == outcome for g in gated)

    unchecked = sum(g.judgement.verdict == "unchecked" for g in gated)
    return GateFigures(len(gated), count("passed"), count("repaired"), count("dropped"), unchecked, GATE_VERSION, ms)
