"""Who did it, where named sides accuse each other: the own claim of each side, and beside them what a newer report of somebody else finds."""

import re
from collections.abc import Callable, Sequence

from onrecord.assistant.attribution import PLAIN_STANCES
from onrecord.assistant.evidence.conflicts import answers_with_speaker
from onrecord.assistant.evidence.model import Evidence, Scored
from onrecord.assistant.evidence.tuning import EVIDENCE_TUNING as TUNING
from onrecord.assistant.evidence.voices import is_same_voice
from onrecord.assistant.question import Question
from onrecord.vectorstore.words import meaning_words

WHO_DID = re.compile(r"^\W*(?:(?:and|so|but) )?(?:who(?! (?:is|was|are|were|said|says|claimed|accused|blamed|denied)\b)|who (?:is|was) (?:to blame|behind|responsible)|which (?:side|country|army|party)|whose)\b", re.IGNORECASE)
MUTUAL = re.compile(
    r"\b(?:accus|blam)\w+ (?:each other|one another)\b|\b(?:trad|exchang|swap)\w+ (?:\w+ and )?(?:blame|accusations)\b|\beach (?:side |party )?(?:accus|blam)\w+ the other\b|\b(?:both|the two) (?:sides )?(?:accus|blam)\w+",
    re.IGNORECASE,
)
Make = Callable[[Scored], Evidence]


def find_accusations(question: Question, scored: Sequence[Scored], make: Make) -> list[Scored]:
    """The newer finding, if there is one, and the claims of two sides who name different culprits. Empty where no report says that they accuse each other.

    Args:
        make: the evidence of a sentence.
    """
    if question.kind != "fact" or not WHO_DID.match(question.resolved):
        return []
    best = [s for s in scored if s.span][: TUNING.accusing_sentences]
    mutual = [s for s in best if MUTUAL.search(s.sentence.text)]
    articles = {s.sentence.hit.article.article_id for s in mutual}
    claims = [(s, e) for s in best if s not in mutual and s.sentence.hit.article.article_id in articles and (e := make(s)).statement and names_culprit(question, s, e)]
    pairs = ((a, b) for n, a in enumerate(claims) for b in claims[n + 1 :] if oppose(question, a[1], b[1]))
    pair = next(pairs, None)
    if pair is None:
        return []
    sides = [e.speaker or "" for _, e in pair]
    day = max(e.article.published_at or "" for _, e in pair)
    found = (s for s in best if (s.sentence.hit.article.published_at or "") > day and is_finding(question, s, make(s), sides))
    return [*list(found)[:1], *(s for s, _ in pair)]


def names_culprit(question: Question, scored: Scored, evidence: Evidence) -> bool:
    """Whether a named speaker says who did it."""
    said = evidence.statement
    assert said is not None
    reads = scored.parts.get("sentence_read", -TUNING.max_read_logit) >= TUNING.min_accusing and scored.parts.get("span_read", 0.0) >= TUNING.min_accusing_span
    named = bool(evidence.speaker) and said.stance in PLAIN_STANCES and not answers_with_speaker(evidence)
    return reads and named and bool(culprit_of(question, evidence))


def culprit_of(question: Question, evidence: Evidence) -> set[str]:
    """The stems of the words of the likely answer, without those of the question."""
    likely = evidence.likely
    return meaning_words(evidence.article.text[likely.start : likely.end]) - meaning_words(question.text) if likely else set()


def oppose(question: Question, one: Evidence, other: Evidence) -> bool:
    """Whether two speakers name different culprits."""
    return not is_same_voice(one.speaker or "", other.speaker or "") and not culprit_of(question, one) & culprit_of(question, other)


def is_finding(question: Question, scored: Scored, evidence: Evidence, sides: Sequence[str]) -> bool:
    """Whether it is somebody else's account of the same: it has most words of the question."""
    foreign = not evidence.speaker or not any(is_same_voice(evidence.speaker, side) for side in sides)
    return foreign and scored.parts["coverage"] >= TUNING.finding_coverage and scored.parts.get("span_read", 0.0) >= TUNING.min_finding_span
