"""Measures how far a source supports a claim. The score combines a small model over token vectors of MiniLM with an alignment of the texts.

The model is trained to recognize faults. Its weights are in `support_model/`, with a model card. The alignment measures how similar the
claim's tokens are to the source's. It is not trained, and so it also works on unfamiliar text.

The model reads the source sentence that covers the claim best, then the best two together, then three, and so on. The best of these
scores counts, so additional text never lowers the score. Scores are bit-identical for all runs and numbers of threads.
"""

from collections.abc import Sequence
from functools import cached_property, lru_cache
from math import exp

import numpy as np
import onnxruntime

from onrecord.assistant.gate.tuning import GATE_TUNING
from onrecord.vectorstore.embedding import PackagedEmbedder
from onrecord.vectorstore.onnx_models import open_packaged

MODEL_NAME = "onrecord-support-2"
DEPTHS = (0, 3, 6)  # layers of MiniLM from which the model gets token vectors; layer 0 has the words without context
WIDTH = 384
MAX_LOGIT = 60.0  # for larger logits, the sigmoid is 0 or 1, and exp would overflow

Vectors = np.ndarray  # (depths, tokens, WIDTH), unit length


class Support:
    """The packaged judge. It needs no network and no settings. See `judges.Judge`."""

    name = MODEL_NAME

    def __init__(self, embedder: PackagedEmbedder | None = None) -> None:
        self._embedder = embedder or PackagedEmbedder()
        self._sentences = lru_cache(maxsize=64)(self._embed_sentences)
        self._claim = lru_cache(maxsize=16)(self._embed_claim)  # each claim is scored against all evidence

    def score(self, claim: str, source: str) -> float:
        """The probability (0…1) that `source` supports `claim`."""
        return probability(self.logit(claim, source))

    def logit(self, claim: str, source: str) -> float:
        """The model's logit plus the weighted alignment. The sum has no fixed scale; `probability` maps it to 0…1."""
        vectors, sentences = self._claim(claim), self._sentences(source)
        if not vectors.shape[1] or not sentences:
            return -MAX_LOGIT
        order = best_first(vectors, sentences)
        inputs = model_inputs(vectors, [sentences[i] for i in sorted(order)], readings(order))
        return float(np.max(self._model.run(["claim_logits"], inputs)[0])) + GATE_TUNING.alignment_weight * alignment(vectors, sentences)

    def _embed_claim(self, claim: str) -> Vectors:
        (vectors,) = self._embedder.embed_tokens([claim], DEPTHS)
        return vectors[:, : GATE_TUNING.max_claim_tokens]

    def _embed_sentences(self, source: str) -> tuple[Vectors, ...]:
        read = self._embedder.embed_tokens(windows(source), DEPTHS)
        return tuple(v[:, : GATE_TUNING.max_sentence_tokens] for v in read if v.shape[1])

    @cached_property
    def _model(self) -> onnxruntime.InferenceSession:
        return open_packaged("onrecord.assistant.gate.support_model", "support.onnx")


def probability(logit: float) -> float:
    """The probability (0…1) for a value of `Support.logit`."""
    scaled = GATE_TUNING.slope * (logit - GATE_TUNING.midpoint)
    return 1.0 / (1.0 + exp(-max(-MAX_LOGIT, min(MAX_LOGIT, scaled))))


def windows(text: str) -> list[str]:
    """The sentences of a text. Long sentences are cut into pieces. Text after a sentence does not change the sentence's window."""
    from nupunkt import sent_spans

    lines = [line for line in text.splitlines() if line.strip()]
    sentences = [line[start:end].strip() for line in lines for start, end in sent_spans(line)]
    length = GATE_TUNING.window_characters
    return [s[at : at + length] for s in sentences for at in range(0, len(s), length)]


def best_first(claim: Vectors, sentences: Sequence[Vectors]) -> list[int]:
    """Indices of at most `max_sentences` sentences. Each step chooses the sentence that covers most of the part that is not covered yet.

    A sentence that adds nothing is not chosen, so unrelated text does not change the score.
    """
    cover = token_similarities(claim, sentences)
    own = GATE_TUNING.own_fit_weight * cover.mean(1)
    chosen: list[int] = []
    covered = np.full(cover.shape[1], -1.0, dtype=np.float32)
    while len(chosen) < GATE_TUNING.max_sentences and (adds := (cover - covered).max(1) >= GATE_TUNING.min_added_similarity).any():
        gain = np.where(adds, np.maximum(covered, cover).mean(1) + own, -9.0)
        chosen.append(int(gain.argmax()))
        covered = np.maximum(covered, cover[chosen[-1]])
    return chosen


def token_similarities(claim: Vectors, sentences: Sequence[Vectors]) -> np.ndarray:
    """The cosine of each claim token and the most similar token of each sentence: shape (sentences, claim tokens)."""
    near = claim[-1] @ np.concatenate([s[-1] for s in sentences]).T
    starts = np.cumsum([0, *(s.shape[1] for s in sentences[:-1])])
    return np.asarray(np.maximum.reduceat(near, starts, axis=1).T)


def alignment(claim: Vectors, sentences: Sequence[Vectors]) -> float:
    """How well a source covers a claim's tokens, 0…2: the mean over all tokens, plus the weighted mean for the best single sentence, plus the
    weighted mean over the worst tokens. Additional text never lowers it."""
    cover = token_similarities(claim, sentences)
    best = cover.max(0)
    worst = np.sort(best)[: GATE_TUNING.worst_tokens]
    return float(best.mean() + GATE_TUNING.single_sentence_weight * cover.mean(1).max() + GATE_TUNING.worst_tokens_weight * worst.mean())


def readings(order: Sequence[int]) -> np.ndarray:
    """A mask of the sentences in each reading: the best one, the best two, and so on. Columns are in text order. Shape (readings, sentences)."""
    in_text = sorted(order)
    seen = np.zeros((len(order), len(order)), dtype=np.float32)
    for k in range(len(order)):
        seen[k, [in_text.index(i) for i in order[: k + 1]]] = 1.0
    return seen


def model_inputs(claim: Vectors, sentences: Sequence[Vectors], seen: np.ndarray) -> dict[str, np.ndarray]:
    """The ONNX model's inputs for one claim and the readings of its source in `seen`. `onrecord.evals.support_model.net` documents the shapes."""
    lengths = [s.shape[1] for s in sentences]
    of_sentence = np.repeat(np.arange(len(sentences)), lengths)
    one_hot = np.zeros((1, len(of_sentence), GATE_TUNING.max_sentences), dtype=np.float32)
    one_hot[0, np.arange(len(of_sentence)), of_sentence] = 1.0
    return {
        "claim": claim[:, None].astype(np.float32),
        "source": np.concatenate(sentences, 1)[:, None].astype(np.float32),
        "claim_mask": np.ones((1, claim.shape[1]), dtype=np.float32),
        "source_mask": seen[:, of_sentence],
        "sentence": one_hot,
        "place": (np.arange(len(of_sentence)) + GATE_TUNING.sentence_gap * of_sentence)[None].astype(np.float32),
    }
