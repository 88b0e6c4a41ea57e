"""ONNX models: how they are exported from torch, and how a packaged one is opened."""

import contextlib
import io
import warnings
from collections.abc import Mapping, Sequence
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onnxruntime import InferenceSession, SessionOptions
    from torch import nn


LOADED: dict[str, int] = {}  # bytes of the weights of each model that this process has loaded, by file name; for the metrics


def export_model(model: "nn.Module", inputs: Mapping[str, Any], outputs: Sequence[str], sizes: Mapping[str, Mapping[int, str]], path: Path) -> None:
    """Write a torch module as an ONNX graph, without the exporter's warnings and prints.

    Args:
        inputs: an example tensor for each input, in order.
        outputs: the names of the outputs, in order.
        sizes: for an input or output, the names of its dimensions that may vary.
    """
    import torch

    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            tuple(inputs.values()),
            str(path),
            dynamo=False,  # the newer exporter needs another package and gives no faster graph here
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes={name: dict(axes) for name, axes in sizes.items()},
            opset_version=17,
        )


def open_packaged(package: str, file: str) -> "InferenceSession":
    """A session on one thread, so that scores are bit-identical on any machine's number of cores."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    with as_file(files(package) / file) as path:
        return open_graph(path, options)


def open_graph(path: Path, options: "SessionOptions") -> "InferenceSession":
    import onnxruntime

    LOADED[path.name] = path.stat().st_size
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
