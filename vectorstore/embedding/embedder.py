"""Embeddings. The packaged default model runs with onnxruntime, any other model with sentence-transformers.

Sentences are embedded together with their passage during an ingest, because embedding them for a question would take too long.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from onrecord.vectorstore.embedding.minilm import LAYERS, exported_graph, packaged_weights, usable_cores
from onrecord.vectorstore.errors import Unavailable
from onrecord.vectorstore.onnx_models import open_graph

if TYPE_CHECKING:
    import onnxruntime
    from sentence_transformers import SentenceTransformer
    from tokenizers import Encoding, Tokenizer

    from onrecord.vectorstore.embedding.bfloat16 import Bfloat16Reader

DEFAULT_MODEL = "all-MiniLM-L6-v2"
MAX_TOKENS = 256  # all-MiniLM-L6-v2's own limit
TINY = np.finfo(np.float32).tiny
BATCH = 8  # texts in a batch of sentence-transformers
BATCH_CHARACTERS = 600  # characters in a batch, with padding: about five sentences or one passage (a fifth faster than eight passages at once)

Batch = tuple[list[int], "list[Encoding]", list[np.ndarray], np.ndarray]  # indices, encodings, token vectors per layer, mask


@dataclass(frozen=True)
class PassageText:
    """The text that is embedded for a passage, and the spans of its sentences in it."""

    text: str
    sentences: tuple[tuple[int, int], ...]


class Embedder(Protocol):
    name: str

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Unit vectors, float32, shape (len(texts), dimension)."""
        ...

    def embed_passages(self, passages: Sequence[PassageText], many: bool = False) -> tuple[np.ndarray, list[np.ndarray]]:
        """The vectors of the passages as from `embed`, and per passage the unit vectors of its sentences, float32, shape (sentences, dimension).

        Args:
            many: the passages are so many that the time to load a faster reader pays off.
        """
        ...

    def release(self) -> None:
        """Give back the memory of a model that is loaded in a second. It is loaded again on next use."""
        ...


def load_embedder(name: str = DEFAULT_MODEL) -> Embedder:
    """The embedder of a model. It loads the model on first use.

    Args:
        name: `all-MiniLM-L6-v2` for the packaged weights, otherwise any name or path that sentence-transformers loads.
    """
    return PackagedEmbedder() if name == DEFAULT_MODEL else SentenceTransformerEmbedder(name)


class PackagedEmbedder:
    """all-MiniLM-L6-v2 with onnxruntime. It is faster than sentence-transformers and gives nearly the same vectors (cosine above .9999)."""

    name = DEFAULT_MODEL

    def __init__(self) -> None:
        self._half: Bfloat16Reader | None = None

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        vectors = np.zeros((len(texts), 384), dtype=np.float32)
        for some, _, (tokens,), mask in self._in_batches(texts, (LAYERS,)):
            vectors[some] = unit((tokens * mask).sum(1))
        return vectors

    def embed_passages(self, passages: Sequence[PassageText], many: bool = False) -> tuple[np.ndarray, list[np.ndarray]]:
        """A sentence's vector is the mean of its token vectors in the passage, so the model reads each passage only once."""
        vectors = np.zeros((len(passages), 384), dtype=np.float32)
        sentences = [np.zeros((0, 384), dtype=np.float32)] * len(passages)
        texts, half = [p.text for p in passages], self._load_half() if many else None
        for some, encoded, (tokens,), mask in self._one_by_one(texts, half) if half else self._in_batches(texts, (LAYERS,)):
            vectors[some] = unit((tokens * mask).sum(1))
            for i, encoding, read in zip(some, encoded, tokens, strict=True):
                sentences[i] = pool_sentences(passages[i].sentences, encoding, read, vectors[i])
        return vectors, sentences

    def release(self) -> None:
        self._half = None
        self.__dict__.pop("_session", None)

    def embed_tokens(self, texts: Sequence[str], layers: Sequence[int] = (LAYERS,)) -> list[np.ndarray]:
        """For each text, the unit vectors of its tokens after each of `layers`, without the two special tokens: shape (layers, tokens, 384)."""
        found: list[np.ndarray] = [np.zeros((len(layers), 0, 384), dtype=np.float32)] * len(texts)
        for some, _, outputs, mask in self._in_batches(texts, layers):
            for row, i in enumerate(some):
                inner = np.stack([o[row, 1 : int(mask[row].sum()) - 1] for o in outputs])
                found[i] = unit(inner)
        return found

    def _one_by_one(self, texts: Sequence[str], half: "Bfloat16Reader") -> Iterator[Batch]:
        encoded = [self.tokenizer.encode(text) for text in texts]
        for i, tokens in enumerate(half.read([e.ids for e in encoded])):
            yield [i], [encoded[i]], [tokens[None]], np.ones((1, len(tokens), 1), dtype=np.float32)

    def _in_batches(self, texts: Sequence[str], layers: Sequence[int]) -> Iterator[Batch]:
        """Batches of texts of similar length, because all texts of a batch are padded to the longest one."""
        for some in batches([len(text) for text in texts]):
            encoded = self.tokenizer.encode_batch([texts[i] for i in some])
            ids = np.array([e.ids for e in encoded], dtype=np.int64)
            mask = np.array([e.attention_mask for e in encoded], dtype=np.int64)
            outputs = self._session.run([f"layer{n}" for n in layers], {"input_ids": ids, "attention_mask": mask})
            yield some, encoded, outputs, mask[..., None].astype(np.float32)

    def _load_half(self) -> "Bfloat16Reader | None":
        """None on a processor without fast bfloat16."""
        if self._half is None and has_fast_bfloat16():
            from onrecord.vectorstore.embedding.bfloat16 import Bfloat16Reader

            self._half = Bfloat16Reader()
        return self._half

    @cached_property
    def tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(packaged_weights() / "tokenizer.json"))
        tokenizer.enable_truncation(MAX_TOKENS)
        tokenizer.enable_padding()
        return tokenizer

    @cached_property
    def _session(self) -> "onnxruntime.InferenceSession":
        """Not loaded by an ingest that reads in bfloat16: it takes 150 MB."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = usable_cores()
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # leave the cores free while waiting
        return open_graph(exported_graph(), options)


class SentenceTransformerEmbedder:
    """Any model that sentence-transformers loads."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._model: SentenceTransformer | None = None

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        if self._model is None:
            self._model = _load(self.name)
        return self._model.encode(list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False)

    def embed_passages(self, passages: Sequence[PassageText], many: bool = False) -> tuple[np.ndarray, list[np.ndarray]]:
        """Each sentence is embedded separately, because the vector of a text is not the mean of its tokens in every model."""
        vectors = self.embed([p.text for p in passages])
        alone = self.embed([p.text[s:e] for p in passages for s, e in p.sentences])
        ends = np.cumsum([len(p.sentences) for p in passages])
        return vectors, np.split(alone, ends[:-1])

    def release(self) -> None:
        """Keeps the model, because some take minutes to load."""


def has_fast_bfloat16() -> bool:
    """Whether the processor multiplies bfloat16. torch is asked only where Linux does not say no, because its import takes seconds and 130 MB."""
    known = Path("/proc/cpuinfo")
    if known.exists() and "bf16" not in known.read_text():
        return False
    from onrecord.vectorstore.embedding.bfloat16 import is_fast

    return is_fast()


def batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Batches of the indices of texts of similar length, the shortest first. A batch has at most `BATCH_CHARACTERS`, and at least one text."""
    some: list[int] = []
    for i in sorted(range(len(lengths)), key=lambda i: lengths[i]):
        if some and (len(some) + 1) * lengths[i] > BATCH_CHARACTERS:
            yield some
            some = []
        some.append(i)
    if some:
        yield some


def pool_sentences(spans: Sequence[tuple[int, int]], encoding: "Encoding", tokens: np.ndarray, passage: np.ndarray) -> np.ndarray:
    """Unit means of the tokens in each span. A sentence beyond the model's token limit gets the vector of its passage."""
    starts, ends = np.array(encoding.offsets).T
    inside = np.array([(starts >= s) & (ends <= e) & (ends > starts) for s, e in spans], dtype=np.float32).reshape(len(spans), len(starts))
    pooled = inside @ tokens
    pooled[~inside.any(axis=1)] = passage
    return unit(pooled)


def unit(vectors: np.ndarray) -> np.ndarray:
    """Vectors scaled to length 1. A zero vector stays zero."""
    scaled: np.ndarray = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), TINY)
    return scaled


def _load(name: str) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # a progress bar for the weights would disturb ours
    try:
        return SentenceTransformer(name, device="cpu")
    except Exception as e:  # the library raises many kinds of errors; each means that the model cannot be used
        raise Unavailable(f"embedding model {name!r} cannot be loaded: {str(e).splitlines()[0]}") from e
