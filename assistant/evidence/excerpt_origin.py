"""Finds the evidence for the origin of a pasted excerpt: one sentence per article that contains it, the earliest article first."""

from collections.abc import Sequence

from onrecord.assistant.attribution import Span, read_statements
from onrecord.assistant.evidence.model import Selection, Sentence
from onrecord.assistant.evidence.select import credit_speaker
from onrecord.assistant.evidence.tuning import EVIDENCE_TUNING as TUNING
from onrecord.vectorstore.archive import find_excerpt, passage_of, shingles, words_of
from onrecord.vectorstore.model import Hit
from onrecord.vectorstore.store import Store


def search_excerpt(store: Store, excerpt: str, as_of: str) -> list[Hit]:
    """Passages that contain an excerpt, the earliest article first. Articles published after `as_of` are left out."""
    hits: list[Hit] = []
    for origin in find_excerpt(store.archive, excerpt):
        later = (origin.article.published_at or "")[:10] > as_of
        if not later and (passage := passage_of(store.archive, origin)):
            hits.append(Hit(passage, origin.article, origin.score, (("excerpt", len(hits) + 1),)))
    return hits


def select_origin(store: Store, excerpt: str, hits: Sequence[Hit]) -> Selection:
    """From each article, the sentence that shares most words with the excerpt, with its speaker."""
    evidence = []
    for hit in hits[: TUNING.max_origins]:
        start, end = best_sentence(excerpt, hit)
        evidence.append(credit_speaker(Sentence(hit, start, end), Span(start, end), read_statements(store.archive, hit.article), hit.score, {"excerpt": hit.score}))
    return Selection(tuple(evidence), max((h.score for h in hits), default=0.0))


def best_sentence(excerpt: str, hit: Hit) -> tuple[int, int]:
    wanted = set(shingles(words_of(excerpt)))
    return max(hit.passage.sentences, key=lambda s: len(wanted.intersection(shingles(words_of(hit.article.text[s[0] : s[1]])))))
