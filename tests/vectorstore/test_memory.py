"""What an ingest no longer needs is given back, and what it does not need is not loaded."""

import subprocess
import sys
from types import ModuleType

import pytest

from onrecord.vectorstore.embedding import PackagedEmbedder, PassageText
from onrecord.vectorstore.memory import give_back_memory, spacy_without_torch

PASSAGE = PassageText("The mayor closed the harbour.", ((0, 29),))


def resident_kb() -> int:
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("RssAnon"))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts memory as Linux does")
def test_freed_memory_is_given_back() -> None:
    small = [bytes(1000) for _ in range(100_000)]
    kept = small[::100]  # between them the memory stays in use, so that only a trim gives back the rest
    del small
    before = resident_kb()
    give_back_memory()
    assert before - resident_kb() > 20_000 and kept


def test_a_released_model_is_loaded_again_and_gives_the_same_vectors() -> None:
    embedder = PackagedEmbedder()
    before, _ = embedder.embed_passages([PASSAGE])
    assert "_session" in embedder.__dict__
    embedder.release()
    assert "_session" not in embedder.__dict__
    after, _ = embedder.embed_passages([PASSAGE])
    assert (before == after).all()


def test_readers_are_loaded_without_torch_and_torch_can_be_imported_later() -> None:
    code = """
import sys
from onrecord.vectorstore.memory import spacy_without_torch
with spacy_without_torch():
    from onrecord.assistant.attribution import StatementReader
assert "torch" not in sys.modules
StatementReader().read(["“It holds,” said Ada Veltri."])
import torch
assert torch.tensor([1.0]).sum() == 1
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_loaded_torch_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    torch = ModuleType("torch")
    monkeypatch.setitem(sys.modules, "torch", torch)
    with spacy_without_torch():
        assert sys.modules["torch"] is torch
