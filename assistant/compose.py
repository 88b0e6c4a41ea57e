"""The last stage. It adds one gated claim after the other to an answer, with numbered, verbatim citations.

A composed part never changes. So a stream and the complete answer have the same text.
"""

from collections.abc import Mapping, Sequence

from onrecord.assistant.answer import Answer, Citation, Claim, Conflict, Earlier, GateFigures, Headline, Nearest, Part, Side, Status
from onrecord.assistant.claims import DraftedClaim
from onrecord.assistant.evidence import Disagreement, Evidence, Replaced, Selection, count_independent_sources, differing_answers, unit_of_difference
from onrecord.assistant.gate import GATE_VERSION, RULES_JUDGE, GatedClaim
from onrecord.assistant.headline import make_headline, render_headline
from onrecord.assistant.premise import correct_premise, doubt_premise
from onrecord.assistant.question import Question
from onrecord.assistant.reader import Reader
from onrecord.assistant.wording import (
    DIFFER,
    abstention_text,
    age_notice,
    conflict_note,
    name_searched,
    render_earlier,
    render_line,
    respelling_notice,
)
from onrecord.vectorstore.archive import Archive, count_articles, stories
from onrecord.vectorstore.errors import OnRecordError


class Composer:
    """Composes one answer. Citations are numbered in the order of their use. `narrowed`: filters have left out articles."""

    def __init__(self, archive: Archive, question: Question, selection: Selection, reader: Reader | None = None, narrowed: bool = False) -> None:
        self._archive, self._question, self._selection, self._reader, self._narrowed = archive, question, selection, reader, narrowed
        self._gated: list[GatedClaim] = []
        self._claims: list[Claim] = []
        self._citations: list[Citation] = []
        self._conflicts: dict[Disagreement, Conflict] = {}
        self._earlier: list[Earlier] = []
        self._told: list[Replaced] = []  # what is told in `_earlier`
        self._headline: Headline | None = None
        self._lines: list[str] = []
        self._numbers: dict[int, int] = {}  # number of the citation, by number of the evidence from 1
        self._claim_by_evidence: dict[int, int] = {}  # by index of the evidence: index of the first claim that cites only this evidence

    def add(self, gated: GatedClaim) -> Part | None:
        """The part that a gated claim adds to the answer; None if the claim was dropped."""
        self._gated.append(gated)
        if gated.claim is None:
            return None
        citations = self._cite(gated.claim.cites)
        claim = served_claim(gated, self._selection.evidence, self._numbers)
        self._claims.append(claim)
        earlier: list[Earlier] = []
        if len(gated.claim.cites) == 1 and gated.claim.cites[0] - 1 not in self._claim_by_evidence:
            self._claim_by_evidence[gated.claim.cites[0] - 1] = len(self._claims) - 1
            earlier = self._replaced_by(gated.claim.cites[0] - 1, citations)
        differed_before = bool(self._conflicts)
        conflicts = self._new_conflicts()
        notes = [conflict_note(c, self._claims) for c in conflicts]
        headline = self._make_headline(gated.claim, claim) if len(self._claims) == 1 and not conflicts else None
        lines = [
            *([render_headline(headline)] if headline else []),
            *([DIFFER] if conflicts and not differed_before else []),
            render_line(claim, notes),
            *render_earlier(earlier, self._question.as_of),
        ]
        self._lines += lines
        return Part("\n".join(lines), headline, claim, tuple(citations), tuple(conflicts), tuple(earlier))

    def _make_headline(self, drafted: DraftedClaim, claim: Claim) -> Headline | None:
        if drafted.quotes:
            self._headline = make_headline(self._question, self._selection.answering, drafted.cites[0] - 1, claim.citations[0], self._reader)
        return self._headline

    def answer(self, timings_ms: dict[str, float], drafted_by: str, *notices: str | None) -> Answer:
        """The complete answer. An answer without claims abstains and names the nearest articles."""
        cited = [self._selection.evidence[c - 1].article for c in self._numbers] + [r.evidence.article for r in self._told]
        days = sorted(c.published_at for c in self._citations if c.published_at)
        return Answer(
            question=self._question.text,
            question_kind=self._question.kind,
            status=self._status(),
            text="\n".join(self._lines) or self._question.reply or self._abstention(),
            headline=self._headline,
            claims=tuple(self._claims),
            citations=tuple(self._citations),
            conflicts=tuple(self._conflicts.values()),
            earlier=tuple(self._earlier),
            independent_sources=count_independent_sources(cited, stories(self._archive, [a.article_id for a in cited])),
            gate=count_outcomes(self._gated, timings_ms.get("gate", 0.0)),
            as_of=self._question.as_of,
            newest=days[-1] if days else None,
            oldest=days[0] if days else None,
            drafted_by=drafted_by,
            notice=" ".join(filter(None, [respelling_notice(self._question), self._doubt(), age_notice(self._archive, self._question), *notices])) or None,
            timings_ms=timings_ms,
            nearest=() if self._claims or self._question.reply else tuple(Nearest(a.article_id, a.version, a.title, a.publisher, a.published_at) for a in self._selection.nearest),
        )

    def _abstention(self) -> str:
        if self._claims:
            return ""
        correction = correct_premise(self._archive, self._question, self._selection, self._reader)
        return abstention_text(name_searched(count_articles(self._archive), self._narrowed), self._selection.nearest, self._question.as_of, correction)

    def _doubt(self) -> str:
        return doubt_premise(self._question, self._selection, self._reader) if self._claims else ""

    def _status(self) -> Status:
        if not self._claims:
            return "replied" if self._question.reply else "abstained"
        return "trimmed" if len(self._claims) < len(self._gated) else "served"

    def _cite(self, evidence: Sequence[int]) -> list[Citation]:
        """Add a citation for each piece of evidence that has none yet. Returns the added citations."""
        new = [c for c in dict.fromkeys(evidence) if c not in self._numbers]
        self._numbers |= {c: n for n, c in enumerate(new, len(self._citations) + 1)}
        added = [make_citation(self._archive, self._numbers[c], self._selection.evidence[c - 1]) for c in new]
        self._citations += added
        return added

    def _replaced_by(self, evidence: int, citations: list[Citation]) -> list[Earlier]:
        """The figures that this evidence replaces. A citation of each is added to those of the answer and to `citations`."""
        added = []
        for r in (r for r in self._selection.replaced if r.by == evidence):
            citation = make_citation(self._archive, len(self._citations) + 1, r.evidence)
            self._citations.append(citation)
            citations.append(citation)
            self._told.append(r)
            added.append(Earlier(r.kind, r.text, citation.published_at, len(self._claims) - 1, citation.n, r.figure.start, r.figure.end, r.standing, r.unit))
        self._earlier += added
        return added

    def _new_conflicts(self) -> list[Conflict]:
        """The conflicts that are complete now: for each side, the answer has a claim that cites only this evidence."""
        found = {
            d: Conflict(
                d.kind,
                (self._claim_by_evidence[d.first], self._claim_by_evidence[d.second]),
                conflict_sides(self._question, d, self._selection.evidence, self._numbers),
                unit_of_difference(self._question, d.kind, self._selection.evidence[d.first], self._selection.evidence[d.second]),
            )
            for d in self._selection.disagreements
            if d not in self._conflicts and d.first in self._claim_by_evidence and d.second in self._claim_by_evidence
        }
        self._conflicts |= found
        return list(found.values())


def conflict_sides(question: Question, found: Disagreement, evidence: Sequence[Evidence], numbers: Mapping[int, int]) -> tuple[Side, Side]:
    """The two sides: two sentences, or the words of two speakers in one sentence."""
    one, other = (evidence[i] for i in (found.first, found.second))
    if found.within is None:
        first_answer, second_answer = differing_answers(question, found.kind, one, other)
        return Side(one.speaker, one.text, numbers[found.first + 1], first_answer), Side(other.speaker, other.text, numbers[found.second + 1], second_answer)
    first, second = (
        Side(s.speaker_name, strip_that(one.article.text[s.content.start : s.content.end]), numbers[found.first + 1]) for s in found.within
    )
    return first, second


def strip_that(content: str) -> str:
    return content.removeprefix("that ")


def served_claim(gated: GatedClaim, evidence: Sequence[Evidence], numbers: Mapping[int, int]) -> Claim:
    """The claim in the answer. A repaired claim has the verdict of the quotation that replaced it, and the reason for the repair."""
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


def make_citation(archive: Archive, n: int, evidence: Evidence) -> Citation:
    """A citation of the evidence. Raises OnRecordError if the archive does not have the cited words at these offsets; then there is no answer."""
    article = archive.article(evidence.article.article_id, evidence.article.version)
    text = article.text[evidence.start : evidence.end]
    if text != evidence.text:
        raise OnRecordError(f"article {article.article_id} does not have the cited words; ask again, and if this is said again, ingest the article again or restore the archive from a backup")
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


def count_outcomes(gated: Sequence[GatedClaim], ms: float) -> GateFigures:
    def count(outcome: str) -> int:
        return sum(g.outcome == outcome for g in gated)

    unchecked = sum(g.judgement.verdict == "unchecked" for g in gated)
    return GateFigures(len(gated), count("passed"), count("repaired"), count("dropped"), unchecked, GATE_VERSION, ms)
