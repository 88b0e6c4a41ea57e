"""Scorers: each reads one finished turn and returns a score in 0…1 with its explanation, or None: not judged."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Citation
from assistant.reading import read_statements
from assistant.rules import plain_quotes
from assistant.words import stems
from evals.cases import Case, Gold
from vectorstore.archive import Archive

QUOTED = re.compile(r"[“\"]([^“”\"]{2,}?)[”\"]")
SAME_SENTENCE = 0.8  # share of common words from which two gold quotes are copies of one sentence


@dataclass(frozen=True)
class Score:
    """`value` 1 is a pass, 0 a fail, between the two a share; `why` says what was seen."""

    value: float
    why: str = ""


@dataclass(frozen=True)
class Judged:
    """What a scorer needs: the case, where its gold stands, the answer, and the archive to check it against."""

    case: Case
    gold: Sequence[Gold]
    answer: Answer
    archive: Archive


def answered_right(j: Judged) -> Score | None:
    """An answer holds what the case expects. Where nothing can be answered, only abstaining is right; a false premise may
    also be met with the sentence that contradicts it."""
    abstained = j.answer.status == "abstained"
    if j.case.kind == "unanswerable":
        return Score(float(abstained), "" if abstained else "answered what no article answers")
    if j.case.kind == "false-premise" and (abstained or cited_gold(j)):
        return Score(1.0)
    if abstained:
        return Score(0.0, "abstained")
    if j.case.kind == "false-premise":
        return Score(0.0, "went along with a false premise")
    text = j.answer.text.lower()
    lacking = [g for g in j.case.expect if not any(s.lower() in text for s in g)]
    forbidden = [s for s in j.case.forbid if s.lower() in text]
    why = "; ".join([f"lacks {' or '.join(map(repr, g))}" for g in lacking] + [f"holds {s!r}" for s in forbidden])
    return Score(float(not why), why)


def citation_precision(j: Judged) -> Score | None:
    """Share of the citations that overlap a gold span."""
    if not j.gold or not j.answer.citations:
        return None
    hits = [any(overlaps(c, g) for g in j.gold) for c in j.answer.citations]
    return Score(sum(hits) / len(hits), f"{sum(hits)} of {len(hits)} citations are gold")


def citation_recall(j: Judged) -> Score | None:
    """Share of the gold sentences that are cited; copies of one wire sentence count once."""
    if not j.gold or not j.case.answerable:
        return None
    groups = same_sentences(j.gold)
    hits = [any(overlaps(c, g) for c in j.answer.citations for g in group) for group in groups]
    return Score(sum(hits) / len(hits), f"{sum(hits)} of {len(hits)} gold sentences are cited")


def attribution_kept(j: Judged) -> Score | None:
    """Share of the claims resting on somebody's statement, by the archive's own reading, that name the speaker; where the
    case names one and its gold is cited, that name must be in the answer too."""
    kept = []
    for claim in j.answer.claims:
        for c in (c for c in j.answer.citations if c.n in claim.citations):
            if owed := owed_speakers(j.archive, c):
                kept.append(any(set(stems(s)) & set(stems(claim.text)) for s in owed))
    if j.case.speaker and cited_gold(j):
        kept.append(j.case.speaker.split()[-1].lower() in j.answer.text.lower())
    return Score(sum(kept) / len(kept), f"{sum(kept)} of {len(kept)} keep their speaker") if kept else None


def quotes_verbatim(j: Judged) -> Score | None:
    """Every citation is in the archive to the letter, and whatever a claim puts in quotation marks is in what it cites."""
    if not j.answer.citations:
        return None
    for c in j.answer.citations:
        if j.archive.article(c.article_id, c.version).text[c.start : c.end] != c.cited_text:
            return Score(0.0, f"[{c.n}] is not what the archive holds")
    for claim in j.answer.claims:
        source = plain_quotes(" ".join(c.cited_text for c in j.answer.citations if c.n in claim.citations))
        if altered := [q for q in QUOTED.findall(claim.text) if plain_quotes(re.sub(r" \[[^\]]*\]", "", q)) not in source]:
            return Score(0.0, f"“{altered[0]}” is not in the cited text")
    return Score(1.0)


def abstained_rightly(j: Judged) -> Score | None:
    """Of what no article answers: abstained."""
    return Score(float(j.answer.status == "abstained")) if j.case.kind == "unanswerable" else None


def abstained_wrongly(j: Judged) -> Score | None:
    """Of what the articles answer: abstained. The less the better."""
    return Score(float(j.answer.status == "abstained")) if j.case.answerable else None


SCORERS: dict[str, Callable[[Judged], Score | None]] = {
    f.__name__: f
    for f in (answered_right, citation_precision, citation_recall, attribution_kept, quotes_verbatim, abstained_rightly, abstained_wrongly)
}
LESS_IS_BETTER = {"abstained_wrongly"}


def overlaps(c: Citation, g: Gold) -> bool:
    return (c.article_id, c.version) == (g.article_id, g.version) and c.start < g.end and g.start < c.end


def cited_gold(j: Judged) -> bool:
    return any(overlaps(c, g) for c in j.answer.citations for g in j.gold)


def same_sentences(gold: Sequence[Gold]) -> list[list[Gold]]:
    groups: list[list[Gold]] = []
    for g in gold:
        words = set(stems(g.quote))
        for group in groups:
            other = set(stems(group[0].quote))
            if len(words & other) >= SAME_SENTENCE * min(len(words), len(other)):
                group.append(g)
                break
        else:
            groups.append([g])
    return groups


def owed_speakers(archive: Archive, citation: Citation) -> list[str]:
    """Whom the article credits with more than half of the cited text, as written and as resolved."""
    article = archive.article(citation.article_id, citation.version)
    owed = []
    for s in read_statements(archive, article):
        shared = min(s.content.end, citation.end) - max(s.content.start, citation.start)
        if s.speaker and 2 * shared > citation.end - citation.start:
            owed += [article.text[s.speaker.start : s.speaker.end], s.speaker_name or ""]
    return owed
