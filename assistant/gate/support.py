"""How far a source supports a claim: a small model over token vectors of the packaged MiniLM, plus an alignment of the two texts.

The model has learned what faults look like. The alignment, how similar the claim's tokens are to the source's, has learned nothing
and so holds up on unfamiliar text. The model's weights are in `support_model/`, with a model card. The source's sentences that cover
the claim best are read first alone, then two, three, … together. The best reading counts, so further text never lowers the score.
Scores are bit-identical between runs and thread counts.
"""

from collections.abc import Sequence
from functools import cached_property, lru_cache
from importlib.resources import as_file, files
from math import exp

import numpy as np
import onnxruntime

from onrecord.assistant.gate.tuning import GATE_TUNING
from onrecord.vectorstore.embedding import PackagedEmbedder

MODEL_NAME = "onrecord-support-2"
DEPTHS = (0, 3, 6)  # layers of MiniLM whose token vectors are read; 0 are the words without context
WIDTH = 384
MAX_LOGIT = 60.0  # beyond it the sigmoid is 0 or 1, and exp would overflow

Vectors = np.ndarray  # (depths, tokens, WIDTH), unit length


class Support:
    """The packaged judge, which needs no network and no settings; see `judges.Judge`."""

    name = MODEL_NAME

    def __init__(self, embedder: PackagedEmbedder | None = None) -> None:
        self._embedder = embedder or PackagedEmbedder()
        self._sentences = lru_cache(maxsize=64)(self._embed_sentences)
        self._claim = lru_cache(maxsize=16)(self._embed_claim)  # one claim is scored against all evidence

    def score(self, claim: str, source: str) -> float:
        """Probability in 0…1 that `source` supports `claim`."""
        return probability(self.logit(claim, source))

    def logit(self, claim: str, source: str) -> float:
        """The model's logit plus the weighted alignment, on no fixed scale; `probability` maps it to 0…1."""
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
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        with as_file(files("onrecord.assistant.gate.support_model") / "support.onnx") as path:
            return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def probability(logit: float) -> float:
    """Maps `Support.logit` to a probability in 0…1."""
    scaled = GATE_TUNING.slope * (logit - GATE_TUNING.midpoint)
    return 1.0 / (1.0 + exp(-max(-MAX_LOGIT, min(MAX_LOGIT, scaled))))


def windows(text: str) -> list[str]:
    """The text's sentences, long ones in pieces. Text added after a sentence does not change that sentence's window."""
    from nupunkt import sent_spans

    lines = [line for line in text.splitlines() if line.strip()]
    sentences = [line[start:end].strip() for line in lines for start, end in sent_spans(line)]
    length = GATE_TUNING.window_characters
    return [s[at : at + length] for s in sentences for at in range(0, len(s), length)]


def best_first(claim: Vectors, sentences: Sequence[Vectors]) -> list[int]:
    """Indices of at most `max_sentences` sentences. Each is the one that adds most to the claim's coverage by those before it.

    A sentence that adds nothing is not read, so unrelated text does not change the score.
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
    """Cosine of each claim token to the most similar token of each sentence: (sentences, claim tokens)."""
    near = claim[-1] @ np.concatenate([s[-1] for s in sentences]).T
    starts = np.cumsum([0, *(s.shape[1] for s in sentences[:-1])])
    return np.asarray(np.maximum.reduceat(near, starts, axis=1).T)


def alignment(claim: Vectors, sentences: Sequence[Vectors]) -> float:
    """How well a source covers a claim's tokens, in 0…2: the mean over all tokens, plus weighted means in the best single sentence
    and over the worst tokens. Further text never lowers it."""
    cover = token_similarities(claim, sentences)
    best = cover.max(0)
    worst = np.sort(best)[: GATE_TUNING.worst_tokens]
    return float(best.mean() + GATE_TUNING.single_sentence_weight * cover.mean(1).max() + GATE_TUNING.worst_tokens_weight * worst.mean())


def readings(order: Sequence[int]) -> np.ndarray:
    """Mask of the sentences that each reading sees: the best one, the two best, …; columns in text order: (readings, sentences)."""
    in_text = sorted(order)
    seen = np.zeros((len(order), len(order)), dtype=np.float32)
    for k in range(len(order)):
        seen[k, [in_text.index(i) for i in order[: k + 1]]] = 1.0
    return seen


def model_inputs(claim: Vectors, sentences: Sequence[Vectors], seen: np.ndarray) -> dict[str, np.ndarray]:
    """The ONNX model's inputs for one claim and the readings of its source in `seen`. See `onrecord.evals.support_model.net` for shapes."""
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
