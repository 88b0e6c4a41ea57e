"""Finds the sentences that contradict the chosen ones, or that give an earlier or later figure for the same thing."""

from collections.abc import Sequence

from onrecord.assistant.evidence.choose import states_same_fact
from onrecord.assistant.evidence.conflicts import find_difference
from onrecord.assistant.evidence.model import Evidence, Scored
from onrecord.assistant.evidence.polarity import DISPUTES, is_negated
from onrecord.assistant.evidence.tuning import EVIDENCE_TUNING as TUNING
from onrecord.assistant.language import find_figures
from onrecord.assistant.question import Question
from onrecord.vectorstore.archive import fold

ACCOUNTS = ("summary", "timeline", "latest")  # kinds of questions whose answers tell the earlier figures by themselves


def may_contradict(scored: Sequence[Scored], chosen: Sequence[Scored]) -> list[Scored]:
    """The sentences that are not chosen and nearly as good by words, or that the reader finds an answer in, and neighbours of the chosen ones."""
    best_by_words = max(s.by_words for s in scored)
    best_read = max((s.parts.get("sentence_read", 0.0) for s in chosen), default=0.0)
    left = [s for s in scored if s not in chosen]
    rivals = [
        s
        for s in left
        if s.parts.get("sentence_read", 0.0) >= best_read - TUNING.max_rival_read_gap
        and (s.by_words >= best_by_words - TUNING.max_rival_gap or s.parts.get("sentence_read", -TUNING.max_read_logit) >= TUNING.min_rival_read)
    ]
    beside = [s for s in left if s not in rivals and any(is_beside(s, c) for c in chosen) and may_be_side(s.sentence.text)]
    return [*rivals, *beside[: TUNING.max_neighbours]]


def is_beside(one: Scored, other: Scored) -> bool:
    a, b = one.sentence, other.sentence
    return a.hit.article.article_id == b.hit.article.article_id and max(a.start, b.start) - min(a.end, b.end) <= TUNING.max_distance


def may_be_side(text: str) -> bool:
    """Whether a sentence has what one side of a dispute has: a figure, a negation, or words that dispute."""
    return is_negated(text) or bool(DISPUTES.search(text)) or bool(find_figures(text))


def add_other_sides(question: Question, evidence: Sequence[Evidence], rivals: Sequence[Evidence]) -> list[Evidence]:
    """The evidence, with a contradicting sentence after the one that it contradicts, and with sentences that have an earlier or later figure."""
    both = list(evidence)
    disputing = replaced = 0
    for rival in rivals:
        if any(fold(rival.text) == fold(e.text) for e in both):
            continue  # a copy of the story
        found = next(((e, kind) for e in evidence if (kind := find_difference(question, e, rival))), None)
        if found is None:
            continue
        opposed, kind = found
        if kind in ("superseded", "corrected"):
            replaced += 1
            if replaced <= TUNING.max_replaced and question.kind not in ACCOUNTS:
                both.append(rival)
        elif disputing < TUNING.max_rivals and not any(states_same_fact(rival.text, e.text) for e in both if e is not opposed):
            both.insert(both.index(opposed) + 1, rival)
            disputing += 1
    return both
