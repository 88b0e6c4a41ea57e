"""How much of a claim its source says: a small model of our own over the packaged MiniLM's token vectors, and their alignment.

The model has learned what faults look like; the alignment (how near the claim's tokens are to the source's) has learned nothing
and so holds on text of another make. The model's weights ship with the package (`support_model/`, with a model card). The sentences of the source that cover the claim best
are read first alone, then two, three, … together; the best reading counts, so that more text can only add support.
Bit-identical between runs and thread counts.
"""

from collections.abc import Sequence
from functools import cached_property, lru_cache
from importlib.resources import as_file, files
from math import exp

import numpy as np
import onnxruntime

from onrecord.vectorstore.embedding import PackagedEmbedder

MODEL_NAME = "onrecord-support-2"
DEPTHS = (0, 3, 6)  # layers of MiniLM whose token vectors are read: the words alone, half read, read
WIDTH = 384
SENTENCES = 8  # of the source, at most, that a claim is read against
WINDOW_CHARACTERS = 450  # of a sentence; longer ones are read in pieces
CLAIM_TOKENS, SENTENCE_TOKENS = 96, 128
MEAN_WEIGHT = 0.25  # of a sentence's own fit, beside what it adds to those already chosen
NEARER = 0.2  # in cosine, for one token of the claim at least: what a further sentence must add to be read at all
GAP = 5  # places between two sentences
ALIGNED = 8.0  # weight of the alignment beside the model's logit: best on the sets that a model had not seen
FARTHEST = 3  # tokens of the claim, the worst aligned, that count on their own
MIDDLE, SLOPE = 12.5, 0.5  # of the sum: even where 5% of safe rewrites (shortened, reordered, joined) in articles never seen would be stopped

Vectors = np.ndarray  # (depths, tokens, WIDTH), unit length


class Support:
    """The judge that needs nothing: see `judges.Judge`."""

    name = MODEL_NAME

    def __init__(self, embedder: PackagedEmbedder | None = None) -> None:
        self._embedder = embedder or PackagedEmbedder()
        self._sentences = lru_cache(maxsize=64)(self._read)
        self._claim = lru_cache(maxsize=16)(self._read_claim)  # it is tried against all evidence

    def score(self, claim: str, source: str) -> float:
        """Probability in 0…1 that `source` supports `claim`."""
        return 1.0 / (1.0 + exp(-max(-60.0, min(60.0, SLOPE * (self.logit(claim, source) - MIDDLE)))))

    def logit(self, claim: str, source: str) -> float:
        vectors, sentences = self._claim(claim), self._sentences(source)
        if not vectors.shape[1] or not sentences:
            return -60.0
        order = best_first(vectors, sentences)
        inputs = model_inputs(vectors, [sentences[i] for i in sorted(order)], readings(order))
        return float(np.max(self._model.run(["claim_logits"], inputs)[0])) + ALIGNED * alignment(vectors, sentences)

    def _read_claim(self, claim: str) -> Vectors:
        (vectors,) = self._embedder.embed_tokens([claim], DEPTHS)
        return vectors[:, :CLAIM_TOKENS]

    def _read(self, source: str) -> tuple[Vectors, ...]:
        read = self._embedder.embed_tokens(windows(source), DEPTHS)
        return tuple(v[:, :SENTENCE_TOKENS] for v in read if v.shape[1])

    @cached_property
    def _model(self) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        with as_file(files("onrecord.assistant.gate.support_model") / "support.onnx") as path:
            return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def windows(text: str) -> list[str]:
    """The text's sentences, the longest ones in pieces. What is added after a sentence leaves its own window as it was."""
    from nupunkt import sent_spans

    lines = [line for line in text.splitlines() if line.strip()]
    sentences = [line[start:end].strip() for line in lines for start, end in sent_spans(line)]
    return [s[at : at + WINDOW_CHARACTERS] for s in sentences for at in range(0, len(s), WINDOW_CHARACTERS)]


def best_first(claim: Vectors, sentences: Sequence[Vectors]) -> list[int]:
    """Places of at most `SENTENCES` sentences, each the one that adds most to what those before it cover of the claim.

    One that adds nothing is never read, so that unrelated text leaves the score as it is.
    """
    cover = nearest(claim, sentences)
    own = MEAN_WEIGHT * cover.mean(1)
    chosen: list[int] = []
    covered = np.full(cover.shape[1], -1.0, dtype=np.float32)
    while len(chosen) < SENTENCES and (adds := (cover - covered).max(1) >= NEARER).any():
        gain = np.where(adds, np.maximum(covered, cover).mean(1) + own, -9.0)
        chosen.append(int(gain.argmax()))
        covered = np.maximum(covered, cover[chosen[-1]])
    return chosen


def nearest(claim: Vectors, sentences: Sequence[Vectors]) -> np.ndarray:
    """Cosine of each token of the claim to the nearest token of each sentence: (sentences, tokens)."""
    near = claim[-1] @ np.concatenate([s[-1] for s in sentences]).T
    starts = np.cumsum([0, *(s.shape[1] for s in sentences[:-1])])
    return np.asarray(np.maximum.reduceat(near, starts, axis=1).T)


def alignment(claim: Vectors, sentences: Sequence[Vectors]) -> float:
    """Mean over the claim's tokens and half of two more: in its best single sentence, and of its worst tokens. In 0…2; more text only adds."""
    cover = nearest(claim, sentences)
    best = cover.max(0)
    return float(best.mean() + 0.5 * cover.mean(1).max() + 0.5 * np.sort(best)[:FARTHEST].mean())


def readings(order: Sequence[int]) -> np.ndarray:
    """Which of the chosen sentences, in the order of the text, each reading sees: the best, the two best, …: (readings, sentences)."""
    in_text = sorted(order)
    seen = np.zeros((len(order), len(order)), dtype=np.float32)
    for k in range(len(order)):
        seen[k, [in_text.index(i) for i in order[: k + 1]]] = 1.0
    return seen


def model_inputs(claim: Vectors, sentences: Sequence[Vectors], seen: np.ndarray) -> dict[str, np.ndarray]:
    """What the model takes, for one claim and `seen` readings of its source; shapes as `onrecord.evals.support_model.net` gives them."""
    lengths = [s.shape[1] for s in sentences]
    of_sentence = np.repeat(np.arange(len(sentences)), lengths)
    one_hot = np.zeros((1, len(of_sentence), SENTENCES), dtype=np.float32)
    one_hot[0, np.arange(len(of_sentence)), of_sentence] = 1.0
    return {
        "claim": claim[:, None].astype(np.float32),
        "source": np.concatenate(sentences, 1)[:, None].astype(np.float32),
        "claim_mask": np.ones((1, claim.shape[1]), dtype=np.float32),
        "source_mask": seen[:, of_sentence],
        "sentence": one_hot,
        "place": (np.arange(len(of_sentence)) + GAP * of_sentence)[None].astype(np.float32),
    }
