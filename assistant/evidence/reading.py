"""Has the reader read the best passages, and scores their sentences anew by what it finds in them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.assistant.attribution import Span
from onrecord.assistant.evidence.model import Scored, rank_sentences
from onrecord.assistant.evidence.tuning import EVIDENCE_TUNING as TUNING
from onrecord.assistant.reader import AnswerReading, Reader
from onrecord.vectorstore.model import Hit
from onrecord.vectorstore.store import Store

READ_PARTS = ("sentence_read", "span_read", "passage_read")


@dataclass(frozen=True)
class ReadSentences:
    """The sentences, best first, with `READ_PARTS` (logits) among the parts of their scores.

    `answers` is the best logit of a passage: whether it answers the question.
    """

    scored: tuple[Scored, ...]
    answers: float


def add_neighbours(store: Store, hits: Sequence[Hit]) -> list[Hit]:
    """The hits, with other passages of the best articles: the answer often stands far from the words that the question shares."""
    found = {h.passage.passage_id for h in hits}
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(hit.article.article_id, hit)
    added = []
    for hit in list(best.values())[: TUNING.articles_read_on]:
        near = sorted(store.archive.passages_of(hit.article), key=lambda p: abs(p.start - hit.passage.start))
        new = [p for p in near if p.passage_id not in found][: TUNING.neighbours]
        added += [replace(hit, passage=p, score=hit.score - TUNING.read_on_cost) for p in new]
    return [*hits, *added]


def read_sentences(reader: Reader, question: str, scored: Sequence[Scored]) -> ReadSentences:
    """Reads the passages that are best by words and meaning, and then other passages of the article whose passage it found best.

    Args: scored: by words and meaning, best first. The sentences of passages that are not read rank below.
    """
    hits: dict[str, Hit] = {}
    for s in scored:
        hits.setdefault(s.sentence.hit.passage.passage_id, s.sentence.hit)
    ranked = list(hits.values())
    first, left = ranked[: TUNING.passages_deeply_read], ranked[TUNING.passages_deeply_read :]
    read = read_passages(reader, question, first)
    read += read_passages(reader, question, rest_of_best_article(left, read))
    found: dict[tuple[str, int], tuple[dict[str, float], Span | None]] = {}
    for hit, reading in read:
        for (start, _), logit, span in zip(hit.passage.sentences, reading.sentences, reading.spans, strict=True):
            parts = (logit, span.score if span else -TUNING.max_read_logit, reading.answers)
            place = Span(start + span.start, start + span.end) if span else None
            found[hit.passage.passage_id, start] = dict(zip(READ_PARTS, map(clip, parts), strict=True)), place
    unread = dict.fromkeys(READ_PARTS, -TUNING.max_read_logit), None
    again = rank_sentences(rescore(s, *found.get((s.sentence.hit.passage.passage_id, s.sentence.start), unread)) for s in scored)
    return ReadSentences(tuple(again), max((r.answers for _, r in read), default=-TUNING.max_read_logit))


def read_passages(reader: Reader, question: str, hits: Sequence[Hit]) -> list[tuple[Hit, AnswerReading]]:
    passages = [(h.article.title or "", [h.article.text[a:b] for a, b in h.passage.sentences]) for h in hits]
    return list(zip(hits, reader.read_answers(question, passages), strict=True))


def rest_of_best_article(hits: Sequence[Hit], read: Sequence[tuple[Hit, AnswerReading]]) -> list[Hit]:
    """The hits of the article that has the best-read passage; the nearest to it first."""
    if not read:
        return []
    best, _ = max(read, key=lambda r: r[1].answers)
    own = [h for h in hits if h.article.article_id == best.article.article_id]
    return sorted(own, key=lambda h: abs(h.passage.start - best.passage.start))[: TUNING.passages_read_on]


def clip(logit: float) -> float:
    return max(-TUNING.max_read_logit, min(TUNING.max_read_logit, logit))


def rescore(scored: Scored, read: dict[str, float], span: Span | None) -> Scored:
    """The sentence with the weighted sum of what words say of it and what the reader says of it and of its passage."""
    total = TUNING.words_weight * scored.score + sum(TUNING.read_weights[part] * logit for part, logit in read.items())
    return replace(scored, score=total, parts=scored.parts | read | {"words": scored.score}, span=span)
