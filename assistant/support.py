"""How much of a claim its source says: token alignment by the packaged MiniLM, bit-identical from run to run.

For every token of the claim the nearest token of the source is found; the mean of their cosines, once over the whole
source and once over the best single window of it, is mapped to 0…1. More text can only add nearer tokens.
"""

from functools import lru_cache
from math import exp

import numpy as np

from vectorstore.embed import PackagedEmbedder

WINDOW_CHARACTERS = 500
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
    """The text in pieces of whole words, none longer than the embedding model reads."""
    pieces, at = [], 0
    while at < len(text):
        end = at + WINDOW_CHARACTERS
        cut = max(text.rfind(". ", at + 1, end), text.rfind("\n", at + 1, end)) + 1 if end < len(text) else len(text)
        cut = cut if cut > at else (text.rfind(" ", at + 1, end) + 1 or end)
        pieces.append(text[at:cut])
        at = cut
    return pieces
