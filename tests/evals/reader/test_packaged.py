"""The packaged reader: its weights are those of the net it was made from, and every processor adds them up alike."""

from importlib.resources import files

import numpy as np
import onnx
import pytest
import torch
from onnx import numpy_helper
from transformers import BertConfig, BertModel

from onrecord.assistant.reader import Reader
from onrecord.assistant.reader.encode import encode_pair
from onrecord.evals.reader.net import ReaderNet
from onrecord.evals.reader.packaged import load_packaged
from onrecord.evals.reader.trunk import CONFIG, TRAINING

MODEL = str(files("onrecord.assistant.reader.model") / "reader.onnx")
QUESTION, SENTENCES = "How many people died at Tarnsund?", ("The flood killed 17 people, police said.", "Schools stay closed.")
MOST_PAIRED = 2 * 255 * 64  # two products of an unsigned byte and a weight, as processors without VNNI add them up in 16 bits


@pytest.fixture(scope="module")
def net() -> ReaderNet:
    torch.manual_seed(0)
    fresh = ReaderNet(BertModel(BertConfig(**CONFIG, **TRAINING)), (torch.zeros(1, 384), torch.zeros(1)), 6)
    load_packaged(fresh, MODEL)
    return fresh.eval()


def test_training_goes_on_from_what_the_package_reads(net: ReaderNet) -> None:
    pair = encode_pair(QUESTION, ("", *SENTENCES))
    ids, types = torch.tensor([pair.ids]), torch.tensor([pair.types])
    with torch.no_grad():
        logits = net(ids, torch.ones_like(ids), types)
    (reading,) = Reader().read_answers(QUESTION, [("", SENTENCES)])
    assert logits.answers.item() == pytest.approx(reading.answers, abs=0.3)  # activations are int8 there and float here


def test_weights_leave_no_room_for_an_overflow() -> None:
    assert MOST_PAIRED < 2**15
    arrays = {i.name: numpy_helper.to_array(i) for i in onnx.load(MODEL).graph.initializer}
    multiplied = [n.input[1] for n in onnx.load(MODEL).graph.node if n.op_type in ("MatMulInteger", "DynamicQuantizeMatMul")]
    multiplied += [n.input[1] for n in onnx.load(MODEL).graph.node if n.op_type == "QAttention"]
    assert len(multiplied) > 48
    for name in multiplied:
        weights = arrays[name]
        assert weights.dtype == np.int8
        assert np.abs(weights.astype(int)).max() <= 64
