"""all-MiniLM-L6-v2 in bfloat16: twice as fast on processors that support it, with nearly the same vectors (cosine above .9999).

Only factors of products are rounded. Sums, normalizations and the softmax stay in float32. Each core reads different texts: so no core waits
for another, which would be slow on a busy machine. The texts of a pack stand one behind another, so only the end of a pack is padded.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import Any

import numpy as np
import torch
from torch.nn import Linear
from torch.nn.functional import gelu

from onrecord.vectorstore.embedding.minilm import packaged_model, usable_cores

FAST = ("avx512_bf16", "amx_bf16")
PACK = 4  # texts that a core reads at once: a fifth faster than one text, and no slower than sixteen
STEP = 64  # tokens of a pack are filled up to a multiple: for each number of tokens, torch compiles its products and keeps them


def is_fast() -> bool:
    capabilities = torch.cpu.get_capabilities()
    return any(capabilities.get(name) for name in FAST)


class Bfloat16Reader:
    """Raises Unavailable when the packaged weights are missing or differ from the published ones."""

    def __init__(self) -> None:
        model = packaged_model()
        self._embeddings, self._layers = model.embeddings, model.encoder.layer
        for part in self._layers.modules():
            if isinstance(part, Linear):
                part.to(torch.bfloat16)
        self._threads = ThreadPoolExecutor(usable_cores(), "embed", initializer=torch.set_num_threads, initargs=(1,))

    def read(self, texts: Sequence[Sequence[int]]) -> Iterator[np.ndarray]:
        """Token vectors of each text, given as token ids, as the last layer gives them: float32, shape (tokens, 384)."""
        packs = (texts[at : at + PACK] for at in range(0, len(texts), PACK))
        return chain.from_iterable(self._threads.map(self._read, packs))

    def _read(self, texts: Sequence[Sequence[int]]) -> list[np.ndarray]:
        padding = [0] * (-sum(map(len, texts)) % STEP)
        lengths = [len(ids) for ids in (*texts, padding)]
        with torch.inference_mode():
            ids, positions = torch.tensor([i for text in (*texts, padding) for i in text]), torch.cat([torch.arange(n) for n in lengths])
            vectors = self._embeddings(ids[None], position_ids=positions[None])[0]
            for layer in self._layers:
                vectors = read_layer(layer, vectors, lengths)
            return [text.numpy() for text in vectors.split(lengths)[:-1]]


def read_layer(layer: Any, vectors: torch.Tensor, lengths: Sequence[int]) -> torch.Tensor:
    """A BertLayer over texts that stand one behind another: float32, shape (tokens of all, 384). No text attends to another."""
    attention, factors = layer.attention, vectors.bfloat16()
    heads = (-1, attention.self.num_attention_heads, attention.self.attention_head_size)
    projected = [project(factors).view(heads).transpose(0, 1) for project in (attention.self.query, attention.self.key, attention.self.value)]
    parts = [attend(*text).transpose(0, 1).flatten(1) for text in zip(*(p.split(lengths, 1) for p in projected), strict=True)]
    vectors = attention.output.LayerNorm(attention.output.dense(torch.cat(parts)) + vectors)
    inner = gelu(layer.intermediate.dense(vectors.bfloat16()))
    normalized: torch.Tensor = layer.output.LayerNorm(layer.output.dense(inner) + vectors)
    return normalized


def attend(query: torch.Tensor, key: torch.Tensor, value: torch.Tensor) -> torch.Tensor:
    """Attention by plain products, each (heads, tokens, size): for texts as short as passages, faster than torch's own function for it."""
    weights = torch.softmax((query @ key.transpose(1, 2)).float() * query.shape[-1] ** -0.5, dim=-1)
    return weights.bfloat16() @ value
