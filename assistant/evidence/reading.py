"""Has the reader read the best passages, and scores their sentences anew by what it finds in them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.assistant.evidence.model import Scored, rank_sentences
from onrecord.assistant.evidence.tuning import EVIDENCE_TUNING as TUNING
from onrecord.assistant.question import Question
from onrecord.assistant.reader import Reader
from onrecord.vectorstore.model import Hit


@dataclass(frozen=True)
class ReadSentences:
    """The sentences, best first, with `sentence_read` and `passage_read` (logits) among the parts of their scores.

    `answers` is the best logit of a passage: whether it answers the question.
    """

    scored: tuple[Scored, ...]
    answers: float


def read_sentences(reader: Reader, question: Question, scored: Sequence[Scored]) -> ReadSentences:
    """Args: scored: by words and meaning, best first. Their best passages are read; the sentences of the others rank below."""
    hits: dict[str, Hit] = {}
    for s in scored:
        hits.setdefault(s.sentence.hit.passage.passage_id, s.sentence.hit)
    chosen = list(hits.values())[: TUNING.passages_deeply_read]
    passages = [(h.article.title or "", [h.article.text[a:b] for a, b in h.passage.sentences]) for h in chosen]
    readings = reader.read_answers(question.read_text, passages)
    found: dict[tuple[str, int], tuple[float, float]] = {}
    for hit, reading in zip(chosen, readings, strict=True):
        for (start, _), logit in zip(hit.passage.sentences, reading.sentences, strict=True):
            found[hit.passage.passage_id, start] = logit, reading.answers
    floor = -TUNING.max_read_logit
    again = rank_sentences(rescore(s, *found.get((s.sentence.hit.passage.passage_id, s.sentence.start), (floor, floor))) for s in scored)
    return ReadSentences(tuple(again), max((r.answers for r in readings), default=floor))


def rescore(scored: Scored, sentence: float, passage: float) -> Scored:
    """The sentence with the weighted sum of what words say of it and what the reader says of it and of its passage."""
    most = TUNING.max_read_logit
    sentence, passage = max(-most, min(most, sentence)), max(-most, min(most, passage))
    total = TUNING.words_weight * scored.score + TUNING.sentence_read_weight * sentence + TUNING.passage_read_weight * passage
    return replace(scored, score=total, parts=scored.parts | {"words": scored.score, "sentence_read": sentence, "passage_read": passage})
