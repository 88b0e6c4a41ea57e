"""`onrecord ingest`, but the model embeds only one chunk of passages in N. `onrecord.evals.bench.ingest_memory` runs this file as a script.

So it imports what an ingest imports, and nothing of the evals, which would count as memory of the ingest.
"""

import runpy
import sys
from collections.abc import Sequence

import numpy as np

from onrecord.vectorstore import store
from onrecord.vectorstore.embedding import PackagedEmbedder, PassageText, unit


class SparseEmbedder(PackagedEmbedder):
    """Embeds one chunk in `every`. The vectors of the others are random."""

    def __init__(self, every: int) -> None:
        super().__init__()
        self._every, self._chunks = every, 0
        self._random = np.random.default_rng(1)

    def embed_passages(self, passages: Sequence[PassageText], many: bool = False) -> tuple[np.ndarray, list[np.ndarray]]:
        self._chunks += 1
        if self._chunks % self._every == 1 % self._every:
            return super().embed_passages(passages, many)
        return self._made_up(len(passages)), [self._made_up(len(p.sentences)) for p in passages]

    def _made_up(self, count: int) -> np.ndarray:
        return unit(self._random.standard_normal((count, 384), dtype=np.float32))


if __name__ == "__main__":
    embedder = SparseEmbedder(int(sys.argv.pop(1)))
    store.load_embedder = lambda name=embedder.name: embedder  # type: ignore[attr-defined]
    runpy.run_module("onrecord.ingest", run_name="__main__")
