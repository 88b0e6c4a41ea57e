"""all-MiniLM-L6-v2 in bfloat16, for many passages on a processor that multiplies it twice as fast. Passages' vectors stay as they are (cosine above .9999).

Weights and what is multiplied are rounded; sums, normalisations and what is added up from layer to layer are kept in float32. Each core
reads a text of its own: nothing is padded, and cores that wait for each other lose most of their time when others use the machine too.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import torch
from safetensors.torch import load_file
from torch.nn.functional import gelu, layer_norm, linear, scaled_dot_product_attention

from vectorstore.weights import LAYERS, packaged_weights, usable_cores

WIDTH, HEADS = 384, 12
EPSILON = 1e-12
FAST = ("avx512_bf16", "amx_bf16")

Linear = tuple[torch.Tensor, torch.Tensor]  # weight and bias
Norm = tuple[torch.Tensor, torch.Tensor]


def is_fast() -> bool:
    capabilities = torch.cpu.get_capabilities()
    return any(capabilities.get(name) for name in FAST)


@dataclass(frozen=True)
class Layer:
    """Weights in bfloat16; biases too where the sum is rounded anyway."""

    query_key_value: Linear
    attended: Linear
    attended_norm: Norm
    inner: Linear
    outer: Linear
    outer_norm: Norm


class HalfReader:
    """Raises Unavailable when the packaged weights are missing or are not the published ones."""

    def __init__(self) -> None:
        weights = load_file(packaged_weights() / "model.safetensors")
        self._words = weights["embeddings.word_embeddings.weight"]
        self._places = weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
        self._norm = pair(weights, "embeddings.LayerNorm")
        self._layers = [read_layer(weights, f"encoder.layer.{n}") for n in range(LAYERS)]
        self._threads = ThreadPoolExecutor(usable_cores(), "embed", initializer=torch.set_num_threads, initargs=(1,))

    def read(self, texts: Iterable[Sequence[int]]) -> Iterator[np.ndarray]:
        """Token vectors of each text, given as token ids, as the last layer gives them: float32, shape (tokens, 384)."""
        return self._threads.map(self._read, texts)

    def _read(self, ids: Sequence[int]) -> np.ndarray:
        with torch.inference_mode():
            x = layer_norm(self._words[torch.tensor(ids)] + self._places[: len(ids)], (WIDTH,), *self._norm, EPSILON)
            for layer in self._layers:
                x = through(layer, x)
            return x.numpy()


def through(layer: Layer, x: torch.Tensor) -> torch.Tensor:
    query, key, value = linear(x.bfloat16(), *layer.query_key_value).view(1, len(x), 3, HEADS, -1).permute(2, 0, 3, 1, 4)
    attended = scaled_dot_product_attention(query, key, value)[0].transpose(0, 1).reshape(len(x), WIDTH)
    x = layer_norm(x + summed(attended, layer.attended), (WIDTH,), *layer.attended_norm, EPSILON)
    inner = gelu(linear(x.bfloat16(), *layer.inner))
    return layer_norm(x + summed(inner, layer.outer), (WIDTH,), *layer.outer_norm, EPSILON)


def summed(x: torch.Tensor, to: Linear) -> torch.Tensor:
    return linear(x, to[0]).float() + to[1]


def read_layer(weights: dict[str, torch.Tensor], name: str) -> Layer:
    attention = [pair(weights, f"{name}.attention.self.{part}") for part in ("query", "key", "value")]
    (attended, attended_bias), (inner, inner_bias), (outer, outer_bias) = (
        pair(weights, f"{name}.{part}.dense") for part in ("attention.output", "intermediate", "output")
    )
    return Layer(
        query_key_value=(torch.cat([w for w, _ in attention]).bfloat16(), torch.cat([b for _, b in attention]).bfloat16()),
        attended=(attended.bfloat16(), attended_bias),
        attended_norm=pair(weights, f"{name}.attention.output.LayerNorm"),
        inner=(inner.bfloat16(), inner_bias.bfloat16()),
        outer=(outer.bfloat16(), outer_bias),
        outer_norm=pair(weights, f"{name}.output.LayerNorm"),
    )


def pair(weights: dict[str, torch.Tensor], name: str) -> tuple[torch.Tensor, torch.Tensor]:
    return weights[f"{name}.weight"], weights[f"{name}.bias"]
