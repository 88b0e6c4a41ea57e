"""How much of a claim its source says: token alignment by the packaged MiniLM, bit-identical from run to run.

For every token of the claim the nearest token of the source is found; the mean of their cosines, once over the whole
source and once over its best single sentence, is mapped to 0…1. More text can only add nearer tokens.
"""

from functools import lru_cache
from math import exp

import numpy as np

from vectorstore.embed import PackagedEmbedder

WINDOW_CHARACTERS = 800  # of a sentence; the embedding model reads about 1,000
MIDDLE, SLOPE = 0.72, 14.0  # the alignment at which support is even, and how sharply it turns


class Support:
    def __init__(self, embedder: PackagedEmbedder | None = None) -> None:
        self._embedder = embedder or PackagedEmbedder()
        self._source_tokens = lru_cache(maxsize=64)(self._read)

    def score(self, claim: str, source: str) -> float:
        """Support of `claim` by `source` in 0…1."""
        return 1.0 / (1.0 + exp(-SLOPE * (self.alignment(claim, source) - MIDDLE)))

    def alignment(self, claim: str, source: str) -> float:
        tokens = self._embedder.embed_tokens([claim])[0]
        windows = self._source_tokens(source)
        if not len(tokens) or not windows:
            return 0.0
        nearest = np.stack([(tokens @ w.T).max(1) for w in windows])
        return float((nearest.max(0).mean() + nearest.mean(1).max()) / 2)

    def _read(self, source: str) -> tuple[np.ndarray, ...]:
        return tuple(t for t in self._embedder.embed_tokens(windows(source)) if len(t))


def windows(text: str) -> list[str]:
    """The text's sentences, the longest ones in pieces. What is added after a sentence leaves its own window as it was."""
    from nupunkt import sent_spans

    lines = [line for line in text.splitlines() if line.strip()]
    sentences = [line[start:end].strip() for line in lines for start, end in sent_spans(line)]
    return [s[at : at + WINDOW_CHARACTERS] for s in sentences for at in range(0, len(s), WINDOW_CHARACTERS)]
