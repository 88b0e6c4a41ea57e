"""The packaged reader: an ONNX model that reads a pair of texts together, run on the CPU.

Each pair is read alone, several at a time on several cores: the model quantises what it reads together by one scale, so a pair read in a
batch would get another score beside other pairs. Scores are bit-identical between runs and numbers of threads.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from onrecord.assistant.reader.choose import choose_for_claim, sentences_around
from onrecord.assistant.reader.encode import Encoding, encode_pair
from onrecord.assistant.reader.tuning import READER_TUNING as TUNING
from onrecord.vectorstore.embedding import usable_cores
from onrecord.vectorstore.onnx_models import open_packaged
from onrecord.vectorstore.settings import Settings

if TYPE_CHECKING:
    import onnxruntime

READER_NAME = "onrecord-reader-4"
IN_ANSWER, FIRST, LAST = 0, 1, 2  # columns of the model's token logits


@dataclass(frozen=True)
class SupportReading:
    """Probabilities 0…1 that a source supports a claim, contradicts it, or does not say it. Together they are 1."""

    supported: float
    contradicted: float
    not_said: float


@dataclass(frozen=True)
class Span:
    """The likeliest answer within one sentence: where it starts and ends there, and the logits of its first and last token together."""

    start: int
    end: int
    score: float


@dataclass(frozen=True)
class AnswerReading:
    """What a passage has for a question. Logits have no fixed scale: 0 is an even chance by the model's own account."""

    answers: float  # logit: whether the passage answers
    sentences: tuple[float, ...]  # logit per sentence: whether it is one that answers
    spans: tuple[Span | None, ...]  # per sentence; None where no word of it was read

    @property
    def best_span(self) -> tuple[int, Span] | None:
        """The likeliest of the spans, with the number of its sentence."""
        found = [(n, span) for n, span in enumerate(self.spans) if span]
        return max(found, key=lambda f: f[1].score, default=None)


class Reader:
    """Reads pairs with the packaged model. It needs no network and no settings, and is loaded on first use."""

    name = READER_NAME

    def __init__(self) -> None:
        self._support = lru_cache(maxsize=512)(self._read_support)

    def read_support(self, claim: str, sentences: Sequence[str]) -> SupportReading:
        """Whether the sentences of a source, in text order, support a claim.

        Of many, the few that share most words with it are read, and then those around the nearest, which may say who "he" is. The two readings count alike.
        """
        if not sentences or not claim.strip():
            return SupportReading(0.0, 0.0, 1.0)
        read = {tuple(sentences[i] for i in numbers) for numbers in (choose_for_claim(claim, sentences), sentences_around(claim, sentences))}
        logits = np.mean([self._support(claim, chosen) for chosen in sorted(read)], axis=0)
        odds = np.exp(logits - logits.max())
        return SupportReading(*(float(x) for x in odds / odds.sum()))

    def read_answers(self, question: str, passages: Sequence[tuple[str, Sequence[str]]]) -> list[AnswerReading]:
        """What each passage, a headline with its sentences in text order, has for a question. The headline may be empty."""
        pairs = [encode_pair(question, (title, *sentences)) for title, sentences in passages]
        outputs = pool().map(run_model, pairs)
        return [answer_reading(pair, out, len(p[1])) for pair, out, p in zip(pairs, outputs, passages, strict=True)]

    def _read_support(self, claim: str, sentences: tuple[str, ...]) -> np.ndarray:
        """Logits, shape (3,): supported, contradicted, not said."""
        return np.asarray(run_model(encode_pair(claim, sentences))[0][0])


def make_reader(settings: Settings) -> Reader | None:
    """The reader, or None where the settings turn it off."""
    return Reader() if settings.reader == "local" else None


def answer_reading(pair: Encoding, outputs: Sequence[np.ndarray], sentences: int) -> AnswerReading:
    """The readings of one passage. Sentence 0 of the pair is the headline, which answers nothing."""
    tokens = outputs[2][0]
    numbers = np.array([place[0] for place in pair.places])
    places = [np.flatnonzero(numbers == n + 1) for n in range(sentences)]
    scores = tuple(float(tokens[own, IN_ANSWER].mean()) if len(own) else -TUNING.max_logit for own in places)
    return AnswerReading(float(outputs[1][0]), scores, tuple(best_span(pair, tokens, own) if len(own) else None for own in places))


def best_span(pair: Encoding, tokens: np.ndarray, own: np.ndarray) -> Span:
    """The likeliest span of at most `max_span_tokens` of one sentence. Args: own: the numbers of the sentence's tokens, one or more."""
    apart = own - own[:, None]  # of the last token (column) from the first (row)
    scores = tokens[own, FIRST][:, None] + tokens[own, LAST]
    scores = np.where((apart >= 0) & (apart < TUNING.max_span_tokens), scores, -np.inf)
    first, last = np.unravel_index(int(scores.argmax()), scores.shape)
    return Span(pair.places[own[first]][1], pair.places[own[last]][2], float(scores[first, last]))


def run_model(pair: Encoding) -> list[np.ndarray]:
    """Support logits (1, 3), answer logits (1,) and token logits (1, tokens, 3)."""
    mask = np.ones((1, len(pair.ids)), dtype=np.int64)
    ids, types = np.array([pair.ids], dtype=np.int64), np.array([pair.types], dtype=np.int64)
    return list(session().run(["support", "answers", "tokens"], {"ids": ids, "mask": mask, "types": types}))


@cache
def session() -> "onnxruntime.InferenceSession":
    return open_packaged("onrecord.assistant.reader.model", "reader.onnx")


@cache
def pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(usable_cores(), thread_name_prefix="reader")
