"""Writes the reader as the ONNX file that ships: int8 weights, one matrix at a time, activations quantised as they come.

Seven bits are used of the weights' eight. The eighth would overflow on processors without VNNI instructions, which would then give
other scores than those with them.
"""

import tempfile
from pathlib import Path

import torch
from onnx import TensorProto
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from onnxruntime.transformers.fusion_options import FusionOptions
from torch import Tensor, nn

from onrecord.evals.reader.net import ReaderNet
from onrecord.evals.reader.trunk import CONFIG
from onrecord.vectorstore.onnx_models import export_model

INPUTS = ("ids", "mask", "types")
OUTPUTS = ("support", "answers", "tokens")


class Outputs(nn.Module):
    """The net with its logits as a tuple, which is what an export can read."""

    def __init__(self, net: ReaderNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        logits = self.net(ids, mask, types)
        return logits.support, logits.answers, logits.tokens


def export_reader(net: ReaderNet, path: Path) -> None:
    """Write `path`: int64 ids, mask and types (batch, tokens) → float32 support (batch, 3), answers (batch,), tokens (batch, tokens, 3)."""
    with tempfile.TemporaryDirectory() as folder:
        whole, fused = Path(folder) / "whole.onnx", Path(folder) / "fused.onnx"
        export_float(net.eval().float(), whole)
        fuse(whole, fused)
        quantise(fused, path)


def export_float(net: ReaderNet, path: Path) -> None:
    example = torch.ones((2, 8), dtype=torch.int64)
    sizes = {name: {0: "batch", 1: "tokens"} for name in (*INPUTS, "tokens")} | {"support": {0: "batch"}, "answers": {0: "batch"}}
    export_model(Outputs(net), dict.fromkeys(INPUTS, example), OUTPUTS, sizes, path)


def fuse(whole: Path, fused: Path) -> None:
    """Joins the small operations of each layer (attention, normalisation, GELU) into one each. The results stay the same."""
    options = FusionOptions("bert")
    options.enable_embed_layer_norm = False  # the quantised form of the fused embeddings is slower
    model = optimizer.optimize_model(str(whole), "bert", num_heads=CONFIG["num_attention_heads"], hidden_size=CONFIG["hidden_size"], optimization_options=options, opt_level=0)
    model.save_model_to_file(str(fused))


def quantise(fused: Path, path: Path) -> None:
    options = {"MatMulConstBOnly": True, "DefaultTensorType": TensorProto.FLOAT}
    quantize_dynamic(fused, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True, extra_options=options)
