"""Turns the packaged reader back into weights that training goes on from: (quantised - zero point) * scale, matrix by matrix."""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from onrecord.evals.reader.net import ReaderNet
from onrecord.evals.reader.trunk import CONFIG, dequantise_matrix

DENSE = ("attention.output.dense", "intermediate.dense", "output.dense")  # of a layer, as the graph multiplies by them


def load_packaged(net: ReaderNet, path: Path) -> None:
    """Give the net the weights of a file that `export_reader` wrote. They differ from those it was written from by the rounding."""
    model = onnx.load(str(path))
    arrays = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
    state = {name.removeprefix("net."): torch.tensor(a) for name, a in arrays.items() if name.startswith("net.") and a.dtype == np.float32}
    for name in ("word_embeddings", "token_type_embeddings", "position_embeddings"):
        state[f"trunk.embeddings.{name}.weight"] = dequantise_matrix(arrays, f"net.trunk.embeddings.{name}.weight")
    for name in ("trunk.pooler.dense", "support", "answers"):
        state[f"{name}.weight"] = dequantise_matrix(arrays, f"net.{name}.weight_Transposed").T
    multiplied = iter([n.input[1].removesuffix("_quantized") for n in model.graph.node if n.op_type == "MatMulInteger" and "MatMul_" in n.input[1]])
    for layer in range(CONFIG["num_hidden_layers"]):
        prefix = f"trunk.encoder.layer.{layer}"
        weights, biases = dequantise_matrix(arrays, f"Attention_{layer}_qkv_weight").T.chunk(3), torch.tensor(arrays[f"Attention_{layer}_qkv_bias"]).chunk(3)
        for part, weight, bias in zip(("query", "key", "value"), weights, biases, strict=True):
            state |= {f"{prefix}.attention.self.{part}.weight": weight, f"{prefix}.attention.self.{part}.bias": bias}
        state |= {f"{prefix}.{part}.weight": dequantise_matrix(arrays, next(multiplied)).T for part in DENSE}
    state["tokens.weight"] = dequantise_matrix(arrays, next(multiplied)).T
    net.load_state_dict({name: weight.contiguous() for name, weight in state.items() if name in net.state_dict()})
