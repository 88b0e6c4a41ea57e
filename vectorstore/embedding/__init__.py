"""Turns texts into vectors, with the packaged MiniLM or any sentence-transformers model."""

from onrecord.vectorstore.embedding.embedder import (
    DEFAULT_MODEL,
    TINY,
    Embedder,
    PackagedEmbedder,
    PassageText,
    has_fast_bfloat16,
    load_embedder,
    unit,
)
from onrecord.vectorstore.embedding.minilm import packaged_weights, usable_cores

__all__ = [
    "DEFAULT_MODEL",
    "TINY",
    "Embedder",
    "PackagedEmbedder",
    "PassageText",
    "has_fast_bfloat16",
    "load_embedder",
    "packaged_weights",
    "unit",
    "usable_cores",
]
